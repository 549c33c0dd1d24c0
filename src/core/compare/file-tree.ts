/** One side of a comparison as plain entries by path, whatever it was read from: an image, a list of files, a report of mint. */
import { latin1 } from '../bytes/latin1';
import { EntryFlag, EntryType } from '../image/layer-table';
import { entryOf, pathsAt, type RootFs } from '../image/root-fs';

export type FileType = 'file' | 'dir' | 'symlink' | 'char' | 'block' | 'fifo';

/**
 * One path. Paths and links are raw bytes as Latin-1 text, one character a byte, without a leading slash: that compares as bytes do.
 * An attribute that the side does not tell is undefined, and is not compared.
 */
export interface TreeEntry {
  readonly path: string;
  readonly type: FileType;
  readonly size: number | undefined;
  readonly mode: number | undefined;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly mtime: number | undefined;
  readonly link: string | undefined;
  /** Both halves of the content's xxh64, or of another side's digest; undefined where it was not hashed. */
  readonly hash: readonly [low: number, high: number] | undefined;
  /** Equal for all hard links of one inode; -1 where the side does not tell. */
  readonly inode: number;
  /** Extended attributes as one comparable text. */
  readonly xattrs: string | undefined;
  readonly device: string | undefined;
  /** Row of a layer that carries the content; -1 without one. */
  readonly layer: number;
  readonly row: number;
}

/** All entries in byte order of their paths, the root left out. */
export interface FileTree {
  readonly entries: readonly TreeEntry[];
  readonly byPath: ReadonlyMap<string, TreeEntry>;
}

const TYPES: readonly FileType[] = ['file', 'dir', 'symlink', 'file', 'char', 'block', 'fifo'];

/** The final root file system of an image. */
export function treeOfImage(fs: RootFs): FileTree {
  const entries: TreeEntry[] = [];
  for (const { path, version } of pathsAt(fs)) entries.push(entryOfImage(fs, path, version));
  return treeOf(entries);
}

/** Sorts what is not in byte order yet, and keeps the last of equal paths. The index by path is made when it is first asked for. */
export function treeOf(entries: readonly TreeEntry[]): FileTree {
  let sorted = true;
  for (let at = 1; at < entries.length && sorted; at += 1) sorted = entries[at - 1]!.path < entries[at]!.path;
  const ordered = sorted ? entries : [...indexOf(entries).values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  let index: ReadonlyMap<string, TreeEntry> | undefined;
  return {
    entries: ordered,
    get byPath() {
      return (index ??= indexOf(ordered));
    },
  };
}

function indexOf(entries: readonly TreeEntry[]): Map<string, TreeEntry> {
  const index = new Map<string, TreeEntry>();
  for (const entry of entries) index.set(entry.path, entry);
  return index;
}

/** The path is at hand as text: it is not put together as bytes first. */
const NO_BYTES = new Uint8Array(0);

function entryOfImage(fs: RootFs, path: string, version: number): TreeEntry {
  const entry = entryOf(fs, version, NO_BYTES);
  const { type, layer, row, rare } = entry;
  const table = row < 0 ? undefined : fs.tables[layer];
  const hashed = table !== undefined && type === EntryType.file && (table.flags[row]! & EntryFlag.hashed) !== 0;
  const attributes = row >= 0;
  return {
    path, type: TYPES[type]!,
    size: type === EntryType.file ? entry.size : 0,
    mode: attributes && type !== EntryType.symlink ? entry.mode : undefined,
    uid: attributes ? entry.uid : undefined, gid: attributes ? entry.gid : undefined, mtime: attributes ? entry.mtime : undefined,
    link: entry.link === undefined ? undefined : latin1(entry.link),
    hash: hashed ? [table.hashLow[row]!, table.hashHigh[row]!] : undefined,
    inode: entry.inode,
    xattrs: attributes ? xattrsOf(rare?.xattrs) : undefined,
    device: type === EntryType.char || type === EntryType.block ? `${rare?.deviceMajor ?? 0}:${rare?.deviceMinor ?? 0}` : undefined,
    layer, row,
  };
}

function xattrsOf(xattrs: Readonly<Record<string, string>> | undefined): string {
  return xattrs === undefined ? '' : JSON.stringify(Object.entries(xattrs).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const linked = new WeakMap<FileTree, readonly (readonly TreeEntry[])[]>();

/** Regular files that share an inode with others, one list an inode, in order of their paths. Worked out once for a tree. */
export function hardLinksOf(tree: FileTree): readonly (readonly TreeEntry[])[] {
  let found = linked.get(tree);
  if (found === undefined) linked.set(tree, (found = findHardLinks(tree)));
  return found;
}

function findHardLinks({ entries }: FileTree): TreeEntry[][] {
  const firsts = new Map<number, TreeEntry>();
  const groups = new Map<number, TreeEntry[]>();
  for (const entry of entries) {
    if (entry.type !== 'file' || entry.inode < 0) continue;
    const first = firsts.get(entry.inode);
    if (first === undefined) {
      firsts.set(entry.inode, entry);
      continue;
    }
    const group = groups.get(entry.inode);
    if (group === undefined) groups.set(entry.inode, [first, entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}

/** The directory that holds a path; empty for the root's children. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
