/** Everything that can come in: dropped files and folders, the file dialog, the clipboard; told apart by content. */
import type { ArchiveInput } from '../../workers/protocol';
import { rulesByName } from './rule-kinds';

/** A file with its path inside the folder it came from, if it came from one. */
export interface IncomingFile {
  readonly path: string;
  readonly file: File;
}

export interface Incoming {
  readonly files: readonly IncomingFile[];
  readonly folders: readonly IncomingFolder[];
}

export interface IncomingFolder {
  readonly name: string;
  readonly files: readonly IncomingFile[];
  /** Paths of folders and files in it that the browser was not let into. */
  readonly missing: readonly string[];
}

/** More files than any project that is built: listing all of a disk would only take time. */
export const MOST_FILES_OF_A_FOLDER = 300_000;
/** Where links lead round in a circle, and the browser follows them, folders never end. */
const MOST_LEVELS = 100;
const MOST_FOLDERS = 100_000;

/** What was dropped. Entries must be taken before the first await: the list is emptied when the event ends. */
export async function readDrop(transfer: DataTransfer): Promise<Incoming> {
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null));
  const plain = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory)) return { files: plain.map((file) => ({ path: file.name, file })), folders: [] };
  const files: IncomingFile[] = [];
  const folders: IncomingFolder[] = [];
  for (const entry of entries) {
    if (!entry) continue;
    if (entry.isDirectory) {
      const missing: string[] = [];
      folders.push({ name: entry.name, files: await filesBelow(entry as FileSystemDirectoryEntry, '', missing), missing });
    } else files.push({ path: entry.name, file: await fileOf(entry as FileSystemFileEntry) });
  }
  return { files, folders };
}

/** All files below a directory entry, depth first; paths are relative to it. What cannot be read goes to `missing`, and the rest is still found. */
export async function filesBelow(directory: FileSystemDirectoryEntry, prefix: string, missing: string[] = [], seen = { folders: 0 }): Promise<IncomingFile[]> {
  const found: IncomingFile[] = [];
  const folder = prefix.slice(0, -1);
  seen.folders += 1;
  if (seen.folders > MOST_FOLDERS || prefix.split('/').length > MOST_LEVELS) {
    missing.push(folder);
    return found;
  }
  const reader = directory.createReader();
  // readEntries answers at most 100 at a time and an empty list at the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject)).catch(() => undefined);
    if (batch === undefined) missing.push(folder);
    if (batch === undefined || batch.length === 0) return found;
    // Asked for together: each takes the browser a moment, and a project has many.
    const files = batch.map((entry) => (entry.isFile ? fileOf(entry as FileSystemFileEntry).catch(() => undefined) : undefined));
    for (const [index, entry] of batch.entries()) {
      const path = prefix + entry.name;
      if (entry.isDirectory) {
        for (const below of await filesBelow(entry as FileSystemDirectoryEntry, `${path}/`, missing, seen)) found.push(below);
      } else {
        const file = await files[index];
        if (file) found.push({ path, file });
        else missing.push(path);
      }
      if (found.length >= MOST_FILES_OF_A_FOLDER) return found;
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A folder that holds an image layout (`index.json`, `oci-layout` or `manifest.json` at its top) is one input. */
export function isImageFolder(files: readonly IncomingFile[]): boolean {
  return files.some(({ path }) => path === 'index.json' || path === 'oci-layout' || path === 'manifest.json');
}

/** Of any other folder, what may be a Dockerfile, an archive or (at its top) a file with rules by its name: a place to look, the content decides afterwards. */
export function worthOpening(files: readonly IncomingFile[]): readonly IncomingFile[] {
  return files.filter(({ path }) => (!path.includes('/') && rulesByName(path) !== undefined) || (!/(^|\/)(\.git|node_modules)\//.test(path) && /(^|\/)((Docker|Container)file(\.[^/]*)?|[^/]*\.((docker|container)file|tar|tgz|tar\.(gz|zst|xz|bz2)))$/i.test(path)));
}

export function folderInput(name: string, files: readonly IncomingFile[]): ArchiveInput {
  return { kind: 'folder', name, files };
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

/** Opens the browser's file dialog; what is chosen there is opened. */
export function chooseFiles(): void {
  document.getElementById(FILE_INPUT)?.click();
}

export function chooseFolder(): void {
  document.getElementById(FOLDER_INPUT)?.click();
}

/** What a folder field gives: files with their paths, the folder's own name first. The browser leaves out what it may not read. */
export function readFolder(files: readonly File[]): Incoming {
  const [name = ''] = files[0]?.webkitRelativePath.split('/') ?? [];
  const inside = files.slice(0, MOST_FILES_OF_A_FOLDER).map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file }));
  return { files: [], folders: [{ name, files: inside, missing: [] }] };
}
