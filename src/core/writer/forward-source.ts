/** A source whose streams are one stream as long as they move forward: for files that can only be read front to back. */
import type { ByteSource, SeekableByteStream } from '../bytes/byte-source';

interface Running {
  readonly stream: SeekableByteStream;
  /** Bytes handed over by `stream` that nobody has taken yet, and where they begin in the source. */
  rest: Uint8Array;
  at: number;
}

/**
 * Streams of the result go on where the one before stopped, if that is not behind their offset; else they begin anew. Only the
 * newest stream may be read. `close` ends what is still open.
 */
export function forwardSource(source: ByteSource): ByteSource & { close(): Promise<void> } {
  let running: Running | undefined;
  const restart = async (offset: number): Promise<Running> => {
    await running?.stream.cancel();
    running = { stream: source.stream(offset, source.size), rest: new Uint8Array(0), at: offset };
    return running;
  };
  const moveTo = async (offset: number): Promise<Running> => {
    const now = running === undefined || running.at > offset ? await restart(offset) : running;
    const held = Math.min(offset - now.at, now.rest.length);
    now.rest = now.rest.subarray(held);
    if (offset - now.at > held) await now.stream.skip(offset - now.at - held);
    now.at = offset;
    return now;
  };
  return {
    name: source.name,
    size: source.size,
    read: (offset, length) => source.read(offset, length),
    stream(offset, end) {
      let at = offset;
      return {
        async next() {
          if (at >= end) return undefined;
          const now = await moveTo(at);
          if (now.rest.length === 0) {
            const chunk = await now.stream.next();
            if (chunk === undefined) return undefined;
            now.rest = chunk;
          }
          const piece = now.rest.subarray(0, end - at);
          now.rest = now.rest.subarray(piece.length);
          at += piece.length;
          now.at = at;
          return piece;
        },
        skip(count) {
          at += count;
          return Promise.resolve();
        },
        cancel() {
          at = end;
          return Promise.resolve();
        },
      };
    },
    async close() {
      await running?.stream.cancel();
      running = undefined;
    },
  };
}
