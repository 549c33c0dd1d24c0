/** Hands what was made to the browser as a download, and finds the place where large things are written. */
import type { SaveTarget } from '../../workers/protocol';

const KEEP_MILLISECONDS = 30_000;
/** Smaller things are put together in memory and downloaded as any file. */
const LARGE = 48_000_000;
const DAY_MILLISECONDS = 24 * 3600 * 1000;
/** As in workers/save-target.ts, which writes there. */
const SAVES = 'saves';
const DRAFT = '.part';

interface FilePicker {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
}

export function saveText(name: string, type: string, text: string): void {
  saveBlob(name, new Blob([text], { type }));
}

export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address after the click has returned; how long after is not told.
  setTimeout(() => URL.revokeObjectURL(address), KEEP_MILLISECONDS);
}

/**
 * Where to write about so many bytes; undefined when the person closed the dialog. Must be called from a click or key, which the
 * browser wants to see before it shows a dialog.
 */
export async function chooseTarget(name: string, bytes: number): Promise<SaveTarget | undefined> {
  if (bytes < LARGE) return { kind: 'memory' };
  const picker = window as FilePicker;
  if (picker.showSaveFilePicker) {
    try {
      return { kind: 'file', handle: await picker.showSaveFilePicker({ suggestedName: name }) };
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return undefined;
      // Not allowed here (a frame of another site, a policy): the other ways remain.
    }
  }
  try {
    await removeOldSaves(await navigator.storage.getDirectory());
    return { kind: 'private' };
  } catch {
    return { kind: 'memory' };
  }
}

/** What earlier visits handed over, or had begun when they ended. A download may still read what is whole and of this day; no browser lets go what is being written. */
async function removeOldSaves(top: FileSystemDirectoryHandle): Promise<void> {
  const folder = await top.getDirectoryHandle(SAVES, { create: true });
  for await (const name of folder.keys()) {
    const made = Number.parseInt(name, 10);
    if (name.endsWith(DRAFT) || !(Date.now() - made < DAY_MILLISECONDS)) await folder.removeEntry(name).catch(() => undefined);
  }
}

/** A name that every file system takes: whatever might not be allowed becomes a dash. */
export function fileName(text: string, otherwise: string): string {
  const name = text.replace(/[^\p{L}\p{N}._@+%-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 120);
  return name || otherwise;
}
