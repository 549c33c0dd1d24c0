/** Everything that can come in: dropped files and folders, the file dialog, the clipboard; told apart by content. */
import { walkFolder, MOST_FILES_OF_A_FOLDER, type FolderSource, type FolderWatch } from './folder-walk';
import { isNotable, incomingFile, type Incoming, type IncomingFile, type IncomingFolder } from './incoming';

/** What a drop holds. Entries must be taken before the first await: the list is emptied when the event ends. */
export interface Dropped {
  readonly files: readonly File[];
  /** Only where a folder is among them. */
  readonly entries: readonly FileSystemEntry[];
  /** In the order of the files. */
  readonly handles: readonly Promise<FileSystemFileHandle | undefined>[];
}

export function takeDrop(transfer: DataTransfer): Dropped {
  const entries = [...transfer.items].flatMap((item) => (item.kind === 'file' ? item.webkitGetAsEntry() ?? [] : []));
  const handles = [...transfer.items].flatMap((item) => (item.kind === 'file' ? [handleOf(item)] : []));
  return { files: [...transfer.files], entries: entries.some(({ isDirectory }) => isDirectory) ? entries : [], handles };
}

/** Of files from a disk; Firefox has none. Must be asked for before the first await, as entries. */
async function handleOf(item: DataTransferItem): Promise<FileSystemFileHandle | undefined> {
  const handle = await (item as { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> }).getAsFileSystemHandle?.().catch(() => null);
  return handle?.kind === 'file' ? (handle as FileSystemFileHandle) : undefined;
}

/** Reads what was dropped; undefined once it was given up. */
export async function readDrop({ files: plain, entries, handles }: Dropped, watch: FolderWatch): Promise<Incoming | undefined> {
  if (entries.length === 0) return { files: plain.map((file, index) => incomingFile(file, file.name, handles[index])), folders: [] };
  const files: IncomingFile[] = [];
  const folders: IncomingFolder[] = [];
  for (const entry of entries) {
    const folder = entry.isDirectory ? await walkFolder(sourceOfEntry(entry as FileSystemDirectoryEntry), watch) : undefined;
    if (watch.signal.aborted) return undefined;
    if (folder) folders.push(folder);
    else files.push({ path: entry.name, bytes: 0, open: () => fileOf(entry as FileSystemFileEntry) });
  }
  return { files, folders };
}

/** What Chromium tells of an entry without making a file of it, at a quarter of the cost. */
interface EntryWithMetadata {
  getMetadata?(found: (metadata: { readonly size: number }) => void, failed: (error: unknown) => void): void;
}

export function sourceOfEntry(root: FileSystemDirectoryEntry): FolderSource<FileSystemDirectoryEntry, FileSystemFileEntry> {
  return {
    name: root.name, root, open: fileOf,
    async list(folder, found) {
      const reader = folder.createReader();
      // readEntries answers at most 100 at a time and an empty list at the end.
      for (;;) {
        const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
        if (batch.length === 0) return;
        for (const entry of batch) {
          if (entry.isDirectory) found.folder(entry.name, entry as FileSystemDirectoryEntry);
          else found.file(entry.name, entry as FileSystemFileEntry);
        }
      }
    },
    async bytes(member) {
      const entry: EntryWithMetadata = member as EntryWithMetadata;
      if (entry.getMetadata === undefined) return (await fileOf(member)).size;
      return new Promise<number>((resolve, reject) => entry.getMetadata?.(({ size }) => resolve(size), reject));
    },
  };
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A folder as the picker of the File System Access API gives it. */
export function sourceOfHandle(root: FileSystemDirectoryHandle): FolderSource<FileSystemDirectoryHandle, FileSystemFileHandle> {
  return {
    name: root.name, root, open: (member) => member.getFile(), bytes: async (member) => (await member.getFile()).size,
    async list(folder, found) {
      for await (const each of folder.values()) {
        if (each.kind === 'directory') found.folder(each.name, each as FileSystemDirectoryHandle);
        else found.file(each.name, each as FileSystemFileHandle);
      }
    },
  };
}

/** What the page may be busy for at a time, in milliseconds: longer is felt. */
const MOST_BUSY = 12;

/** What a folder field gives: files with their paths, the folder's own name first. The browser leaves out what it may not read. */
export async function readFolder(chosen: readonly File[], watch: FolderWatch): Promise<Incoming | undefined> {
  const files = chosen.slice(0, MOST_FILES_OF_A_FOLDER);
  const [name = ''] = files[0]?.webkitRelativePath.split('/') ?? [];
  const paths: string[] = [];
  const bytes = new Float64Array(files.length);
  const notable: IncomingFile[] = [];
  const fileAt = (index: number): IncomingFile => ({ path: paths[index]!, bytes: bytes[index]!, open: () => Promise.resolve(files[index]!) });
  let begun = performance.now();
  for (const [index, file] of files.entries()) {
    paths.push(file.webkitRelativePath.slice(name.length + 1));
    // Chromium asks the disk for it, one by one, while the page waits.
    bytes[index] = file.size;
    if (isNotable(file.name)) notable.push(fileAt(index));
    if (performance.now() - begun < MOST_BUSY) continue;
    watch.tell({ found: files.length, measured: index + 1 });
    await new Promise((resolve) => setTimeout(resolve));
    if (watch.signal.aborted) return undefined;
    begun = performance.now();
  }
  return { files: [], folders: [{ name, paths, bytes, missing: [], notable, files: () => files.map((_, index) => fileAt(index)) }] };
}

/** Files or text on the clipboard; undefined when the paste is meant for a field. */
export function readPaste(event: ClipboardEvent): { readonly files: readonly File[]; readonly text: string } | undefined {
  // The code editor has taken it.
  if (event.defaultPrevented) return undefined;
  const [target] = event.composedPath();
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return undefined;
  const files = [...(event.clipboardData?.files ?? [])];
  const text = event.clipboardData?.getData('text/plain') ?? '';
  return files.length > 0 || text.trim() !== '' ? { files, text } : undefined;
}

/** The file field of the page, which stands in it all the time: see src/ui/parts/FileInput.svelte. */
export const FILE_INPUT = 'open-files';
export const FOLDER_INPUT = 'open-folder';
