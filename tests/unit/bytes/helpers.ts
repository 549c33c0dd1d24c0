/** Streams for the tests of this folder: input in chosen pieces, output gathered. */
import type { ByteSource, ByteStream } from '../../../src/core/bytes/byte-source';
import { problemOf } from '../../../src/core/problem';
import type { Problem } from '../../../src/core/problem';

/** Gives `bytes` in pieces of the given sizes, which are used in turn, through one buffer that is overwritten each time. */
export function pieces(bytes: Uint8Array, sizes: readonly number[] = [1 << 18]): ByteStream {
  let at = 0;
  let turn = 0;
  const buffer = new Uint8Array(Math.max(...sizes));
  return {
    next() {
      if (at >= bytes.length) return Promise.resolve(undefined);
      const part = bytes.subarray(at, at + sizes[turn % sizes.length]!);
      turn += 1;
      at += part.length;
      buffer.fill(0xaa).set(part);
      return Promise.resolve(buffer.subarray(0, part.length));
    },
    cancel() {
      at = bytes.length;
      return Promise.resolve();
    },
  };
}

/** A source whose streams take each chunk's memory away when they are asked for the next, as a browser's byte streams do. */
export function transferringSource(bytes: Uint8Array, chunkSize: number): ByteSource {
  return {
    name: 'transferring',
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)),
    stream(offset, end) {
      const stop = Math.min(end, bytes.length);
      let at = offset;
      let chunk: Uint8Array | undefined;
      const takeAway = (): void => {
        if (chunk !== undefined) structuredClone(chunk.buffer, { transfer: [chunk.buffer as ArrayBuffer] });
        chunk = undefined;
      };
      return {
        next() {
          takeAway();
          if (at >= stop) return Promise.resolve(undefined);
          chunk = bytes.slice(at, Math.min(at + chunkSize, stop));
          at += chunk.length;
          return Promise.resolve(chunk);
        },
        skip(count) {
          at += count;
          return Promise.resolve();
        },
        cancel() {
          takeAway();
          at = stop;
          return Promise.resolve();
        },
      };
    },
  };
}

/** What a stream gave before its end or its problem. */
export async function gather(stream: ByteStream): Promise<{ readonly bytes: Uint8Array; readonly problem?: Problem }> {
  const parts: Uint8Array[] = [];
  try {
    for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) {
      if (chunk.length === 0) throw new Error('A chunk was empty.');
      parts.push(chunk.slice());
    }
  } catch (error) {
    return { bytes: Buffer.concat(parts), problem: problemOf(error) };
  }
  return { bytes: Buffer.concat(parts) };
}
