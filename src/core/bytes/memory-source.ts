/** A `ByteSource` over bytes that are in memory already: small blobs, configurations, tests. */
import type { ByteSource, SeekableByteStream } from './byte-source';

/** Chunks are views of `bytes`, at most `chunkSize` long: nothing is copied, so the bytes must not change while they are read. */
export function memorySource(bytes: Uint8Array, name = 'memory', chunkSize = 1 << 18): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, Math.min(offset + length, bytes.length))),
    stream: (offset, end) => memoryStream(bytes.subarray(offset, end), chunkSize),
  };
}

function memoryStream(bytes: Uint8Array, chunkSize: number): SeekableByteStream {
  let at = 0;
  return {
    next() {
      if (at >= bytes.length) return Promise.resolve(undefined);
      const chunk = bytes.subarray(at, at + chunkSize);
      at += chunk.length;
      return Promise.resolve(chunk);
    },
    skip(count) {
      at += count;
      return Promise.resolve();
    },
    cancel() {
      at = bytes.length;
      return Promise.resolve();
    },
  };
}
