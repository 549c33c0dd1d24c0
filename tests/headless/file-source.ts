/** The `ByteSource` of Node: a file handle and one reused buffer a stream. */
import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ByteSource, SeekableByteStream } from '../../src/core/bytes/byte-source';
import { ProblemError } from '../../src/core/problem';

/** A source that has to be closed. */
export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

/** Opens a regular file. Rejects with the error of `fs` when it cannot be opened; reads throw `ProblemError` when it shrank. */
export async function openFileSource(path: string, chunkSize = 1 << 19): Promise<FileSource> {
  const handle = await open(path, 'r');
  const { size } = await handle.stat();
  const name = basename(path);
  return {
    name,
    size,
    async read(offset, length) {
      const wanted = Math.max(0, Math.min(length, size - offset));
      const bytes = new Uint8Array(wanted);
      const got = await readFully(handle, bytes, offset);
      if (got < wanted) throw fileChanged(name, offset + got);
      return bytes;
    },
    stream: (offset, end) => fileStream(handle, name, offset, Math.min(end, size), chunkSize),
    close: () => handle.close(),
  };
}

function fileStream(handle: FileHandle, name: string, offset: number, end: number, chunkSize: number): SeekableByteStream {
  const buffer = new Uint8Array(Math.max(0, Math.min(chunkSize, end - offset)));
  let at = offset;
  return {
    async next() {
      const wanted = Math.min(buffer.length, end - at);
      if (wanted <= 0) return undefined;
      const got = readChunk(handle.fd, buffer.subarray(0, wanted), at);
      if (got < wanted) throw fileChanged(name, at + got);
      at += got;
      return buffer.subarray(0, got);
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
}

/** Without the thread pool, whose hand-overs cost four times what reading does (measured: 2.3 against 0.6 s of CPU for 1.5 GB copied). */
function readChunk(descriptor: number, target: Uint8Array, offset: number): number {
  let got = 0;
  while (got < target.length) {
    const read = readSync(descriptor, target, got, target.length - got, offset + got);
    if (read === 0) break;
    got += read;
  }
  return got;
}

async function readFully(handle: FileHandle, target: Uint8Array, offset: number): Promise<number> {
  let got = 0;
  while (got < target.length) {
    const { bytesRead } = await handle.read(target, got, target.length - got, offset + got);
    if (bytesRead === 0) break;
    got += bytesRead;
  }
  return got;
}

function fileChanged(name: string, offset: number): ProblemError {
  return new ProblemError({
    kind: 'file-changed',
    message: `${name} ended at byte ${offset}, earlier than when it was opened.`,
    advice: 'Wait until whatever writes the file has finished, then open it again.',
    where: { file: name, archiveOffset: offset },
  });
}
