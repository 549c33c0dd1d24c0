/** gzip against zlib: every level, cut anywhere, several members; hostile streams end with their problem. */
import { createHash } from 'node:crypto';
import { constants, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Codecs } from '../../../src/core/bytes/codec';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { gather, pieces } from './helpers';
import { content } from './content';

// Thousands of streams a test: quick alone, slow on a machine that is busy.
vi.setConfig({ testTimeout: 60_000 });

let codecs: Codecs;
beforeAll(async () => {
  codecs = await createCodecs();
});

const gunzip = (bytes: Uint8Array, sizes?: readonly number[]) => gather(codecs.decompress(pieces(bytes, sizes), 'gzip'));
const kindOf = async (bytes: Uint8Array, sizes?: readonly number[]) => (await gunzip(bytes, sizes)).problem?.kind;
const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** What zlib makes of raw DEFLATE data, and how many bytes of them it used; undefined when it refuses them. */
function inflated(data: Uint8Array): (Buffer & { used: number }) | undefined {
  try {
    const { buffer, engine } = inflateRawSync(data, { info: true }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return Object.assign(buffer, { used: engine.bytesWritten });
  } catch {
    return undefined;
  }
}

/** A member with the given header fields and sound checksums. */
function member(data: Uint8Array, options: { extra?: Uint8Array; name?: string; comment?: string; headerCrc?: 'right' | 'wrong' } = {}): Buffer {
  const plain = gzipSync(data);
  const flags = (options.extra ? 4 : 0) | (options.name === undefined ? 0 : 8) | (options.comment === undefined ? 0 : 16) | (options.headerCrc ? 2 : 0);
  const parts = [Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3])];
  if (options.extra) parts.push(Buffer.from([options.extra.length & 255, options.extra.length >> 8]), Buffer.from(options.extra));
  if (options.name !== undefined) parts.push(Buffer.from(`${options.name}\0`));
  if (options.comment !== undefined) parts.push(Buffer.from(`${options.comment}\0`));
  if (options.headerCrc) {
    const header = Buffer.concat(parts);
    // The trailer of a gzip of the header holds the header's CRC-32.
    const crc = gzipSync(header).readUInt32LE(gzipSync(header).length - 8) & 0xffff;
    const written = options.headerCrc === 'right' ? crc : crc ^ 1;
    parts.push(Buffer.from([written & 255, written >> 8]));
  }
  return Buffer.concat([...parts, plain.subarray(10)]);
}

describe('gzip as zlib writes it', () => {
  const strategies = [constants.Z_DEFAULT_STRATEGY, constants.Z_FILTERED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED];
  it('gives back what was compressed, at every level, strategy and memory level, however the input is cut', async () => {
    await fc.assert(fc.asyncProperty(
      content(1 << 17), fc.integer({ min: -1, max: 9 }), fc.constantFrom(...strategies), fc.integer({ min: 1, max: 9 }),
      fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1000, max: 300000 })), { minLength: 1, maxLength: 5 }),
      async (data, level, strategy, memLevel, sizes) => {
        const zipped = gzipSync(data, { level, strategy, memLevel });
        const result = await gunzip(zipped, sizes);
        expect(result.problem).toBeUndefined();
        expect(equal(result.bytes, data)).toBe(true);
      },
    ), { numRuns: 250 });
  });

  it('keeps matches across the edges of the output buffer', async () => {
    const period = Buffer.from(Array.from({ length: 32768 }, (_, index) => (index * 7919) >> 3 & 255));
    const data = Buffer.concat(Array.from({ length: 60 }, () => period));
    const result = await gunzip(gzipSync(data, { level: 9 }));
    expect(result.bytes.length).toBe(data.length);
    expect(equal(result.bytes, data)).toBe(true);
  });

  it('takes the checksum of every length around those that its stretches have', async () => {
    const stretches = 16 * 1040;
    const data = Buffer.from(Array.from({ length: 3 * stretches + 20 }, (_, index) => (index * index) >> 5));
    for (const length of [1, 7, 8, 1039, 1040, stretches - 1, stretches, stretches + 1, stretches + 9, 2 * stretches - 1, 2 * stretches, data.length]) {
      for (const sizes of [[1 << 18], [1000, 40_000, 3]]) {
        expect(await kindOf(gzipSync(data.subarray(-length), { level: 0 }), sizes)).toBeUndefined();
      }
    }
  });

  it('says how much input each chunk took', async () => {
    const data = Buffer.alloc(3_000_000, 'The quick brown fox jumps over the lazy dog. ');
    for (let at = 0; at < data.length; at += 97) data[at] = (at * 31) >> 4;
    const zipped = gzipSync(data);
    const stream = codecs.decompress(pieces(zipped), 'gzip');
    const marks: number[] = [];
    while (await stream.next() !== undefined) marks.push(stream.consumed);
    expect(marks.length).toBeGreaterThan(5);
    expect(marks).toEqual([...marks].sort((a, b) => a - b));
    expect(marks[0]).toBeLessThan(zipped.length / 3);
    expect(stream.consumed).toBe(zipped.length);
  });

  it('skips output', async () => {
    const data = Buffer.from(Array.from({ length: 2_000_000 }, (_, index) => (index / 1000) & 255));
    const stream = codecs.decompress(pieces(gzipSync(data)), 'gzip');
    await stream.skip(10);
    const first = await stream.next();
    expect(first?.[0]).toBe(data[10]);
    await stream.skip(700_001);
    const rest = await gather(stream);
    expect(equal(rest.bytes, data.subarray(10 + first!.length + 700_001))).toBe(true);
    const beyond = codecs.decompress(pieces(gzipSync(data)), 'gzip');
    await beyond.skip(5_000_000);
    expect(await beyond.next()).toBeUndefined();
  });
});

