/** The merged root file system of an image after each of its layers, as columns; and the questions asked of it. */
import { latin1, latin1Bytes } from '../bytes/latin1';
import type { ChildLists } from './child-lists';
import type { EntryTypeCode, LayerTable, RareAttributes } from './layer-table';
import { EntryType } from './layer-table';
import type { PathIndex } from './path-index';
import { precedesContent } from './path-order';
import type { Predecessors } from './predecessors';

/** Layer number for "not hidden by any layer". */
export const ALIVE = 0xffff;

/** What ended a version of a path. */
export const Ending = {
  none: 0,
  /** A whiteout of the path, or of a directory above it. */
  whiteout: 1,
  /** An opaque whiteout of a directory above it. */
  opaque: 2,
  /** Another entry took the path, or the path of a directory above it. */
  replaced: 3,
  /** The same directory, listed again: attributes changed hands, the content stayed. */
  merged: 4,
  /** It never was part of the file system: the payload of a marker, or AUFS bookkeeping. */
  aside: 5,
} as const;

/**
 * All versions of all paths. A version is what one entry (or, for directories that no layer lists, nothing but a deeper
 * entry) put at a path: it can be seen in the layers `born <= K < died`. One that its own layer superseded has
 * `born === died` and is seen in none.
 *
 * Regular files have a payload: hard links share that of the entry that carries the bytes. All columns below are by
 * version, apart from `newest`, `childStart` and `children`, which are by node of `paths`.
 */
export interface RootFs extends ChildLists {
  readonly paths: PathIndex;
  /** By layer; undefined for layers that cannot be read. */
  readonly tables: readonly (LayerTable | undefined)[];
  /** Newest version of a node, or -1; older ones follow by `previous`. */
  readonly newest: Int32Array;
  readonly versions: number;
  readonly node: Int32Array;
  readonly born: Uint16Array;
  readonly died: Uint16Array;
  /** Row in the table of layer `born`; -1 for implied directories. */
  readonly row: Int32Array;
  readonly previous: Predecessors;
  /** The version whose row carries payload and attributes: itself, or what a hard link was made to. */
  readonly payload: Int32Array;
  /** `EntryType`; hard links have the type of what they were made to. */
  readonly type: Uint8Array;
  readonly ending: Uint8Array;
  /** By layer, what `rowPaths` cannot tell from the versions. */
  readonly strays: readonly Int32Array[];
  /** By payload, all versions that are names of it, where there is more than one. */
  readonly linkGroups: ReadonlyMap<number, readonly number[]>;
}

/** Everything known of a path at one layer. Sizes in bytes, times in seconds. */
export interface FsEntry {
  readonly path: Uint8Array;
  readonly node: number;
  readonly version: number;
  readonly type: EntryTypeCode;
  /** Payload of a file (that of its target for a hard link); 0 for everything else. */
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  /** Target of a symlink, as written. */
  readonly link?: Uint8Array;
  /** Equal for all hard links of one inode, different for different ones. */
  readonly inode: number;
  /** Where the bytes and attributes are: a row of a layer. -1 for implied directories. */
  readonly layer: number;
  readonly row: number;
  readonly rare?: RareAttributes;
}

/** Number of layers, unreadable ones included. */
export function layerCount(fs: RootFs): number {
  return fs.tables.length;
}

/** The version of a node that layer `layer` leaves visible, or -1. */
export function versionAt(fs: RootFs, node: number, layer: number): number {
  let version = fs.newest[node] ?? -1;
  while (version >= 0 && (fs.born[version]! > layer || fs.died[version]! <= layer)) version = fs.previous.of(version);
  return version;
}

/** First layer that no longer reaches the payload by any name; `ALIVE` when the final file system still does. */
export function payloadEnd(fs: RootFs, payload: number): number {
  const names = fs.linkGroups.get(payload);
  if (names === undefined) return fs.died[payload]!;
  let end = 0;
  for (const name of names) if (fs.born[name]! < fs.died[name]!) end = Math.max(end, fs.died[name]!);
  return end === 0 ? fs.died[payload]! : end;
}

/** First layer that reaches the payload by some name; at or after `payloadEnd` when none ever does. */
export function payloadBegin(fs: RootFs, payload: number): number {
  const names = fs.linkGroups.get(payload);
  if (names === undefined) return fs.born[payload]!;
  let begin = ALIVE;
  for (const name of names) if (fs.born[name]! < fs.died[name]!) begin = Math.min(begin, fs.born[name]!);
  return begin;
}

/** Whether the payload is reached by some path once layer `layer` is applied. */
export function payloadReachable(fs: RootFs, payload: number, layer: number): boolean {
  return payloadBegin(fs, payload) <= layer && layer < payloadEnd(fs, payload);
}

/** Bytes of a version's payload; 0 for what is no regular file. Hard links answer the size they share. */
export function sizeOf(fs: RootFs, version: number): number {
  const source = fs.payload[version]!;
  return fs.row[source]! < 0 ? 0 : fs.tables[fs.born[source]!]!.size[fs.row[source]!]!;
}

