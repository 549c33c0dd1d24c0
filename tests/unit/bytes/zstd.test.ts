/** zstd against what the native tool writes; windows, dictionaries, cuts and flipped bits. */
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

const fixture = (name: string): Buffer => readFileSync(new URL(`../../fixtures/bytes/${name}`, import.meta.url));
const unzstd = (bytes: Uint8Array, sizes?: readonly number[]) => gather(codecs.decompress(pieces(bytes, sizes), 'zstd'));
const whole = sample();

describe('zstd as the native tool writes it', () => {
  it.each(['plain.zst', 'nocheck.zst', 'window-128m.zst', 'chunked.zst'])('reads %s, however the input is cut', async (name) => {
    for (const sizes of [[1 << 18], [1], [7, 1000, 3]]) {
      const { bytes, problem } = await unzstd(fixture(name), sizes);
      expect(problem).toBeUndefined();
      expect(Buffer.compare(bytes, whole)).toBe(0);
    }
  });

  it('says how much input was used, skippable frames at the end included', async () => {
    const stream = codecs.decompress(pieces(fixture('chunked.zst'), [1000]), 'zstd');
    await gather(stream);
    expect(stream.consumed).toBe(fixture('chunked.zst').length);
  });

  it('reads a file of several megabytes through one buffer', async () => {
    const many = Buffer.concat(Array.from({ length: 20 }, () => fixture('plain.zst')));
    const stream = codecs.decompress(pieces(many), 'zstd');
    await stream.skip(whole.length * 3 + 5);
    const { bytes } = await gather(stream);
    expect(bytes.length).toBe(whole.length * 17 - 5);
    expect(Buffer.compare(bytes.subarray(-whole.length), whole)).toBe(0);
  });
});

describe('hostile zstd', () => {
  it('refuses a window of more than 128 MiB, and data that need a dictionary', async () => {
    const { problem } = await unzstd(fixture('window-256m.zst'));
    expect(problem?.kind).toBe('zstd-unsupported');
    expect(problem?.message).toContain('128 MiB');
    // A raw dictionary has no number that the frame could name: only the distances that reach into it tell.
    expect((await unzstd(fixture('raw-dictionary.zst'))).problem?.kind).toBe('zstd-corrupt');
  });

  it('calls every cut truncated, unless it falls between frames', async () => {
    const zipped = fixture('chunked.zst');
    const complete = new Set<number>();
    for (let length = 0; length <= zipped.length; length += length < 400 ? 1 : 211) {
      const { bytes, problem } = await unzstd(zipped.subarray(0, length));
      expect(Buffer.compare(bytes, whole.subarray(0, bytes.length))).toBe(0);
      if (problem === undefined) complete.add(length);
      else expect(problem).toMatchObject({ kind: 'zstd-truncated', where: { compressedOffset: length } });
    }
    expect(complete.has(0)).toBe(false);
    // Behind the first skippable frame of 13 bytes nothing is open.
    expect([...complete]).toEqual([13]);
  });

  it('notices flipped bits by its checksum', async () => {
    const zipped = fixture('plain.zst');
    for (let bit = 0; bit < zipped.length * 8; bit += 211) {
      const flipped = Buffer.from(zipped);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const { bytes, problem } = await unzstd(flipped);
      if (problem === undefined) expect(Buffer.compare(bytes, whole)).toBe(0);
      else expect(problem.kind).toMatch(/^zstd-(corrupt|truncated|unsupported)$/);
    }
  });

  it('refuses what follows the last frame and is none', async () => {
    const { bytes, problem } = await unzstd(Buffer.concat([fixture('plain.zst'), Buffer.from('and more')]));
    expect(bytes.length).toBe(whole.length);
    expect(problem?.kind).toBe('zstd-corrupt');
  });

  it('goes on after a failure and after being left early', async () => {
    await unzstd(Buffer.from('not zstd at all'));
    const left = codecs.decompress(pieces(fixture('plain.zst'), [100]), 'zstd');
    const pending = left.next();
    await left.cancel();
    expect(await pending).toBeUndefined();
    expect(await left.next()).toBeUndefined();
    expect((await unzstd(fixture('plain.zst'))).bytes.length).toBe(whole.length);
  });
});
