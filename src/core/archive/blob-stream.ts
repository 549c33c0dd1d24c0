/** Opens a stored blob as the stream of its content, whatever it is compressed with; compression is told by the first bytes. */
import type { SeekableByteStream } from '../bytes/byte-source';
import { detectCompression, type Codecs, type DecompressedStream, type Sha256 } from '../bytes/codec';
import type { Compression } from '../image/image';
import { ProblemError, type Problem } from '../problem';
import { looksLikeTar } from './tar-block';

export interface BlobStream {
  readonly content: DecompressedStream;
  /** The first block of the content, or what there is of it. */
  readonly head: Uint8Array;
  /** The outermost compression. */
  readonly compression: Compression;
  /** Reads what the decompressor left of the stored bytes, so that a digest covers them all. */
  drain(): Promise<void>;
  /** A failure of the source itself (a file that changed or vanished), as opposed to bad content. */
  sourceProblem(): Problem | undefined;
  cancel(): Promise<void>;
}

/** Compression inside compression is followed this deep: `docker save | gzip | gzip` happens, a matryoshka bomb does not get far. */
const MAX_NESTING = 3;
/** One tar block. */
const HEAD = 512;

/**
 * Starts reading. `digest` is fed the stored bytes. A compressed stream inside the first takes a codec of its own
 * (`Codecs.fork`). What cannot be read is told by the content's `next`, so that opening never fails.
 */
export async function openBlob(stored: SeekableByteStream, codecs: Codecs, digest?: Sha256): Promise<BlobStream> {
  const source = watched(stored, digest);
  const first = await replayed(source.stream);
  const compression = compressionOf(first.head);
  let content = decompress(codecs, first.stream, compression);
  let head = first.head.slice();
  for (let depth = 0, nested = compression; nested !== 'none' && depth < MAX_NESTING; depth += 1) {
    const inner = await replayed(content);
    head = inner.head.slice();
    nested = compressionOf(inner.head);
    content = nested === 'none' ? inner.stream : outerPosition(decompress(await codecs.fork(), inner.stream, nested), content);
  }
  return {
    content,
    head,
    compression,
    async drain() {
      while ((await source.stream.next()) !== undefined);
    },
    sourceProblem: source.problem,
    cancel: () => content.cancel().then(() => stored.cancel()),
  };
}

/** A compression that the codecs do not know fails at the first read, like bad data. */
function decompress(codecs: Codecs, input: DecompressedStream, compression: Compression): DecompressedStream {
  try {
    return codecs.decompress(input, compression);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { next: () => Promise.reject(error), skip: () => Promise.reject(error), cancel: () => input.cancel(), consumed: 0 };
  }
}

/** Passes a stream on, remembering its failure and feeding a digest. */
function watched(stored: SeekableByteStream, digest: Sha256 | undefined): { stream: SeekableByteStream; problem: () => Problem | undefined } {
  let problem: Problem | undefined;
  return {
    problem: () => problem,
    stream: {
      async next() {
        try {
          const chunk = await stored.next();
          if (chunk !== undefined) digest?.update(chunk);
          return chunk;
        } catch (error) {
          if (error instanceof ProblemError) problem = error.problem;
          throw error;
        }
      },
      skip: (count) => stored.skip(count),
      cancel: () => stored.cancel(),
    },
  };
}

export interface Replay {
  /** The first bytes: a whole block unless the stream is shorter. Valid until the stream's first `next`. */
  readonly head: Uint8Array;
  readonly stream: DecompressedStream;
}

/** Looks at the first bytes of a stream and gives a stream that begins with them again; a failure to read comes after them. */
export async function replayed(stream: SeekableByteStream | DecompressedStream): Promise<Replay> {
  let first: Uint8Array | undefined;
  let failed: ProblemError | undefined;
  try {
    first = await stream.next();
    while (first !== undefined && first.length < HEAD) {
      const kept: Uint8Array = first.slice();
      first = kept;
      const more = await stream.next();
      if (more === undefined) break;
      first = new Uint8Array(kept.length + more.length);
      first.set(kept);
      first.set(more, kept.length);
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    failed = error;
  }
  const head = first?.subarray(0, HEAD) ?? new Uint8Array(0);
  const replay: DecompressedStream = {
    next() {
      if (first === undefined) return failed === undefined ? stream.next() : Promise.reject(failed);
      const chunk = first;
      first = undefined;
      return Promise.resolve(chunk);
    },
    async skip(count) {
      const held = first?.length ?? 0;
      if (first !== undefined && count < held) first = first.subarray(count);
      else {
        first = undefined;
        if (count > held) await stream.skip(count - held);
      }
    },
    cancel: () => stream.cancel(),
    get diagnostics() {
      return 'diagnostics' in stream ? (stream.diagnostics ?? []) : [];
    },
    get consumed() {
      // What the first chunk used up only counts once it has been handed out.
      return first === undefined && 'consumed' in stream ? stream.consumed : 0;
    },
  };
  return { head, stream: replay };
}

/** A tar may begin with a name that looks like a compressor's magic, hence the second look. */
export function compressionOf(head: Uint8Array): Compression {
  return looksLikeTar(head) ? 'none' : detectCompression(head);
}

/** The content of an inner stream with the position of the outer one, which counts the bytes that are really stored. */
function outerPosition(inner: DecompressedStream, outer: DecompressedStream): DecompressedStream {
  return {
    next: () => inner.next(),
    skip: (count) => inner.skip(count),
    cancel: () => inner.cancel().then(() => outer.cancel()),
    get diagnostics() {
      return [...(outer.diagnostics ?? []), ...(inner.diagnostics ?? [])];
    },
    get consumed() {
      return outer.consumed;
    },
  };
}
