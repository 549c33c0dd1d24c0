/** Opens what was dropped and folders that were chosen: while one is read it is said how far it is, and it can be given up. */
import { openIncoming } from './documents';
import { nextKey } from './document-list';
import { walkFolder, type FolderWatch } from './folder-walk';
import type { Incoming } from './incoming';
import { FOLDER_INPUT, readDrop, readFolder, sourceOfHandle, takeDrop } from './intake';
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

/** The picker of the File System Access API, which Chromium alone has. */
interface WithPicker {
  showDirectoryPicker?(): Promise<FileSystemDirectoryHandle>;
}

/** A person needs longer than this, in milliseconds, to see a dialog and close it. */
const AT_ONCE = 500;

/**
 * Lets a folder be chosen. The field of the page would do, but Chromium makes all files of it before it says a word, and the page stands
 * still meanwhile: a minute for 100,000. So the field is for browsers without a picker, and where a policy refuses to show it.
 */
export async function chooseFolder(): Promise<void> {
  const byField = (): void => document.getElementById(FOLDER_INPUT)?.click();
  const picker = window as WithPicker;
  if (picker.showDirectoryPicker === undefined) {
    byField();
    return;
  }
  const asked = performance.now();
  let chosen: FileSystemDirectoryHandle;
  try {
    chosen = await picker.showDirectoryPicker();
  } catch {
    if (performance.now() - asked < AT_ONCE) byField();
    return;
  }
  await watched(chosen.name, async (watch) => {
    const folder = await walkFolder(sourceOfHandle(chosen), watch);
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
