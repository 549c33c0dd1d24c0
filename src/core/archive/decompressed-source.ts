/** A compressed file as a `ByteSource` of its content: no seeking, so every stream begins at the front and reads up to its offset. */
import type { ByteSource, SeekableByteStream } from '../bytes/byte-source';
import type { Codecs } from '../bytes/codec';
import { openBlob } from './blob-stream';
import { ByteCursor } from './byte-cursor';

/** Pieces that a stream hands out, in bytes. */
const PIECE = 256 * 1024;

/**
 * `size` is that of the content, from the pass that opened the archive. Each `stream` takes a codec of its own, since a layer in
 * the archive may be compressed once more.
 */
export function decompressedSource(source: ByteSource, codecs: Codecs, size: number): ByteSource {
  function stream(offset: number, end: number): SeekableByteStream {
    let opened: Promise<{ cursor: ByteCursor; cancel: () => Promise<void> }> | undefined;
    let at = offset;
    const piece = new Uint8Array(PIECE);
    const open = async () => {
      const blob = await openBlob(source.stream(0, source.size), await codecs.fork());
      const cursor = new ByteCursor(blob.content);
      await cursor.seek(offset);
      return { cursor, cancel: () => blob.cancel() };
    };
    return {
      async next() {
        const wanted = Math.min(PIECE, end - at);
        if (wanted <= 0) return undefined;
        const { cursor } = await (opened ??= open());
        let filled = 0;
        await cursor.take(wanted, (bytes) => {
          piece.set(bytes, filled);
          filled += bytes.length;
        });
        at += filled;
        return filled === 0 ? undefined : piece.subarray(0, filled);
      },
      async skip(count) {
        const { cursor } = await (opened ??= open());
        at += count;
        await cursor.seek(at);
      },
      async cancel() {
        const running = await opened?.catch(() => undefined);
        await running?.cancel();
      },
    };
  }
  return {
    name: source.name,
    size,
    stream,
    async read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      const parts = stream(offset, offset + bytes.length);
      let at = 0;
      for (let chunk = await parts.next(); chunk !== undefined; chunk = await parts.next()) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      await parts.cancel();
      return bytes.subarray(0, at);
    },
  };
}
