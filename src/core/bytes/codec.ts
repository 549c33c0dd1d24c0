/** The ports for decompression and hashing: implementations come from WebAssembly and are handed to the core by its host. */
import type { Compression } from '../image/image';
import type { Diagnostic } from '../problem';
import type { ByteStream } from './byte-source';

/** A decompressed stream that knows how much of its input it has used up. */
export interface DecompressedStream extends ByteStream {
  /**
   * Bytes of compressed input consumed when the current chunk had been produced, from the start of the blob.
   * Monotonic; interpolate inside a chunk. For `none` it equals the output position.
   */
  readonly consumed: number;
  /** Oddities met so far that did not stop the reading, such as bytes behind the last gzip member. */
  readonly diagnostics?: readonly Diagnostic[];
  /** Skips `count` output bytes: free where the input is not compressed, decompressed and dropped otherwise. */
  skip(count: number): Promise<void>;
}

/** xxh64 over a sequence of chunks; one at a time per instance. */
export interface Hasher {
  reset(): void;
  update(chunk: Uint8Array): void;
  /** The 64 bits as two unsigned halves. */
  digest(): { readonly low: number; readonly high: number };
}

/** SHA-256 over a sequence of chunks, for digests of blobs and tars. */
export interface Sha256 {
  update(chunk: Uint8Array): void;
  /** 64 lower-case hex digits. */
  digest(): string;
}

/**
 * Everything that costs CPU on bytes. One instance belongs to one worker and reuses its memory: at most one stream of
 * `decompress` may be active per instance, and chunks may be views of WebAssembly memory (valid until the next call).
 */
export interface Codecs {
  /** Decompresses by what the first bytes say, or passes through. Several gzip members, zstd frames and skippable frames are read as one. */
  decompress(input: ByteStream, compression: Compression): DecompressedStream;
  /** xxh64 with seed 0; free of copies when given chunks of this instance's own `decompress`. */
  createHasher(): Hasher;
  createSha256(): Sha256;
  /** A second, independent instance for a stream inside a stream (a compressed layer inside a compressed archive). */
  fork(): Promise<Codecs>;
}

/** Told by content: looks at the first bytes (6 are enough). zstd skippable frames count as zstd. */
export function detectCompression(head: Uint8Array): Compression {
  const [a, b, c, d, e, f] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'zstd';
  if (a !== undefined && (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd';
  if (a === 0xfd && b === 0x37 && c === 0x7a && d === 0x58 && e === 0x5a && f === 0) return 'xz';
  if (a === 0x42 && b === 0x5a && c === 0x68 && d !== undefined && d >= 0x31 && d <= 0x39) return 'bzip2';
  return 'none';
}