describe('gzip members', () => {
  const text = Buffer.from('member '.repeat(1000));

  it('reads several as one, empty ones too', async () => {
    const zipped = Buffer.concat([member(Buffer.alloc(0)), member(text), member(Buffer.alloc(0)), member(text)]);
    expect(equal((await gunzip(zipped)).bytes, Buffer.concat([text, text]))).toBe(true);
    expect(equal((await gunzip(zipped, [1])).bytes, Buffer.concat([text, text]))).toBe(true);
  });

  it('reads thousands of small ones, as eStargz writes', async () => {
    const one = gzipSync(text.subarray(0, 600));
    const footer = member(Buffer.alloc(0), { extra: Buffer.from('SG\x16\x000000000000001234STARGZ', 'latin1') });
    const result = await gunzip(Buffer.concat([...Array.from({ length: 5000 }, () => one), footer]));
    expect(result.problem).toBeUndefined();
    expect(result.bytes.length).toBe(600 * 5000);
  });

  it('does not let a match reach into the member before', async () => {
    // One fixed block: a match of 3 at distance 1, with nothing before it.
    const body = Buffer.from([0x03, 0x02, 0x00]);
    const bad = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), body, Buffer.alloc(8)]);
    expect(await kindOf(Buffer.concat([gzipSync(text), bad]))).toBe('gzip-corrupt');
  });

  it.each<[string, Parameters<typeof member>[1] & object]>([
    ['extra field', { extra: Buffer.alloc(65535, 7) }],
    ['name', { name: 'layer.tar' }],
    ['very long name', { name: 'n'.repeat(700_000) }],
    ['comment', { comment: 'hello' }],
    ['header checksum', { headerCrc: 'right' }],
    ['all of them', { extra: Buffer.from('abc'), name: 'x', comment: 'y', headerCrc: 'right' }],
  ])('reads a header with %s', async (_name, options) => {
    for (const sizes of [[1 << 18], [1000], [3]]) {
      if (sizes[0] === 3 && (options.name?.length ?? 0) > 1000) continue;
      const result = await gunzip(member(text, options), sizes);
      expect(result.problem).toBeUndefined();
      expect(equal(result.bytes, text)).toBe(true);
    }
  });

  it('refuses a header whose checksum is wrong, an unknown method and reserved flags', async () => {
    expect(await kindOf(member(text, { name: 'x', headerCrc: 'wrong' }))).toBe('gzip-corrupt');
    const method = gzipSync(text);
    method[2] = 7;
    expect(await kindOf(method)).toBe('gzip-corrupt');
    const flags = gzipSync(text);
    flags[3] = 0x20;
    expect(await kindOf(flags)).toBe('gzip-unsupported');
    expect(await kindOf(Buffer.from('hello, world'))).toBe('gzip-corrupt');
    expect(await kindOf(Buffer.alloc(0))).toBe('gzip-truncated');
  });

  it('ignores padding of zeros, and tells of other bytes behind the last member', async () => {
    const padded = codecs.decompress(pieces(Buffer.concat([gzipSync(text), Buffer.alloc(600_000)])), 'gzip');
    expect((await gather(padded)).bytes.length).toBe(text.length);
    expect(padded.diagnostics).toEqual([]);

    const zipped = gzipSync(text);
    for (const garbage of ['\0\0\0tail', 'tail', '\x1f']) {
      const stream = codecs.decompress(pieces(Buffer.concat([zipped, Buffer.from(garbage, 'latin1')])), 'gzip');
      const result = await gather(stream);
      expect(result.problem).toBeUndefined();
      expect(result.bytes.length).toBe(text.length);
      const zeros = garbage.lastIndexOf('\0') + 1;
      expect(stream.diagnostics).toMatchObject([{ kind: 'gzip-trailing-garbage', where: { compressedOffset: zipped.length + zeros } }]);
    }
  });
});

