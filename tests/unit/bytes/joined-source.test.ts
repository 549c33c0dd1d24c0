/** Sources end to end: every range is that of their bytes put together. */
import { describe, expect, it } from 'vitest';
import { joinSources } from '../../../src/core/bytes/joined-source';
import { gather, transferringSource } from './helpers';

const parts = [0, 5, 0, 0, 300, 1, 0].map((size, index) => new Uint8Array(size).map((_, at) => index * 40 + at));
const whole = Uint8Array.from(parts.flatMap((part) => [...part]));
const joined = joinSources('joined', parts.map((part) => transferringSource(part, 64)));

describe('joined sources', () => {
  it('know where each begins', () => {
    expect(joined.size).toBe(306);
    expect(joined.starts).toEqual([0, 0, 5, 5, 5, 305, 306]);
  });

  it.each([[0, 306], [0, 5], [3, 10], [4, 1], [5, 300], [100, 400], [304, 2], [306, 1]])('read %i, %i', async (offset, length) => {
    const expected = whole.slice(offset, offset + length);
    expect(await joined.read(offset, length)).toEqual(expected);
    expect(new Uint8Array((await gather(joined.stream(offset, offset + length))).bytes)).toEqual(expected);
  });

  it('skip inside a source and over its end', async () => {
    const stream = joined.stream(0, joined.size);
    expect([...(await stream.next())!]).toEqual([...whole.subarray(0, 5)]);
    await stream.skip(10);
    expect([...(await stream.next())!]).toEqual([...whole.subarray(15, 79)]);
    await stream.skip(226);
    expect([...(await stream.next())!]).toEqual([whole[305]]);
    expect(await stream.next()).toBeUndefined();
    await stream.cancel();
  });
});
