/** What is not compressed passes through; compression is told by the first bytes; instances keep apart. */
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { detectCompression } from '../../../src/core/bytes/codec';
import type { Codecs } from '../../../src/core/bytes/codec';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { memorySource } from '../../../src/core/bytes/memory-source';
import { ProblemError } from '../../../src/core/problem';
import { gather, pieces } from './helpers';

let codecs: Codecs;
beforeAll(async () => {
  codecs = await createCodecs();
});

const data = Uint8Array.from({ length: 1000 }, (_, index) => index & 255);

describe('input that is not compressed', () => {
  it('passes through, and its position is what was consumed', async () => {
    const stream = codecs.decompress(memorySource(data, 'x', 300).stream(0, 1000), 'none');
    expect((await stream.next())?.length).toBe(300);
    expect(stream.consumed).toBe(300);
    await stream.skip(450);
    expect([...(await stream.next())!]).toEqual([...data.subarray(750)]);
    expect(stream.consumed).toBe(1000);
    expect(await stream.next()).toBeUndefined();
  });

  it('is skipped by reading where the input cannot jump', async () => {
    const stream = codecs.decompress(pieces(data, [300]), 'none');
    await stream.skip(301);
    expect(Buffer.compare((await gather(stream)).bytes, data.subarray(301))).toBe(0);
  });
});

describe('codecs', () => {
  it('fork into instances that do not disturb each other', async () => {
    const other = await codecs.fork();
    const zipped = gzipSync(Buffer.alloc(1_000_000, 'outer'));
    const inner = gzipSync(Buffer.alloc(2_000_000, 'inner text'));
    const outer = codecs.decompress(pieces(zipped), 'gzip');
    await outer.next();
    expect((await gather(other.decompress(pieces(inner), 'gzip'))).bytes.length).toBe(2_000_000);
    expect((await gather(outer)).problem).toBeUndefined();
  });

  it('hand on the problem of the input', async () => {
    const problem = { kind: 'file-changed', message: 'gone', advice: 'none' };
    for (const compression of ['none', 'gzip', 'zstd', 'xz', 'bzip2'] as const) {
      const broken = { next: () => Promise.reject(new ProblemError(problem)), cancel: () => Promise.resolve() };
      expect((await gather(codecs.decompress(broken, compression))).problem).toBe(problem);
    }
  });
});

describe('detectCompression', () => {
  it.each([
    ['gzip', [0x1f, 0x8b, 8]],
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
    ['zstd', [0x5e, 0x2a, 0x4d, 0x18]],
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39]],
    ['none', [0x42, 0x5a, 0x68, 0x30]],
    ['none', []],
  ])('%s', (compression, head) => {
    expect(detectCompression(Uint8Array.from(head))).toBe(compression);
  });
});