describe('hostile gzip', () => {
  const samples = [
    gzipSync(Buffer.from('a small text, compressed with fixed codes')),
    gzipSync(Buffer.concat([createHash('sha512').update('x').digest(), Buffer.from('abcabcabd'.repeat(40))]), { level: 9 }),
    gzipSync(Buffer.from('stored'), { level: 0 }),
    gzipSync(Buffer.from('Zipf '.repeat(80) + JSON.stringify(Array.from({ length: 300 }, (_, index) => index * index))), { strategy: constants.Z_HUFFMAN_ONLY }),
  ];

  it('calls every cut truncated, whatever stands before it, and gives what zlib gives', async () => {
    for (const zipped of samples) {
      const whole = gunzipSync(zipped);
      for (let length = 0; length < zipped.length; length += 1) {
        const { bytes, problem } = await gunzip(zipped.subarray(0, length), [7]);
        expect([length, problem?.kind]).toEqual([length, 'gzip-truncated']);
        expect(problem?.where).toEqual({ compressedOffset: length });
        expect(equal(bytes, whole.subarray(0, bytes.length))).toBe(true);
      }
    }
  });

  it('never gives a wrong result silently when a bit flips', async () => {
    let noticed = 0;
    for (const zipped of samples) {
      const whole = gunzipSync(zipped);
      for (let bit = 0; bit < zipped.length * 8; bit += 1) {
        const flipped = Buffer.from(zipped);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        const { bytes, problem } = await gunzip(flipped);
        if (problem === undefined) expect(equal(bytes, whole)).toBe(true);
        else noticed += 1;
      }
    }
    expect(noticed).toBeGreaterThan(1000);
  });

  it('accepts and refuses what zlib does, on noise that begins like DEFLATE', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), fc.integer({ min: 0, max: 3 }), async (noise, type) => {
      noise[0] = (noise[0]! & 0xf8) | 1 | (type << 1);
      const theirs = inflated(noise);
      // With checksums that fit what zlib made of it, only the DEFLATE data decide.
      const trailer = gzipSync(theirs ?? Buffer.alloc(0)).subarray(-8);
      const zipped = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), noise.subarray(0, theirs?.used), trailer]);
      const ours = await gunzip(zipped, [50]);
      expect(ours.problem === undefined).toBe(theirs !== undefined);
      if (theirs !== undefined) expect(equal(ours.bytes, theirs)).toBe(true);
    }), { numRuns: 3000 });
  });

  it('stays calm under a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20));
    const stream = codecs.decompress(pieces(bomb), 'gzip');
    let total = 0;
    let longest = 0;
    for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) {
      total += chunk.length;
      longest = Math.max(longest, chunk.length);
    }
    expect(total).toBe(64 << 20);
    expect(longest).toBeLessThan(600_000);
  });
});

describe('one stream at a time', () => {
  const zipped = gzipSync(Buffer.alloc(2_000_000, 'x'));

  it('makes reading on an error once another stream has been asked for', async () => {
    const first = codecs.decompress(pieces(zipped), 'gzip');
    await first.next();
    const second = codecs.decompress(pieces(zipped), 'gzip');
    await expect(first.next()).rejects.toThrow('another stream');
    expect((await gather(second)).bytes.length).toBe(2_000_000);
  });

  it('can be left early', async () => {
    const first = codecs.decompress(pieces(zipped), 'gzip');
    await first.next();
    await first.cancel();
    await first.cancel();
    expect(await first.next()).toBeUndefined();
    expect((await gunzip(zipped)).bytes.length).toBe(2_000_000);
  });
});
