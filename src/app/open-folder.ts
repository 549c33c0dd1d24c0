/** Opens what was dropped and folders that were chosen: while one is read it is said how far it is, and it can be given up. */
import { openIncoming } from './documents';
import { nextKey } from './document-list';
import { walkFolder, type FolderWatch } from './folder-walk';
import type { Incoming } from './incoming';
import { readDrop, readFolder, sourceOfHandle, takeDrop } from './intake';
import { announce, update } from './state.svelte';
import { visibleLine } from './visible-text';

export function openDrop(transfer: DataTransfer): void {
  const dropped = takeDrop(transfer);
  const folder = dropped.entries.find(({ isDirectory }) => isDirectory);
  void watched(folder?.name, (watch) => readDrop(dropped, watch));
}

export function openFolderFiles(files: readonly File[]): void {
  void watched(files[0]?.webkitRelativePath.split('/', 1)[0], (watch) => readFolder(files, watch));
}

export async function openFolderHandle(handle: FileSystemDirectoryHandle): Promise<void> {
  await watched(handle.name, async (watch) => {
    const folder = await walkFolder(sourceOfHandle(handle), watch);
    return folder && { files: [], folders: [folder] };
  });
}

/** Reads and opens; files without a folder are there at once and need no word. */
async function watched(name: string | undefined, read: (watch: FolderWatch) => Promise<Incoming | undefined>): Promise<void> {
  const controller = new AbortController();
  const key = nextKey();
  const done = (): void => update(({ folders }) => ({ folders: folders.filter((each) => each.key !== key) }));
  const cancel = (): void => {
    controller.abort();
    done();
    announce(`Reading ${visibleLine(name ?? '')} was cancelled.`);
  };
  if (name !== undefined) update(({ folders }) => ({ folders: [...folders, { key, name, progress: { found: 0 }, cancel }] }));
  const tell: FolderWatch['tell'] = (progress) => {
    if (!controller.signal.aborted) update(({ folders }) => ({ folders: folders.map((each) => (each.key === key ? { ...each, progress } : each)) }));
  };
  try {
    const incoming = await read({ signal: controller.signal, tell });
    if (incoming) await openIncoming(incoming, controller.signal);
  } finally {
    done();
  }
}
