/** Ranges of a stream: found where they are, whatever its chunks are and whatever becomes of their memory. */
import { describe, expect, it } from 'vitest';
import { ByteCursor } from '../../../src/core/archive/byte-cursor';
import { hashRows } from '../../../src/core/archive/read-rows';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { plainStream } from '../../../src/core/bytes/decoded-stream';
import { memorySource } from '../../../src/core/bytes/memory-source';
import { transferringSource } from '../bytes/helpers';

const bytes = new Uint8Array(5000).map((_, index) => (index * 7) ^ (index >> 8));
const cursorOver = (chunkSize: number): ByteCursor => new ByteCursor(plainStream(transferringSource(bytes, chunkSize).stream(0, bytes.length)));

describe('byte cursor', () => {
  it.each([1, 64, 100, 512, 4999, 5000])('finds every range in chunks of %i bytes', async (chunkSize) => {
    const cursor = cursorOver(chunkSize);
    for (const [offset, length] of [[0, 150], [150, 1], [400, 700], [1100, 0], [1200, 2000], [3300, 1700]] as const) {
      expect(await cursor.seek(offset)).toBe(true);
      const got: number[] = [];
      expect(await cursor.take(length, (piece) => got.push(...piece))).toBe(length);
      expect(got).toEqual([...bytes.subarray(offset, offset + length)]);
      expect(cursor.offset).toBe(offset + length);
    }
    expect(await cursor.next(1)).toBeUndefined();
    expect(await cursor.seek(10)).toBe(false);
  });

  it('hands out at once only what is at hand', async () => {
    const cursor = cursorOver(100);
    expect(cursor.held(0, 10)).toBeUndefined();
    await cursor.next(10);
    expect(cursor.held(5, 10)).toBeUndefined();
    expect(cursor.held(90, 11)).toBeUndefined();
    expect(cursor.held(20, 80)).toEqual(bytes.subarray(20, 100));
    expect(cursor.offset).toBe(100);
    expect(cursor.held(100, 1)).toBeUndefined();
    expect([...(await cursor.next(3))!]).toEqual([...bytes.subarray(100, 103)]);
  });
});

it('rows that reach over many chunks have the hashes of their content', async () => {
  const codecs = await createCodecs();
  const places = { count: 3, dataOffset: Float64Array.of(10, 1500, 4000), size: Float64Array.of(1200, 2000, 1000), rare: [] };
  const location = { member: 'layer.tar', offset: 0, size: bytes.length };
  const rows = Uint32Array.of(0, 1, 2);
  const inMemory = await hashRows(memorySource(bytes), location, codecs, places, rows);
  expect(await hashRows(transferringSource(bytes, 512), location, codecs, places, rows)).toEqual(inMemory);
  expect(inMemory.ok && [...inMemory.value.ok]).toEqual([1, 1, 1]);
});
