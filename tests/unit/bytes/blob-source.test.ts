/** The port to a browser's files: parts, streams, cancelling, and readers that never answer. */
import { describe, expect, it } from 'vitest';
import { blobSource } from '../../../workers/blob-source';
import { gather } from './helpers';

const data = Uint8Array.from({ length: 5_000_000 }, (_, index) => (index * 31) >> 5);
const blob = new Blob([data]);

/** A blob whose readers do what the test says; `opened` counts them. */
function fakeBlob(size: number, open: (count: number) => Partial<ReadableStreamDefaultReader<Uint8Array>>): Blob & { opened: number } {
  const fake = {
    size,
    opened: 0,
    slice: () => ({
      stream: () => ({
        getReader(options?: object) {
          if (options !== undefined) throw new TypeError('not a byte stream');
          fake.opened += 1;
          return { cancel: () => Promise.resolve(), ...open(fake.opened) };
        },
      }),
    }),
  };
  return fake as unknown as Blob & { opened: number };
}

describe('blobSource', () => {
  it('reads parts, clamped to the end', async () => {
    const source = blobSource(new File([data], 'image.tar'));
    expect([source.name, source.size]).toEqual(['image.tar', data.length]);
    expect(Buffer.compare(await source.read(4_999_990, 100), data.subarray(4_999_990))).toBe(0);
    expect((await source.read(6_000_000, 10)).length).toBe(0);
  });

  it('streams any part through a full buffer', async () => {
    for (const [from, to] of [[0, 5_000_000], [3, 2_500_001], [10, 10], [4_999_999, 9_000_000]] as const) {
      const { bytes, problem } = await gather(blobSource(blob).stream(from, to));
      expect(problem).toBeUndefined();
      expect(Buffer.compare(bytes, data.subarray(from, to))).toBe(0);
    }
    const stream = blobSource(blob).stream(0, data.length);
    expect((await stream.next())?.length).toBe(1 << 20);
    const first = (await stream.next())?.buffer;
    await stream.next();
    // A BYOB reader takes the buffer away and gives it back as another object: the old one must be gone, not copied.
    expect(first?.byteLength).toBe(0);
  });

  it.each([10, 1_000_000, 1_048_577, 3_000_000, 9_000_000])('skips %i bytes', async (count) => {
    const stream = blobSource(blob).stream(5, data.length);
    const first = await stream.next();
    const length = first!.length;
    await stream.skip(count - 5);
    await stream.skip(5);
    const { bytes } = await gather(stream);
    expect(Buffer.compare(bytes, data.subarray(5 + length + count))).toBe(0);
  });

  it('can be cancelled while it reads', async () => {
    const stream = blobSource(blob).stream(0, data.length);
    const pending = stream.next();
    await stream.cancel();
    await stream.cancel();
    await pending;
    expect(await stream.next()).toBeUndefined();
  });

  it('passes on the chunks of a reader without BYOB', async () => {
    const parts = [data.slice(0, 100), data.slice(100, 400)];
    const source = blobSource(fakeBlob(400, () => ({ read: () => Promise.resolve({ done: parts.length === 0, value: parts.shift()! }) })));
    expect(Buffer.compare((await gather(source.stream(0, 400))).bytes, data.subarray(0, 400))).toBe(0);
  });

  it('keeps its reader on the global object while it is read', async () => {
    const roots = (globalThis as unknown as Record<symbol, Set<object>>)[Symbol.for('plimsoll.readers')]!;
    const before = roots.size;
    const stream = blobSource(blob).stream(0, data.length);
    await stream.next();
    expect(roots.size).toBe(before + 1);
    await gather(stream);
    expect(roots.size).toBe(before);
  });

  it('begins a read again that never ends, and goes on where it was', async () => {
    const stuck = fakeBlob(100, (count) => ({
      read: () => (count === 1 ? new Promise<never>(() => undefined) : Promise.resolve({ done: false, value: data.slice(0, 100) })),
    }));
    expect((await gather(blobSource(stuck, 20).stream(0, 100))).bytes.length).toBe(100);
    expect(stuck.opened).toBe(2);
  });

  it('gives up on a file that never answers', async () => {
    const dead = fakeBlob(100, () => ({ read: () => new Promise<never>(() => undefined) }));
    expect((await gather(blobSource(dead, 10).stream(0, 100))).problem).toMatchObject({ kind: 'file-stalled', where: { archiveOffset: 0 } });
    expect(dead.opened).toBe(3);
  });

  it('tells that the file was changed', async () => {
    const changed = fakeBlob(100, () => ({ read: () => Promise.reject(new DOMException('changed', 'NotReadableError')) }));
    expect((await gather(blobSource(changed).stream(0, 100))).problem?.kind).toBe('file-changed');
    const network = (reading: () => Promise<ArrayBuffer>): Blob => {
      const fake = fakeBlob(100, () => ({ read: () => Promise.reject(new TypeError('network error')) }));
      const { slice } = fake;
      return Object.assign(fake, { slice: () => Object.assign(slice.call(fake), { arrayBuffer: reading }) });
    };
    const gone = network(() => Promise.reject(new DOMException('gone', 'NotFoundError')));
    expect((await gather(blobSource(gone).stream(0, 100))).problem?.kind).toBe('file-changed');
    const readable = network(() => Promise.resolve(new ArrayBuffer(1)));
    await expect(blobSource(readable).stream(0, 100).next()).rejects.toThrow('network error');
    const short = fakeBlob(100, () => ({ read: () => Promise.resolve({ done: true, value: undefined }) }));
    expect((await gather(blobSource(short).stream(0, 100))).problem?.kind).toBe('file-changed');
  });
});
