/** The `ByteSource` of browsers: reads a `Blob` or `File` front to back through one buffer that is reused. */
import type { ByteSource, SeekableByteStream } from '../src/core/bytes/byte-source';
import { askForCollection, freeMemory } from '../src/core/bytes/free-memory';
import { ProblemError } from '../src/core/problem';
import { inTime } from './in-time';

/** Measured in Chromium: below half of this reading gets slower, above twice this nothing is gained. */
const bufferSize = 1 << 20;
/**
 * To cancel a read and start another costs about a millisecond, and what the browser had read ahead: no less than reading this much.
 */
const skipThreshold = 2 << 20;
/** No disk that works takes this long for a mebibyte; a read that takes longer is begun again, and at last given up. */
const defaultStallMs = 15_000;
const attempts = 3;
/** Every 100 MB that Chromium's byte streams give leave about 1 MB of garbage that makes it collect nothing. */
const collectEvery = 256 << 20;

/** Bytes read in this thread since garbage was asked to be collected. */
let readSince = 0;

/**
 * Chromium collects a stream reader that only a pending promise can reach, and the read never ends. So whoever reads
 * stands here, on the global object.
 */
const roots: Set<object> = new Set();
Object.defineProperty(globalThis, Symbol.for('plimsoll.readers'), { value: roots, configurable: true });

type ReadResult = { readonly done: boolean; readonly value?: Uint8Array | undefined };

/** What both kinds of reader have in common; `target` is taken away by a BYOB reader, which answers with its successor. */
interface Reader {
  readonly isByob: boolean;
  read(target: Uint8Array<ArrayBuffer>): Promise<ReadResult>;
  cancel(): Promise<void>;
}

/** `name` is for messages; a `File` brings its own. Reads throw `ProblemError` of kind `file-changed` or `file-stalled`. */
export function blobSource(blob: Blob & { readonly name?: string }, stallMs = defaultStallMs): ByteSource {
  const name = blob.name ?? 'file';
  return {
    name,
    size: blob.size,
    async read(offset, length) {
      const wanted = Math.max(0, Math.min(length, blob.size - offset));
      if (wanted === 0) return new Uint8Array(0);
      return withRetries(name, offset, stallMs, async () => {
        const part = blob.slice(offset, offset + wanted);
        roots.add(part);
        try {
          const bytes = new Uint8Array(await part.arrayBuffer());
          if (bytes.length < wanted) throw fileChanged(name, offset + bytes.length);
          return bytes;
        } finally {
          roots.delete(part);
        }
      }, () => undefined, () => blob.slice(offset, offset + 1));
    },
    stream: (offset, end) => blobStream(blob, name, offset, Math.min(end, blob.size), stallMs),
  };
}

