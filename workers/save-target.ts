/** The sinks of a page: a file that the person chose, the browser's private folder of the page, or memory. */
import type { ByteSink } from '../src/core/writer/byte-sink';
import { gatheringSink } from './gathering-sink';
import type { SaveTarget } from './protocol';

export interface TargetSink extends ByteSink {
  /** What was written, once it is closed; undefined where it lies in a file of the person's own. */
  result(): Promise<Blob | undefined>;
  /** Takes bytes [offset, offset + length) of a file as the next ones, which the browser copies by itself; absent where that gains nothing. */
  readonly copy?: (file: File, offset: number, length: number) => Promise<void>;
}

/** Folder in the private file system; each file in it is named by the time of its making. */
export const SAVES = 'saves';

/** Ends the names of files that are being written, or whose page went meanwhile: as in src/app/save.ts, which removes these. */
const DRAFT = '.part';

/** What a browser tab can be asked to hold at once without another place to put it. */
export const MOST_IN_MEMORY = 1 << 30;

/** Opens the target. Throws what the browser throws: `askSink` tells it as a problem. */
export async function openTarget(target: SaveTarget): Promise<TargetSink> {
  switch (target.kind) {
    case 'file': return fileSink(target.handle);
    case 'private': return privateSink();
    case 'memory': return memorySink();
  }
}

/** The browser writes to a file beside it and puts that in place on `close`: what is aborted leaves nothing. */
async function fileSink(handle: FileSystemFileHandle): Promise<TargetSink> {
  const writable = await handle.createWritable();
  return {
    ...gatheringSink(writable),
    async abort() {
      await writable.abort();
      // The dialog has made an empty file where there was none.
      const { size } = await handle.getFile();
      if (size === 0) await (handle as { remove?(): Promise<void> }).remove?.();
    },
    result: () => Promise.resolve(undefined),
  };
}

async function privateSink(): Promise<TargetSink> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(SAVES, { create: true });
  const name = `${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
  // Where a file cannot be renamed it has its name from the beginning.
  const draft = 'move' in FileSystemFileHandle.prototype ? `${name}${DRAFT}` : name;
  const handle: FileSystemFileHandle & { move?(name: string): Promise<void> } = await folder.getFileHandle(draft, { create: true });
  const access = await handle.createSyncAccessHandle();
  let at = 0;
  return {
    write(chunk) {
      for (let from = 0; from < chunk.length; ) {
        const written = access.write(chunk.subarray(from) as Uint8Array<ArrayBuffer>, { at });
        // In a private window Chromium does not throw: it answers an error's number, -8, as one of 32 bits without a sign.
        if (written === 0 || written > chunk.length - from) return Promise.reject(noRoom());
        from += written;
        at += written;
      }
      return Promise.resolve();
    },
    async close() {
      // Not flushed: it is read back at once, and the browser keeps what `cp` would leave to the system too.
      const whole = access.getSize() === at;
      access.close();
      if (!whole) throw noRoom();
      if (draft !== name) await handle.move!(name);
    },
    async abort() {
      access.close();
      await folder.removeEntry(draft);
    },
    result: async () => (await folder.getFileHandle(name)).getFile(),
  };
}

function noRoom(): DOMException {
  return new DOMException('The browser keeps no more for this page.', 'QuotaExceededError');
}

function memorySink(): TargetSink {
  let parts: Blob[] = [];
  let size = 0;
  return {
    write(chunk) {
      size += chunk.length;
      if (size > MOST_IN_MEMORY) return Promise.reject(new DOMException('This browser can only hold it in memory, and it is too large for that.', 'QuotaExceededError'));
      // A blob leaves the script's memory; browsers put large ones on disk.
      parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>]));
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
    abort() {
      parts = [];
      return Promise.resolve();
    },
    result: () => Promise.resolve(new Blob(parts)),
  };
}