/** Payloads that layer rows carry: every version of type file that is its own payload, hidden and aside ones included. */
export function payloads(fs: RootFs): Int32Array {
  const found = new Int32Array(fs.versions);
  let count = 0;
  for (let version = 0; version < fs.versions; version += 1) {
    if (fs.type[version] === EntryType.file && fs.payload[version] === version) found[count++] = version;
  }
  return found.subarray(0, count);
}

/** The entry that a version stands for. `path` may be given to spare its assembly. */
export function entryOf(fs: RootFs, version: number, path?: Uint8Array): FsEntry {
  const source = fs.payload[version]!;
  const layer = fs.born[source]!;
  const row = fs.row[source]!;
  const type = fs.type[version] as EntryTypeCode;
  const node = fs.node[version]!;
  const whole = path ?? fs.paths.pathOf(node);
  // Parents that no layer lists are made the way unpackers make them.
  if (row < 0) return { path: whole, node, version, type, size: 0, mode: 0o755, uid: 0, gid: 0, mtime: 0, inode: source, layer, row };
  const table = fs.tables[layer]!;
  return {
    path: whole, node, version, type,
    size: table.size[row]!, mode: table.mode[row]!, uid: table.uid[row]!, gid: table.gid[row]!, mtime: table.mtime[row]!,
    link: type === EntryType.symlink ? table.links.subarray(table.linkStart[row], table.linkStart[row + 1]) : undefined,
    inode: source, layer, row, rare: rareOf(table, row),
  };
}

/** Rare attributes of a row, found by binary search. */
export function rareOf(table: LayerTable, row: number): RareAttributes | undefined {
  let low = 0;
  let high = table.rare.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (table.rare[middle]!.row < row) low = middle + 1;
    else high = middle;
  }
  const found = table.rare[low];
  return found?.row === row ? found : undefined;
}

/** Nodes that layer `layer` shows in a directory, in no special order. */
export function visibleChildren(fs: RootFs, node: number, layer: number): { readonly node: number; readonly version: number }[] {
  const visible = [];
  for (let at = fs.childStart[node]!; at < fs.childStart[node + 1]!; at += 1) {
    const child = fs.children[at]!;
    const version = versionAt(fs, child, layer);
    if (version >= 0) visible.push({ node: child, version });
  }
  return visible;
}

/**
 * The root file system after layer `layer` (the last one when absent), every path but the root, in byte order of whole
 * paths: `a`, `a-b`, `a/c`, since `-` comes before `/`.
 */
export function* entriesAt(fs: RootFs, layer = fs.tables.length - 1): Generator<FsEntry> {
  for (const { path, version } of pathsAt(fs, layer)) yield entryOf(fs, version, latin1Bytes(path));
}

/** The same paths as Latin-1 text, one character a byte, with the version that each shows. */
export function* pathsAt(fs: RootFs, layer = fs.tables.length - 1): Generator<{ readonly path: string; readonly version: number }> {
  // A directory is two items of its parent: itself, and later its content, as the complement of its node.
  const nodes: number[] = [];
  const prefixes: string[] = [];
  const push = (items: readonly number[], prefix: string): void => {
    for (let at = items.length - 1; at >= 0; at -= 1) {
      nodes.push(items[at]!);
      prefixes.push(prefix);
    }
  };
  push(itemsOf(fs, 0, layer), '');
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    const prefix = prefixes.pop()!;
    const path = prefix + latin1(fs.paths.nameOf(node < 0 ? ~node : node));
    if (node < 0) push(itemsOf(fs, ~node, layer), `${path}/`);
    else yield { path, version: versionAt(fs, node, layer) };
  }
}

/** What a directory shows, in byte order of whole paths: what is in `a` comes after `a-b`, since `-` comes before `/`. */
function itemsOf(fs: RootFs, folder: number, layer: number): number[] {
  const shown: number[] = [];
  for (let at = fs.childStart[folder]!; at < fs.childStart[folder + 1]!; at += 1) {
    const child = fs.children[at]!;
    if (versionAt(fs, child, layer) >= 0) shown.push(child);
  }
  shown.sort(byName(fs));
  const items: number[] = [];
  // Directories whose content is still to come: each begins with the name of the one before it.
  const open: number[] = [];
  for (const child of shown) {
    while (open.length > 0 && !precedesContent(fs.paths, child, open.at(-1)!)) items.push(~open.pop()!);
    items.push(child);
    if (fs.type[versionAt(fs, child, layer)] === EntryType.dir) open.push(child);
  }
  while (open.length > 0) items.push(~open.pop()!);
  return items;
}

/** Sorts nodes of one directory by name bytes. */
export function byName(fs: RootFs): (a: number, b: number) => number {
  return (a, b) => fs.paths.compareNames(a, b);
}

/** Bytes that the merged tree holds, the layers' tables not included. */
export function memoryOf(fs: RootFs): number {
  const columns = [fs.newest, fs.childStart, fs.children, fs.node, fs.born, fs.died, fs.row, fs.payload, fs.type, fs.ending, ...fs.strays];
  return columns.reduce((sum, column) => sum + column.byteLength, fs.paths.memory + fs.previous.memory);
}
