/** The port through which the core reads bytes: a browser `Blob` and a Node file handle are its two adapters. */

/**
 * A pull stream of bytes over one reused buffer.
 *
 * Chunks are never empty. A chunk is valid only until the next call of `next` or `cancel`: whoever needs it longer copies it.
 */
export interface ByteStream {
  /** The next bytes, or undefined at the end. Throws `ProblemError` when the source cannot be read on. */
  next(): Promise<Uint8Array | undefined>;
  /** Stops early and frees what the stream holds. Safe to call twice, and after the end. */
  cancel(): Promise<void>;
}

/** A stream that can also jump forward without paying for what lies between, as far as its source allows. */
export interface SeekableByteStream extends ByteStream {
  /** Skips `count` bytes from the end of the last chunk. */
  skip(count: number): Promise<void>;
}

/** Something with a known size that can be read at any offset. Sizes and offsets are bytes. */
export interface ByteSource {
  /** File name, for messages only: never trusted to tell the format. */
  readonly name: string;
  readonly size: number;
  /** Reads a small part whole. `length` is clamped to the end. In a browser each call costs about 1 ms, whatever its length. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Streams [offset, end) front to back. In a browser, skipping pays off from about 1 MiB. */
  stream(offset: number, end: number): SeekableByteStream;
}
