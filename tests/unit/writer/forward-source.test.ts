/** Streams over a source that is read once as long as they move forward. */
import { describe, expect, it } from 'vitest';
import type { ByteSource, ByteStream } from '../../../src/core/bytes/byte-source';
import { forwardSource } from '../../../src/core/writer/forward-source';
import { source } from '../archive/helpers';

const content = Uint8Array.from({ length: 10_000 }, (_, at) => (at * 7) % 251);

function counted(): { readonly inner: ByteSource; readonly started: () => number } {
  const inner = source(content, 'x', 700);
  let started = 0;
  return {
    inner: {
      ...inner,
      stream(from, to) {
        started += 1;
        return inner.stream(from, to);
      },
    },
    started: () => started,
  };
}

async function all(stream: ByteStream): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) chunks.push(chunk.slice());
  await stream.cancel();
  return Buffer.concat(chunks);
}

describe('forward source', () => {
  it('reads ranges that move forward from one stream', async () => {
    const { inner, started } = counted();
    const forward = forwardSource(inner);
    for (const [from, to] of [[0, 10], [10, 1500], [1500, 1500], [4000, 4001], [4001, 9999], [9999, 10_000]] as const) {
      expect(await all(forward.stream(from, to))).toEqual(Buffer.from(content.subarray(from, to)));
    }
    expect(started()).toBe(1);
    await forward.close();
  });

  it('begins anew for a range behind the last', async () => {
    const { inner, started } = counted();
    const forward = forwardSource(inner);
    expect(await all(forward.stream(5000, 6000))).toEqual(Buffer.from(content.subarray(5000, 6000)));
    expect(await all(forward.stream(100, 200))).toEqual(Buffer.from(content.subarray(100, 200)));
    expect(started()).toBe(2);
  });

  it('skips within a range, and leaves one before its end', async () => {
    const { inner } = counted();
    const forward = forwardSource(inner);
    const stream = forward.stream(100, 9000);
    const first = (await stream.next())!.length;
    await stream.skip(2000);
    const next = (await stream.next())!;
    expect([...next]).toEqual([...content.subarray(100 + first + 2000, 100 + first + 2000 + next.length)]);
    await stream.cancel();
    expect(await all(forward.stream(9000, 9100))).toEqual(Buffer.from(content.subarray(9000, 9100)));
  });
});