function blobStream(blob: Blob, name: string, offset: number, end: number, stallMs: number): SeekableByteStream {
  let position = offset;
  let toSkip = 0;
  let reader: Reader | undefined;
  let buffer: ArrayBuffer | undefined;
  let cancelled = false;

  function openReader(): Reader {
    const opened = readerOf(blob.slice(position, end));
    roots.add(opened);
    return opened;
  }

  /** The buffer stays, unless a read that is given up has it: a new one for each jump would be garbage of a mebibyte. */
  function drop(): void {
    if (reader === undefined) return;
    roots.delete(reader);
    // Nobody waits for it: a reader that hangs may never say that it is gone.
    reader.cancel().catch(() => undefined);
    reader = undefined;
  }

  function close(): void {
    drop();
    if (buffer !== undefined) freeMemory(new Uint8Array(buffer));
    buffer = undefined;
  }

  /** Fills the buffer from the position on; shorter only where a reader without BYOB gives its own chunks. */
  async function fill(): Promise<Uint8Array> {
    const wanted = Math.min(bufferSize, end - position);
    reader ??= openReader();
    const current = reader;
    let target = new Uint8Array(buffer ?? new ArrayBuffer(Math.min(bufferSize, end - offset)), 0, wanted);
    buffer = undefined;
    let filled = 0;
    while (filled < wanted) {
      const { done, value } = await current.read(target.subarray(filled));
      const got = value?.length ?? 0;
      if (value === undefined || (done && got === 0)) throw fileChanged(name, position + filled);
      if (!current.isByob) return value;
      target = new Uint8Array(value.buffer as ArrayBuffer, 0, wanted);
      filled += got;
    }
    return target;
  }

  /** Nothing when the stream is cancelled meanwhile. */
  async function nextChunk(): Promise<Uint8Array | undefined> {
    try {
      const chunk = await withRetries(name, position, stallMs, fill, drop, () => blob.slice(position, position + 1));
      if (cancelled) return undefined;
      if (reader?.isByob === true) buffer = chunk.buffer as ArrayBuffer;
      return chunk;
    } catch (error) {
      if (cancelled) return undefined;
      throw error;
    }
  }

  return {
    async next() {
      if (toSkip > skipThreshold) {
        drop();
        position += toSkip;
        toSkip = 0;
      }
      while (!cancelled && position < end) {
        const chunk = await nextChunk();
        if (chunk === undefined) break;
        position += chunk.length;
        readSince += chunk.length;
        if (readSince >= collectEvery) {
          readSince = 0;
          askForCollection();
        }
        if (chunk.length > toSkip) {
          const rest = toSkip === 0 ? chunk : chunk.subarray(toSkip);
          toSkip = 0;
          return rest;
        }
        toSkip -= chunk.length;
      }
      close();
      return undefined;
    },
    skip(count) {
      toSkip += count;
      return Promise.resolve();
    },
    cancel() {
      cancelled = true;
      close();
      return Promise.resolve();
    },
  };
}

/** A BYOB reader where blobs give byte streams, else the default one, whose chunks are passed on as they are. */
function readerOf(part: Blob): Reader {
  const stream = part.stream();
  let byob: ReadableStreamBYOBReader;
  try {
    byob = stream.getReader({ mode: 'byob' });
  } catch {
    const plain = stream.getReader();
    return { isByob: false, read: () => plain.read(), cancel: () => plain.cancel() };
  }
  return {
    isByob: true,
    // `min` spares the round trips of a buffer that is filled in pieces; browsers that do not know it ignore it.
    read: (target) => (byob.read as (view: Uint8Array, options: { min: number }) => Promise<ReadResult>).call(byob, target, { min: target.length }),
    cancel: () => byob.cancel(),
  };
}

/**
 * Begins an operation again when it does not end in time, and tells expected failures as problems. Chromium's byte streams hide behind a
 * `TypeError: network error` that a file is gone; reading `part`, one byte, in the plain way tells it from an error of ours.
 */
async function withRetries<T>(name: string, offset: number, stallMs: number, operation: () => Promise<T>, giveUp: () => void, part: () => Blob): Promise<T> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const result = await inTime(operation, stallMs);
      if (result !== undefined) return result.value;
    } catch (error) {
      giveUp();
      if (isRefusal(error)) throw fileChanged(name, offset);
      if (error instanceof TypeError) await inTime(() => part().arrayBuffer(), stallMs).catch(() => Promise.reject(fileChanged(name, offset)));
      throw error;
    }
    giveUp();
  }
  throw new ProblemError({
    kind: 'file-stalled',
    message: `Reading ${name} stood still at byte ${offset}.`,
    advice: 'Check that the disk or network drive it lies on still answers, then open the file again.',
    where: { file: name, archiveOffset: offset },
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'NotReadableError' || error.name === 'NotFoundError');
}

/** What a browser's refusal to read a file on means. */
export function fileChanged(name: string, offset: number): ProblemError {
  return new ProblemError({
    kind: 'file-changed',
    message: `${name} cannot be read any more at byte ${offset}: it was changed, moved or deleted after it was opened.`,
    advice: 'Wait until whatever writes the file has finished, then open it again.',
    where: { file: name, archiveOffset: offset },
  });
}
