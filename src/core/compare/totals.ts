/** Sums of a difference: by folder, by package, by kind of dead weight; and folders that are gone as a whole. */
import { kindOf, KINDS } from '../packages/kinds';
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

/** Hard links count their bytes once, at the first of their paths. Groups come largest first. */
export function totalsOf(entries: readonly TreeEntry[], ownership: Ownership | undefined): RemovedTotals {
  const inodes = new Set<number>();
  const byFolder = new Map<string, { files: number; bytes: number }>();
  const byPackage = new Map<string, { files: number; bytes: number }>();
  const byKind = new Map<string, { files: number; bytes: number }>();
  const folded = new Map<string, { files: number; bytes: number; folders: number }>();
  let files = 0;
  let bytes = 0;
  let top: string | undefined;
  for (const entry of entries) {
    // Byte order puts a folder before what is in it, but `a-b` between `a` and `a/c`: folders are found by name, not by being last.
    if (entry.type === 'dir' && !insideFolded(folded, entry.path)) folded.set(entry.path, { files: 0, bytes: 0, folders: 0 });
    top = topOf(folded, entry.path);
    const fold = top === undefined ? undefined : folded.get(top);
    if (entry.type === 'dir') {
      if (fold !== undefined) fold.folders += 1;
      continue;
    }
    const counted = entry.inode >= 0 && inodes.has(entry.inode);
    if (entry.inode >= 0) inodes.add(entry.inode);
    const size = counted ? 0 : (entry.size ?? 0);
    files += 1;
    bytes += size;
    if (fold !== undefined) {
      fold.files += 1;
      fold.bytes += size;
    }
    add(byFolder, entry.path.split('/').slice(0, -1).slice(0, 2).join('/'), size);
    const owner = ownership?.ownerOf(entry.path) ?? -1;
    if (owner >= 0) add(byPackage, ownership!.packages[owner]!.name, size);
    const kind = kindOf(entry.path);
    if (kind >= 0) add(byKind, KINDS[kind]!.id, size);
  }
  return {
    files, bytes, byFolder: sorted(byFolder), byPackage: sorted(byPackage), byKind: sorted(byKind),
    folded: Array.from(folded, ([name, sums]) => ({ name, ...sums })).sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1)),
  };
}

function insideFolded(folded: ReadonlyMap<string, unknown>, path: string): boolean {
  return topOf(folded, parentOf(path)) !== undefined;
}

/** The folded folder at or above a path. */
function topOf(folded: ReadonlyMap<string, unknown>, path: string): string | undefined {
  for (let at = path; at !== ''; at = parentOf(at)) if (folded.has(at)) return at;
  return undefined;
}

function add(groups: Map<string, { files: number; bytes: number }>, name: string, bytes: number): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, { files: 1, bytes });
  else {
    group.files += 1;
    group.bytes += bytes;
  }
}

function sorted(groups: ReadonlyMap<string, { files: number; bytes: number }>): GroupTotal[] {
  return Array.from(groups, ([name, sums]) => ({ name, ...sums })).sort((a, b) => b.bytes - a.bytes || b.files - a.files || (a.name < b.name ? -1 : 1));
}
