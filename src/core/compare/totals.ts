/** Sums of a difference: by folder, by package, by kind of dead weight; and folders that are gone as a whole. */
import { kindOfFile, kindOfFolder, KINDS } from '../packages/kinds';
import { finish, pace, type Steps } from '../steps';
import type { Ownership } from './case';
import { parentOf, type TreeEntry } from './file-tree';

export interface GroupTotal {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
}

/** A removed folder with all that was in it; its parent is still there. */
export interface FoldedFolder extends GroupTotal {
  readonly folders: number;
}

export interface RemovedTotals {
  readonly files: number;
  readonly bytes: number;
  readonly byFolder: readonly GroupTotal[];
  readonly byPackage: readonly GroupTotal[];
  readonly byKind: readonly GroupTotal[];
  readonly folded: readonly FoldedFolder[];
}

type Sums = { files: number; bytes: number };

/** Hard links count their bytes once, at the first of their paths. Groups come largest first. `entries` are in byte order of their paths. */
export function totalsOf(entries: readonly TreeEntry[], ownership: Ownership | undefined): RemovedTotals {
  return finish(totalsInSteps(entries, ownership));
}

/** The same in short steps. */
export function* totalsInSteps(entries: readonly TreeEntry[], ownership: Ownership | undefined): Steps<RemovedTotals> {
  const inodes = new Set<number>();
  const byFolder = new Map<string, Sums>();
  const byPackage = new Map<string, Sums>();
  const byKind = new Map<string, Sums>();
  const folded = new Map<string, Sums & { folders: number }>();
  let files = 0;
  let bytes = 0;
  // Files of a folder mostly follow each other: what is true of all of them is looked up once.
  let folder: Folder | undefined;
  const due = pace();
  for (const entry of entries) {
    if (due()) yield;
    const { path } = entry;
    const cut = path.lastIndexOf('/');
    if (folder === undefined || folder.path.length !== Math.max(cut, 0) || !path.startsWith(folder.path)) folder = folderOf(path.slice(0, Math.max(cut, 0)), folded);
    // Byte order puts a folder before what is in it, but `a-b` between `a` and `a/c`: folders are found by name, not by being last.
    if (entry.type === 'dir') {
      if (folder.fold === undefined) folded.set(path, { files: 0, bytes: 0, folders: 1 });
      else folder.fold.folders += 1;
      continue;
    }
    const counted = entry.inode >= 0 && inodes.has(entry.inode);
    if (entry.inode >= 0) inodes.add(entry.inode);
    const size = counted ? 0 : (entry.size ?? 0);
    files += 1;
    bytes += size;
    if (folder.fold !== undefined) {
      folder.fold.files += 1;
      folder.fold.bytes += size;
    }
    add(byFolder, folder.group, size);
    const owner = ownership?.ownerOf(path) ?? -1;
    if (owner >= 0) add(byPackage, ownership!.packages[owner]!.name, size);
    const kind = kindOfFile(path.slice(cut + 1), (folder.kind ??= kindOfFolder(path.slice(0, cut + 1))), () => path.slice(0, cut + 1));
    if (kind >= 0) add(byKind, KINDS[kind]!.id, size);
  }
  return {
    files, bytes, byFolder: sorted(byFolder), byPackage: sorted(byPackage), byKind: sorted(byKind),
    folded: Array.from(folded, ([name, sums]) => ({ name, ...sums })).sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1)),
  };
}

interface Folder {
  readonly path: string;
  /** Its first two components. */
  readonly group: string;
  /** The removed folder at or above it, when there is one. */
  readonly fold: (Sums & { folders: number }) | undefined;
  /** Looked up when a file asks. */
  kind?: number;
}

function folderOf(path: string, folded: ReadonlyMap<string, Sums & { folders: number }>): Folder {
  let top = path;
  while (top !== '' && !folded.has(top)) top = parentOf(top);
  return { path, group: path.split('/', 2).join('/'), fold: folded.get(top) };
}

function add(groups: Map<string, Sums>, name: string, bytes: number): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, { files: 1, bytes });
  else {
    group.files += 1;
    group.bytes += bytes;
  }
}

function sorted(groups: ReadonlyMap<string, Sums>): GroupTotal[] {
  return Array.from(groups, ([name, sums]) => ({ name, ...sums })).sort((a, b) => b.bytes - a.bytes || b.files - a.files || (a.name < b.name ? -1 : 1));
}
