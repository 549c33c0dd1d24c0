/** Files of a layer are read in portions: in order, bounded in memory, one ahead. */
import { describe, expect, it } from 'vitest';
import { readPortions, type TakePortion } from '../../../src/core/archive/read-rows';
import { scanLayer } from '../../../src/core/archive/scan-layer';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { source, tarOf, valueOf } from './helpers';

/** A layer of files with these contents, read in portions; rows are the members' numbers. */
async function portionsOf(contents: readonly Uint8Array<ArrayBuffer>[], take: TakePortion, { maxBytes = 1 << 20, rows = contents.map((_, row) => row) } = {}) {
  const codecs = await createCodecs();
  const tar = await tarOf(Object.fromEntries(contents.map((content, index) => [`f${String(index).padStart(5, '0')}`, content])));
  const whole = { member: 'layer.tar', offset: 0, size: tar.length };
  const { table } = valueOf(await scanLayer(source(tar), whole, 0, codecs, {}, () => undefined));
  return readPortions(source(tar), whole, codecs, table, Uint32Array.from(rows), maxBytes, take);
}

const numbered = (index: number, length = 8): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(index % 251);

describe('readPortions', () => {
  it('hands many small files over in order, in few pieces of memory', async () => {
    const contents = Array.from({ length: 5000 }, (_, index) => numbered(index));
    const got: (Uint8Array | undefined)[] = [];
    const buffers = new Set<ArrayBufferLike>();
    valueOf(await portionsOf(contents, (from, portion) => {
      expect(from).toBe(got.length);
      expect(portion.length).toBeLessThanOrEqual(2048);
      for (const bytes of portion) buffers.add(bytes!.buffer);
      got.push(...portion);
    }));
    expect(got).toEqual(contents);
    expect(buffers.size).toBeLessThan(5);
  });

  it('keeps portions within their bytes: a larger file is one by itself, cut to what was asked for', async () => {
    const large = numbered(7, 9 << 20);
    const sizes: number[][] = [];
    valueOf(await portionsOf([numbered(1), large, large, numbered(2)], (_, portion) => void sizes.push(portion.map((bytes) => bytes!.length)), { maxBytes: 10 << 20 }));
    expect(sizes).toEqual([[8], [9 << 20], [9 << 20], [8]]);
    sizes.length = 0;
    valueOf(await portionsOf([numbered(1), large, numbered(2)], (_, portion) => void sizes.push(portion.map((bytes) => bytes!.length)), { maxBytes: 100 }));
    expect(sizes).toEqual([[8, 100, 8]]);
  });

  it('leaves out rows that are not there, and reads one portion ahead, no more', async () => {
    const seen: unknown[] = [];
    valueOf(await portionsOf([numbered(1)], (_, portion) => void seen.push(portion), { rows: [0, 99] }));
    expect(seen).toEqual([[numbered(1), undefined]]);
    let open = 0;
    let most = 0;
    valueOf(await portionsOf(Array.from({ length: 5000 }, (_, index) => numbered(index)), async () => {
      most = Math.max(most, (open += 1));
      await new Promise((resolve) => setTimeout(resolve));
      open -= 1;
    }));
    expect(most).toBe(1);
  });

  it('ends with what goes wrong where the portion is taken', async () => {
    await expect(portionsOf([numbered(1)], () => Promise.reject(new Error('taken badly')))).rejects.toThrow('taken badly');
  });
});
