/** xz and bzip2 against what the native tools write and refuse. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Codecs } from '../../../src/core/bytes/codec';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { sample } from '../../fixtures/bytes/sample.mjs';
import { gather, pieces } from './helpers';

// Thousands of streams a test: quick alone, slow on a machine that is busy.
vi.setConfig({ testTimeout: 60_000 });

let codecs: Codecs;
beforeAll(async () => {
  codecs = await createCodecs();
});

type Format = 'xz' | 'bzip2';
const formatOf = (name: string): Format => (name.endsWith('.xz') ? 'xz' : 'bzip2');
const fixture = (name: string): Buffer => readFileSync(new URL(`../../fixtures/bytes/${name}`, import.meta.url));
const decode = (bytes: Uint8Array, format: Format, sizes?: readonly number[]) => gather(codecs.decompress(pieces(bytes, sizes), format));
const whole = sample();

describe('as the native tools write it', () => {
  it.each([
    'crc64.xz', 'crc32.xz', 'sha256.xz', 'nocheck.xz', 'blocks.xz', 'lp4-dict4k.xz', 'lc4.xz', 'streams.xz',
    'level9.bz2', 'level1.bz2', 'streams.bz2',
  ])('reads %s, however the input is cut', async (name) => {
    for (const sizes of [[1 << 18], [1], [7, 1000, 3]]) {
      const { bytes, problem } = await decode(fixture(name), formatOf(name), sizes);
      expect(problem).toBeUndefined();
      expect(Buffer.compare(bytes, whole)).toBe(0);
    }
  });

  it.each(['empty.xz', 'empty.bz2'])('reads %s', async (name) => {
    expect(await decode(fixture(name), formatOf(name))).toEqual({ bytes: Buffer.alloc(0) });
  });

  it.each(['streams.xz', 'streams.bz2'])('says how much of %s was used', async (name) => {
    const stream = codecs.decompress(pieces(fixture(name), [500]), formatOf(name));
    let before = 0;
    for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) {
      expect(stream.consumed).toBeGreaterThanOrEqual(before);
      before = stream.consumed;
    }
    expect(stream.consumed).toBe(fixture(name).length);
  });

  it.each(['crc64.xz', 'level9.bz2'])('skips in %s', async (name) => {
    const stream = codecs.decompress(pieces(fixture(name)), formatOf(name));
    await stream.skip(100_001);
    expect(Buffer.compare((await gather(stream)).bytes, whole.subarray(100_001))).toBe(0);
  });
});

describe('hostile input', () => {
  it.each([['x86.xz', 'filter x86 '], ['delta.xz', 'filter delta ']])('refuses %s, and says what to do', async (name, reason) => {
    const { problem } = await decode(fixture(name), 'xz');
    expect(problem?.kind).toBe('xz-unsupported');
    expect(problem?.message).toContain(reason);
    expect(problem?.advice).toContain('`xz -d FILE`');
  });

  it.each(['crc64.xz', 'streams.xz', 'level9.bz2', 'streams.bz2'])('calls a cut %s truncated', async (name) => {
    const zipped = fixture(name);
    const format = formatOf(name);
    let complete = 0;
    for (let length = 0; length < zipped.length; length += length < 60 || length > zipped.length - 60 ? 1 : 397) {
      const { bytes, problem } = await decode(zipped.subarray(0, length), format, [900]);
      expect(Buffer.compare(bytes, whole.subarray(0, bytes.length))).toBe(0);
      // The padding behind the last stream may be missing, but not a part of its four bytes.
      if (name === 'streams.xz' && length >= zipped.length - 4) {
        expect(problem?.kind).toBe(length === zipped.length - 4 ? undefined : 'xz-corrupt');
        complete += 1;
      } else {
        expect([length, problem?.kind]).toEqual([length, `${format}-truncated`]);
        expect(problem?.where).toEqual({ compressedOffset: length });
      }
    }
    expect(complete).toBe(name === 'streams.xz' ? 4 : 0);
  });

  it.each(['crc64.xz', 'sha256.xz', 'blocks.xz', 'level9.bz2', 'streams.bz2'])('notices a flipped bit in %s', async (name) => {
    const zipped = fixture(name);
    let noticed = 0;
    for (let bit = 0; bit < zipped.length * 8; bit += bit < 800 ? 3 : 501) {
      const flipped = Buffer.from(zipped);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const { bytes, problem } = await decode(flipped, formatOf(name));
      if (problem === undefined) expect(Buffer.compare(bytes, whole)).toBe(0);
      else noticed += 1;
    }
    expect(noticed).toBeGreaterThan(200);
  });

  it('tells of bytes behind the last bzip2 stream, and refuses them behind xz, as the native tools do', async () => {
    const stream = codecs.decompress(pieces(Buffer.concat([fixture('level9.bz2'), Buffer.from('BZhX')])), 'bzip2');
    expect((await gather(stream)).bytes.length).toBe(whole.length);
    expect(stream.diagnostics).toMatchObject([{ kind: 'bzip2-trailing-garbage', where: { compressedOffset: fixture('level9.bz2').length } }]);
    const { bytes, problem } = await decode(Buffer.concat([fixture('crc64.xz'), Buffer.from('tail')]), 'xz');
    expect(bytes.length).toBe(whole.length);
    expect(problem?.kind).toBe('xz-corrupt');
  });

  it('takes turns between the formats, and goes on after failures', async () => {
    for (const name of ['crc64.xz', 'level1.bz2', 'x86.xz', 'crc32.xz', 'level9.bz2']) {
      const { bytes, problem } = await decode(fixture(name), formatOf(name));
      expect(bytes.length).toBe(name === 'x86.xz' ? 0 : whole.length);
      expect(problem === undefined).toBe(name !== 'x86.xz');
    }
    const left = codecs.decompress(pieces(fixture('level9.bz2'), [100]), 'bzip2');
    const pending = left.next();
    await left.cancel();
    expect(await pending).toBeUndefined();
    expect((await decode(fixture('crc64.xz'), 'xz')).bytes.length).toBe(whole.length);
  });
});
