/** The columns of one layer: what a scan of its tar gives, as typed arrays that move between workers without a copy. */

/** Kinds of entries, as numbers so that they fit a column. A hard link is its own kind here: only merging resolves it. */
export const EntryType = { file: 0, dir: 1, symlink: 2, hardlink: 3, char: 4, block: 5, fifo: 6 } as const;
export type EntryTypeCode = (typeof EntryType)[keyof typeof EntryType];

/** Bits of the `flags` column. */
export const EntryFlag = {
  /** The content was read and `hashLow`/`hashHigh` hold its xxh64. */
  hashed: 1,
  /** The base name begins with `.wh.`: a whiteout, unless `special` is set too. */
  whiteout: 2,
  /** `.wh..wh..opq`: hides all that lower layers hold in its directory. */
  opaque: 4,
  /** Another AUFS bookkeeping name (`.wh..wh.plnk`, `.wh..wh.aufs`, …): never part of the file system. */
  special: 8,
  /** A sparse file: `size` is its apparent size, `storedSize` what the tar holds. */
  sparse: 16,
  /** The name is not valid UTF-8. */
  badName: 32,
  /** The payload was cut off or could not be read. */
  damaged: 64,
  /**
   * The name climbs out of the root with `..`. The path is clamped, `special` is set too, and nothing of the entry is part of the
   * file system (moby and containerd refuse such layers); the row stays so that its bytes are accounted for.
   */
  outside: 128,
} as const;

/** A column in the narrowest array that holds all its values; `layer-table-builder.ts` chooses. */
export type WholeColumn = Uint8Array | Uint16Array | Uint32Array;
export type NumberColumn = Uint32Array | Float64Array;

/**
 * One layer's entries in tar order. Row `i` of every column belongs to entry `i`. Which path a row names is told by the tree
 * (`root-fs.ts`) once the layers are merged, and by `ScannedTable` before. About 35 bytes an entry.
 */
export interface LayerTable {
  readonly count: number;
  /** Link target of row i (symlink: as written; hard link: normalised like a path): `links[linkStart[i] .. linkStart[i + 1])`. */
  readonly links: Uint8Array;
  readonly linkStart: WholeColumn;
  readonly type: Uint8Array;
  readonly flags: Uint8Array;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: Uint16Array;
  readonly uid: WholeColumn;
  readonly gid: WholeColumn;
  /** Seconds since the epoch; may be fractional or negative. */
  readonly mtime: NumberColumn;
  /** Nanoseconds past the whole second of `mtime`, which as a number of seconds is true to a quarter of a microsecond only. Absent where all are 0. */
  readonly nanos?: Uint32Array;
  /** Payload of a regular file in bytes: what a user sees as the file's size. 0 for everything else. */
  readonly size: NumberColumn;
  /** Where the payload begins in the uncompressed layer tar. */
  readonly dataOffset: NumberColumn;
  /** xxh64 of the payload, where `EntryFlag.hashed` is set. For sparse files: of the expanded content. */
  readonly hashLow: Uint32Array;
  readonly hashHigh: Uint32Array;
  /**
   * Position in the stored blob (compressed bytes, to the nearest one) where the entry's header begins, as far as the decompressor knows;
   * one item more than entries, the last being the blob's size. The difference of two neighbours is what the entry costs in the registry.
   */
  readonly storedAt: NumberColumn;
  /** Rare attributes, by row. */
  readonly rare: readonly RareAttributes[];
}

/**
 * A table as a scan gives it, with its paths: about 50 bytes an entry more, which are let go when the tree has them.
 *
 * Paths are raw bytes without a leading slash, without `.` segments, doubled slashes or a trailing slash; entries that climb
 * out of the root with `..` are flagged `outside` and reported as diagnostics. The root itself is the empty path.
 */
export interface ScannedTable extends LayerTable {
  /** Path of row i: `paths[pathStart[i] .. pathStart[i + 1])`. `pathStart` has count + 1 items. */
  readonly paths: Uint8Array;
  readonly pathStart: Uint32Array;
}

/** What few entries have: extended attributes, device numbers, sparse maps. Sorted by row. */
export interface RareAttributes {
  readonly row: number;
  /** Values are raw bytes as Latin-1 text, one character a byte, so that they survive cloning and JSON. */
  readonly xattrs?: Readonly<Record<string, string>>;
  readonly deviceMajor?: number;
  readonly deviceMinor?: number;
  /** Sparse map: pairs of offset and length of the parts that are stored, in order. */
  readonly sparse?: readonly (readonly [offset: number, length: number])[];
  /** Payload bytes that the tar really stores, for sparse files. */
  readonly storedSize?: number;
  /** The type that the mode names (`st_mode >> 12`), where it is another than the entry's: Docker writes a hard link to a fifo as a link with a fifo's mode. */
  readonly modeType?: number;
}

/** All buffers of a table, for `postMessage(table, transferables)`. */
export function transferablesOf(table: LayerTable): ArrayBuffer[] {
  return [...new Set(Object.values(table).flatMap((column: unknown) => (ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : [])))];
}

/** The same table without its paths. */
export function withoutPaths(table: ScannedTable): LayerTable {
  const { paths: _paths, pathStart: _pathStart, ...rest } = table;
  return rest;
}

/** Path bytes of a row, as a view. */
export function pathBytes(table: ScannedTable, row: number): Uint8Array {
  return table.paths.subarray(table.pathStart[row], table.pathStart[row + 1]);
}

/** Link target bytes of a row, as a view. */
export function linkBytes(table: LayerTable, row: number): Uint8Array {
  return table.links.subarray(table.linkStart[row], table.linkStart[row + 1]);
}
