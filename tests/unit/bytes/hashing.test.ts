/** xxh64 and SHA-256 against the specification and the host, however the data are cut. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Codecs } from '../../../src/core/bytes/codec';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { pieces } from './helpers';

let codecs: Codecs;
beforeAll(async () => {
  codecs = await createCodecs();
});

/** xxh64 as its specification words it, on BigInt: slow, and independent of the one under test. */
function reference(data: Uint8Array): bigint {
  const mask = (1n << 64n) - 1n;
  const [p1, p2, p3, p4, p5] = [0x9e3779b185ebca87n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n, 0x85ebca77c2b2ae63n, 0x27d4eb2f165667c5n] as const;
  const turn = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & mask;
  const round = (lane: bigint, input: bigint): bigint => (turn((lane + input * p2) & mask, 31n) * p1) & mask;
  const buffer = Buffer.from(data);
  let at = 0;
  let hash: bigint = p5;
  if (buffer.length >= 32) {
    const lanes = [(p1 + p2) & mask, p2, 0n, -p1 & mask];
    for (; at + 32 <= buffer.length; at += 32) {
      for (let lane = 0; lane < 4; lane += 1) lanes[lane] = round(lanes[lane]!, buffer.readBigUInt64LE(at + lane * 8));
    }
    hash = (turn(lanes[0]!, 1n) + turn(lanes[1]!, 7n) + turn(lanes[2]!, 12n) + turn(lanes[3]!, 18n)) & mask;
    for (const lane of lanes) hash = ((hash ^ round(0n, lane)) * p1 + p4) & mask;
  }
  hash = (hash + BigInt(buffer.length)) & mask;
  for (; at + 8 <= buffer.length; at += 8) hash = (turn(hash ^ round(0n, buffer.readBigUInt64LE(at)), 27n) * p1 + p4) & mask;
  if (at + 4 <= buffer.length) {
    hash = (turn(hash ^ ((BigInt(buffer.readUInt32LE(at)) * p1) & mask), 23n) * p2 + p3) & mask;
    at += 4;
  }
  for (; at < buffer.length; at += 1) hash = (turn(hash ^ ((BigInt(buffer[at]!) * p5) & mask), 11n) * p1) & mask;
  hash = ((hash ^ (hash >> 33n)) * p2) & mask;
  hash = ((hash ^ (hash >> 29n)) * p3) & mask;
  return hash ^ (hash >> 32n);
}

function xxh64(parts: readonly Uint8Array[]): bigint {
  const hasher = codecs.createHasher();
  for (const part of parts) hasher.update(part);
  const { low, high } = hasher.digest();
  return (BigInt(high) << 32n) | BigInt(low);
}

const cut = (data: Uint8Array, sizes: readonly number[]): Uint8Array[] => {
  const parts: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < data.length; turn += 1) {
    parts.push(data.subarray(at, at + sizes[turn % sizes.length]!));
    at += sizes[turn % sizes.length]!;
  }
  return parts;
};
const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 6 });

describe('xxh64', () => {
  // Published vectors, as in the tests of xxHash's ports (cespare/xxhash, OpenHFT).
  it.each([
    ['', 0xef46db3751d8e999n],
    ['a', 0xd24ec4f1a98c6e5bn],
    ['abc', 0x44bc2cf5ad770999n],
    ['Nobody inspects the spammish repetition', 0xfbcea83c8a378bf1n],
  ])('of %j', (text, hash) => {
    expect(xxh64([Buffer.from(text)])).toBe(hash);
    expect(reference(Buffer.from(text))).toBe(hash);
  });

  it('agrees with the specification, however the data are cut', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), sizes, (data, how) => {
      expect(xxh64(cut(data, how))).toBe(reference(data));
    }), { numRuns: 500 });
  });

  it('takes chunks larger than the staging area', () => {
    const data = Buffer.alloc(300_001, 'plimsoll');
    expect(xxh64([data])).toBe(reference(data));
  });

  it('can be read in between, and starts again after a reset', () => {
    const hasher = codecs.createHasher();
    hasher.update(Buffer.from('ab'));
    hasher.digest();
    hasher.update(Buffer.from('c'));
    expect(hasher.digest()).toEqual({ low: 0xad770999, high: 0x44bc2cf5 });
    hasher.reset();
    expect(hasher.digest()).toEqual({ low: 0x51d8e999, high: 0xef46db37 });
  });

  it('keeps hashers apart that take turns', () => {
    const a = codecs.createHasher();
    const b = codecs.createHasher();
    a.update(Buffer.from('a'));
    b.update(Buffer.from('Nobody inspects the '));
    a.update(Buffer.from('bc'));
    b.update(Buffer.from('spammish repetition'));
    expect(a.digest()).toEqual({ low: 0xad770999, high: 0x44bc2cf5 });
    expect(b.digest()).toEqual({ low: 0x8a378bf1, high: 0xfbcea83c });
  });

  it('hashes chunks where they lie in the memory of the decompressor', async () => {
    const data = Buffer.from(Array.from({ length: 1_200_000 }, (_, index) => (index * index) >> 7 & 255));
    const stream = codecs.decompress(pieces(gzipSync(data)), 'gzip');
    const hasher = codecs.createHasher();
    const sha = codecs.createSha256();
    for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) {
      hasher.update(chunk);
      sha.update(chunk);
    }
    const { low, high } = hasher.digest();
    expect((BigInt(high) << 32n) | BigInt(low)).toBe(reference(data));
    expect(sha.digest()).toBe(createHash('sha256').update(data).digest('hex'));
  });
});

describe('SHA-256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
  ])('of %j (FIPS 180-2)', (text, digest) => {
    const sha = codecs.createSha256();
    sha.update(Buffer.from(text));
    expect(sha.digest()).toBe(digest);
  });

  it('agrees with the host, however the data are cut', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), sizes, (data, how) => {
      const sha = codecs.createSha256();
      for (const part of cut(data, how)) sha.update(part);
      expect(sha.digest()).toBe(createHash('sha256').update(data).digest('hex'));
    }), { numRuns: 500 });
  });

  it('keeps two apart that take turns: one for the blob, one for the tar inside it', () => {
    const [a, b] = [codecs.createSha256(), codecs.createSha256()];
    for (let turn = 0; turn < 100; turn += 1) {
      a.update(Buffer.from(`a${turn}`));
      b.update(Buffer.from(`${turn}b`));
    }
    const text = (one: (turn: number) => string): string => Array.from({ length: 100 }, (_, turn) => one(turn)).join('');
    expect(a.digest()).toBe(createHash('sha256').update(text((turn) => `a${turn}`)).digest('hex'));
    expect(b.digest()).toBe(createHash('sha256').update(text((turn) => `${turn}b`)).digest('hex'));
  });
});
