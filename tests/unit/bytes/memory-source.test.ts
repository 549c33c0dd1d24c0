/** Bytes in memory behave as a file does. */
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memory-source';

const source = memorySource(Uint8Array.from({ length: 10 }, (_, index) => index), 'ten', 4);

async function rest(stream: { next(): Promise<Uint8Array | undefined> }): Promise<number[][]> {
  const chunks: number[][] = [];
  for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) chunks.push([...chunk]);
  return chunks;
}

describe('memorySource', () => {
  it('clamps what is asked for beyond the end', async () => {
    expect([...await source.read(8, 100)]).toEqual([8, 9]);
    expect([...await source.read(12, 1)]).toEqual([]);
  });

  it('streams a part in chunks', async () => {
    expect(await rest(source.stream(1, 8))).toEqual([[1, 2, 3, 4], [5, 6, 7]]);
    expect(await rest(source.stream(5, 5))).toEqual([]);
  });

  it('skips from the end of the last chunk, also past the end', async () => {
    const stream = source.stream(0, 10);
    await stream.next();
    await stream.skip(3);
    expect(await rest(stream)).toEqual([[7, 8, 9]]);
    const beyond = source.stream(0, 10);
    await beyond.skip(100);
    expect(await rest(beyond)).toEqual([]);
  });

  it('ends when it is cancelled', async () => {
    const stream = source.stream(0, 10);
    await stream.next();
    await stream.cancel();
    await stream.cancel();
    expect(await rest(stream)).toEqual([]);
  });
});
