/** One side of a comparison as plain entries by path, whatever it was read from: an image, a list of files, a report of mint. */
import { latin1 } from '../bytes/latin1';
import { EntryFlag, type LayerTable } from '../image/layer-table';
import { pathsAt, rareOf, type RootFs } from '../image/root-fs';
import type { Steps } from '../steps';

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
  /** Made when it is first asked for: `entryAt` answers a few questions without it. */
  readonly byPath: ReadonlyMap<string, TreeEntry>;
  /** Makes `byPath` ahead of the first question. */
  readonly index: () => Steps<void>;
  /** Whether other paths may have this inode too; absent where that is not known. */
  readonly isShared?: (inode: number) => boolean;
}

/** Paths that are indexed in one step. */
const INDEX_STEP = 4096;

const TYPES: readonly FileType[] = ['file', 'dir', 'symlink', 'file', 'char', 'block', 'fifo'];

/** The final root file system of an image. */
export function treeOfImage(fs: RootFs): FileTree {
  const entries: TreeEntry[] = [];
  for (const { path, version } of pathsAt(fs)) entries.push(new ImageEntry(fs, path, version));
  return lazyTree(entries, (inode) => fs.linkGroups.has(inode));
}

/** Sorts what is not in byte order yet, and keeps the last of equal paths. */
export function treeOf(entries: readonly TreeEntry[]): FileTree {
  let sorted = true;
  for (let at = 1; at < entries.length && sorted; at += 1) sorted = entries[at - 1]!.path < entries[at]!.path;
  return lazyTree(sorted ? entries : [...indexOf(entries).values()].sort((a, b) => (a.path < b.path ? -1 : 1)));
}

function lazyTree(entries: readonly TreeEntry[], isShared?: (inode: number) => boolean): FileTree {
  const index = new Map<string, TreeEntry>();
  let indexed = 0;
  const add = (to: number): void => {
    for (; indexed < to; indexed += 1) index.set(entries[indexed]!.path, entries[indexed]!);
  };
  return {
    entries,
    get byPath() {
      add(entries.length);
      return index;
    },
    *index() {
      while (indexed < entries.length) {
        add(Math.min(indexed + INDEX_STEP, entries.length));
        yield;
      }
    },
    ...(isShared && { isShared }),
  };
}

function indexOf(entries: readonly TreeEntry[]): Map<string, TreeEntry> {
  const index = new Map<string, TreeEntry>();
  for (const entry of entries) index.set(entry.path, entry);
  return index;
}

/** The entry of one path, by binary search. */
export function entryAt({ entries }: FileTree, path: string): TreeEntry | undefined {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries[middle]!.path < path) low = middle + 1;
    else high = middle;
  }
  const found = entries[low];
  return found?.path === path ? found : undefined;
}

/** An entry that looks its attributes up in the layers' columns: most are asked for once or never, and a copy of all costs more than the merge. */
class ImageEntry implements TreeEntry {
  readonly path: string;
  readonly type: FileType;
  readonly inode: number;
  readonly layer: number;
  readonly row: number;
  readonly #fs: RootFs;

  constructor(fs: RootFs, path: string, version: number) {
    const source = fs.payload[version]!;
    this.#fs = fs;
    this.path = path;
    this.type = TYPES[fs.type[version]!]!;
    this.inode = source;
    this.layer = fs.born[source]!;
    this.row = fs.row[source]!;
  }

  get size(): number {
    return this.type === 'file' ? (this.#table?.size[this.row] ?? 0) : 0;
  }

  get mode(): number | undefined {
    return this.type === 'symlink' ? undefined : this.#table?.mode[this.row];
  }

  get uid(): number | undefined {
    return this.#table?.uid[this.row];
  }

  get gid(): number | undefined {
    return this.#table?.gid[this.row];
  }

  get mtime(): number | undefined {
    return this.#table?.mtime[this.row];
  }

  get link(): string | undefined {
    const table = this.type === 'symlink' ? this.#table : undefined;
    return table && latin1(table.links.subarray(table.linkStart[this.row], table.linkStart[this.row + 1]));
  }

  get hash(): readonly [low: number, high: number] | undefined {
    const table = this.type === 'file' ? this.#table : undefined;
    return table === undefined || (table.flags[this.row]! & EntryFlag.hashed) === 0 ? undefined : [table.hashLow[this.row]!, table.hashHigh[this.row]!];
  }

  get xattrs(): string | undefined {
    const table = this.#table;
    return table && xattrsOf(rareOf(table, this.row)?.xattrs);
  }

  get device(): string | undefined {
    if (this.type !== 'char' && this.type !== 'block') return undefined;
    const table = this.#table;
    const rare = table && rareOf(table, this.row);
    return `${rare?.deviceMajor ?? 0}:${rare?.deviceMinor ?? 0}`;
  }

  /** Undefined for directories that no layer lists. */
  get #table(): LayerTable | undefined {
    return this.row < 0 ? undefined : this.#fs.tables[this.layer];
  }
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

function findHardLinks({ entries, isShared }: FileTree): TreeEntry[][] {
  const groups = new Map<number, TreeEntry[]>();
  for (const entry of entries) {
    if (entry.type !== 'file' || entry.inode < 0 || isShared?.(entry.inode) === false) continue;
    const group = groups.get(entry.inode);
    if (group === undefined) groups.set(entry.inode, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** The directory that holds a path; empty for the root's children. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
