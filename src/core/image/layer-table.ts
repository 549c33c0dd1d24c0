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

/**
 * One layer's entries in tar order. Row `i` of every column belongs to entry `i`.
 *
 * Paths are raw bytes without a leading slash, without `.` segments, doubled slashes or a trailing slash; entries that climb
 * out of the root with `..` are flagged `outside` and reported as diagnostics. The root itself is the empty path.
 * About 60 bytes an entry plus its path.
 */
export interface LayerTable {
  readonly count: number;
  /** Path of row i: `paths[pathStart[i] .. pathStart[i + 1])`. `pathStart` has count + 1 items. */
  readonly paths: Uint8Array;
  readonly pathStart: Uint32Array;
  /** Link target of row i (symlink: as written; hard link: normalised like a path): `links[linkStart[i] .. linkStart[i + 1])`. */
  readonly links: Uint8Array;
  readonly linkStart: Uint32Array;
  readonly type: Uint8Array;
  readonly flags: Uint8Array;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: Uint16Array;
  readonly uid: Uint32Array;
  readonly gid: Uint32Array;
  /** Seconds since the epoch; may be fractional or negative. */
  readonly mtime: Float64Array;
  /** Payload of a regular file in bytes: what a user sees as the file's size. 0 for everything else. */
  readonly size: Float64Array;
  /** Where the payload begins in the uncompressed layer tar. */
  readonly dataOffset: Float64Array;
  /** xxh64 of the payload, where `EntryFlag.hashed` is set. For sparse files: of the expanded content. */
  readonly hashLow: Uint32Array;
  readonly hashHigh: Uint32Array;
  /**
   * Position in the stored blob (compressed bytes) where the entry's header begins, as far as the decompressor knows; one item more
   * than entries, the last being the blob's size. The difference of two neighbours is what the entry costs in the registry.
   */
  readonly storedAt: Float64Array;
  /** Rare attributes, by row. */
  readonly rare: readonly RareAttributes[];
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
}

/** All buffers of a table, for `postMessage(table, transferables)`. */
export function transferablesOf(table: LayerTable): ArrayBuffer[] {
  const columns = [
    table.paths, table.pathStart, table.links, table.linkStart, table.type, table.flags, table.mode, table.uid, table.gid,
    table.mtime, table.size, table.dataOffset, table.hashLow, table.hashHigh, table.storedAt,
  ];
  return [...new Set(columns.map((column) => column.buffer as ArrayBuffer))];
}

/** Path bytes of a row, as a view. */
export function pathBytes(table: LayerTable, row: number): Uint8Array {
  return table.paths.subarray(table.pathStart[row], table.pathStart[row + 1]);
}

/** Link target bytes of a row, as a view. */
export function linkBytes(table: LayerTable, row: number): Uint8Array {
  return table.links.subarray(table.linkStart[row], table.linkStart[row + 1]);
}
