/** Several sources as one, end to end: the files of a folder, read like one file. */
import { lastAtOrBefore } from '../search';
import type { ByteSource, SeekableByteStream } from './byte-source';

export interface JoinedSource extends ByteSource {
  /** Where each of the sources begins. */
  readonly starts: readonly number[];
}

/** A chunk never reaches over the end of a source; of each only what is asked for is read. */
export function joinSources(name: string, sources: readonly ByteSource[]): JoinedSource {
  const starts: number[] = [];
  let size = 0;
  for (const source of sources) {
    starts.push(size);
    size += source.size;
  }
  /** The source that holds a byte: the last that begins at or before it. */
  const indexAt = (offset: number): number => lastAtOrBefore(starts, offset);
  const stream = (offset: number, end: number): SeekableByteStream => {
    const stop = Math.min(end, size);
    let at = offset;
    let part: { readonly stream: SeekableByteStream; readonly end: number } | undefined;
    const leave = async (): Promise<void> => {
      const left = part;
      part = undefined;
      await left?.stream.cancel();
    };
    return {
      async next() {
        if (part !== undefined && at >= part.end) await leave();
        if (at >= stop) return undefined;
        if (part === undefined) {
          const index = indexAt(at);
          const [start, source] = [starts[index]!, sources[index]!];
          const partEnd = Math.min(start + source.size, stop);
          part = { stream: source.stream(at - start, partEnd - start), end: partEnd };
        }
        const chunk = await part.stream.next();
        at += chunk?.length ?? 0;
        return chunk;
      },
      async skip(count) {
        at += count;
        if (part === undefined) return;
        if (at < part.end) await part.stream.skip(count);
        else await leave();
      },
      async cancel() {
        at = stop;
        await leave();
      },
    };
  };
  return {
    name, size, starts, stream,
    async read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      for (let at = 0; at < bytes.length; ) {
        const index = indexAt(offset + at);
        const from = offset + at - starts[index]!;
        const part = await sources[index]!.read(from, Math.min(bytes.length - at, sources[index]!.size - from));
        if (part.length === 0) return bytes.subarray(0, at);
        bytes.set(part, at);
        at += part.length;
      }
      return bytes;
    },
  };
}
