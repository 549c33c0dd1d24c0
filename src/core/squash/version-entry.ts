/** What a version of a path becomes in a layer's tar, and what that costs. */
import { EntryType, type EntryTypeCode, type LayerTable } from '../image/layer-table';
import { rareOf, type RootFs } from '../image/root-fs';
import type { LayerEntry } from '../writer/layer-writer';
import { BLOCK, entryBytes, isPlain, MAX_NAME, MAX_PREFIX, padded } from '../writer/tar-entry';

const WHITEOUT = new Uint8Array([0x2e, 0x77, 0x68, 0x2e]);
/** `.wh..wh..opq` */
const OPAQUE = new Uint8Array([...'.wh..wh..opq'].map((char) => char.charCodeAt(0)));

/** Bytes of the blocks in which `pathReader` lays its paths. */
const PATH_BLOCK = 1 << 16;

/**
 * Gives paths of nodes, side by side in blocks: each in a buffer of its own, those of a large image are tens of megabytes until they are
 * collected. Whoever keeps one keeps its block.
 */
export function pathReader({ paths }: RootFs): (node: number) => Uint8Array {
  let block = new Uint8Array(0);
  let free = 0;
  return (node) => {
    const length = paths.pathLength(node);
    if (length > free) {
      block = new Uint8Array(Math.max(PATH_BLOCK, length));
      free = block.length;
    }
    const end = free;
    free = paths.writePath(node, block, end);
    return block.subarray(free, end);
  };
}

/** The entry of a version with its content; for a further hard link, `target` is the name that carries the content. */
export function entryOfVersion(fs: RootFs, version: number, target?: Uint8Array, path = fs.paths.pathOf(fs.node[version]!)): LayerEntry {
  const source = fs.payload[version]!;
  const layer = fs.born[source]!;
  const row = fs.row[source]!;
  const type = fs.type[version] as EntryTypeCode;
  // Unpackers make parents that no layer lists; written down, all of them make the same.
  if (row < 0) return { path, type, mode: 0o755, uid: 0, gid: 0, mtime: 0, size: 0 };
  const table = fs.tables[layer]!;
  const isLink = target !== undefined;
  const isFile = type === EntryType.file && !isLink;
  const rare = isLink ? undefined : rareOf(table, row);
  // Members are all named, without spreading: an image has hundreds of thousands of these.
  return {
    path, type: isLink ? EntryType.hardlink : type, mode: table.mode[row]!, uid: table.uid[row]!, gid: table.gid[row]!, mtime: table.mtime[row]!, nanos: table.nanos?.[row],
    size: isFile ? table.size[row]! : 0,
    link: target ?? (type === EntryType.symlink ? table.links.subarray(table.linkStart[row], table.linkStart[row + 1]) : undefined),
    xattrs: rare?.xattrs, deviceMajor: rare?.deviceMajor, deviceMinor: rare?.deviceMinor, sparse: rare?.sparse,
    content: isFile ? { layer, row } : undefined,
  };
}

/** The marker that hides a path of a lower layer. */
export function whiteoutOf(fs: RootFs, node: number): LayerEntry {
  return marker(fs.paths.pathOf(fs.paths.parentOf(node)), WHITEOUT, fs.paths.nameOf(node));
}

/** The marker that hides all that lower layers have in a directory. */
export function opaqueOf(fs: RootFs, directory: number): LayerEntry {
  return marker(fs.paths.pathOf(directory), OPAQUE, new Uint8Array(0));
}

function marker(directory: Uint8Array, prefix: Uint8Array, name: Uint8Array): LayerEntry {
  const begin = directory.length === 0 ? 0 : directory.length + 1;
  const path = new Uint8Array(begin + prefix.length + name.length);
  path.set(directory);
  if (begin > 0) path[begin - 1] = 0x2f;
  path.set(prefix, begin);
  path.set(name, begin + prefix.length);
  return { path, type: EntryType.file, mode: 0o644, uid: 0, gid: 0, mtime: 0, size: 0 };
}

/** Sizes of entries without building most of them. */
export class EntryCosts {
  readonly #fs: RootFs;
  /** By node: length of the path; 0xffffffff where it is not all ASCII. */
  readonly #pathLength: Uint32Array;

  constructor(fs: RootFs) {
    this.#fs = fs;
    const { paths } = fs;
    this.#pathLength = new Uint32Array(paths.count);
    // A directory's node is older than the nodes in it.
    for (let node = 1; node < paths.count; node += 1) {
      const parent = paths.parentOf(node);
      const above = this.#pathLength[parent]!;
      this.#pathLength[node] = above === FOREIGN || !isAscii(paths.nameOf(node)) ? FOREIGN : above + paths.nameLength(node) + (parent === 0 ? 0 : 1);
    }
  }

  /** Bytes of the entry that carries a version's content. */
  ofVersion(version: number): number {
    const fs = this.#fs;
    const source = fs.payload[version]!;
    const row = fs.row[source]!;
    const type = fs.type[version]!;
    if (!this.#hasRoom(fs.node[version]!, type === EntryType.dir ? 1 : 0)) return entryBytes(entryOfVersion(fs, version));
    if (row < 0) return BLOCK;
    const table = fs.tables[fs.born[source]!]!;
    const size = type === EntryType.file ? table.size[row]! : 0;
    const plain = isPlain(table.uid[row]!, table.gid[row]!, table.mtime[row]!, size, table.nanos?.[row]) && rareOf(table, row) === undefined && (type !== EntryType.symlink || isPlainLink(table, row));
    return plain ? BLOCK + padded(size) : entryBytes(entryOfVersion(fs, version));
  }

  /** Whether the header has room for the path and `more` bytes at its end, cut at a slash where it is long (see `splitName`). */
  #hasRoom(node: number, more: number): boolean {
    const length = this.#pathLength[node]! + more;
    if (length <= MAX_NAME) return true;
    const { paths } = this.#fs;
    if (this.#pathLength[node] === FOREIGN) return false;
    for (let above = paths.parentOf(node); above > 0 && length - this.#pathLength[above]! - 1 <= MAX_NAME; above = paths.parentOf(above)) {
      if (this.#pathLength[above]! <= MAX_PREFIX) return true;
    }
    return false;
  }

  /** Bytes of a whiteout of `node`. */
  ofWhiteout(node: number): number {
    return this.#pathLength[node]! + WHITEOUT.length <= MAX_NAME ? BLOCK : entryBytes(whiteoutOf(this.#fs, node));
  }

  /** Bytes of an opaque marker in `directory`. */
  ofOpaque(directory: number): number {
    return this.#pathLength[directory]! + 1 + OPAQUE.length <= MAX_NAME ? BLOCK : entryBytes(opaqueOf(this.#fs, directory));
  }
}

const FOREIGN = 0xffffffff;

function isPlainLink(table: LayerTable, row: number): boolean {
  const [from, to] = [table.linkStart[row]!, table.linkStart[row + 1]!];
  return to - from <= MAX_NAME && isAscii(table.links.subarray(from, to));
}

function isAscii(name: Uint8Array): boolean {
  for (let at = 0; at < name.length; at += 1) if (name[at]! >= 0x80) return false;
  return true;
}
