/** Turns the entries of a tar into the rows of a `ScannedTable`: paths, whiteout flags, attributes and content hashes. */
import { freeMemory } from '../bytes/free-memory';
import { packLines } from '../bytes/packed-lines';
import { escapeShort, isUtf8 } from '../bytes/text';
import type { Hasher } from '../bytes/codec';
import { EntryFlag, EntryType, type EntryTypeCode, type RareAttributes, type ScannedTable } from '../image/layer-table';
import { LayerTableBuilder } from '../image/layer-table-builder';
import { DiagnosticList } from './diagnostic-list';
import { feedHole, type HoleBudget } from './holes';
import { isKeptFile, isKeptPacked, KEEP_LIMITS } from './kept-files';
import type { SparseMap } from './sparse-map';
import { isUnknownType } from './tar-header';
import type { TarParser } from './tar-parser';
import { baseStart, hasHighBytes, normalisePath } from './tar-path';

/** Bounds of one layer, far above real ones (the largest image measured has 372,466 entries), so that a bomb cannot take all memory. */
const LAYER_LIMITS = { entries: 4_000_000, nameBytes: 512 * 1024 * 1024, rareBytes: 128 * 1024 * 1024 } as const;

/** Raw layers: files above this are skipped and hashed only in the second pass, if another file has their size. */
export const SKIP_ABOVE = 1024 * 1024;

/** xxh64 of nothing. */
const EMPTY_HASH = { low: 0x51d8e999, high: 0xef46db37 } as const;

/** `st_mode >> 12` of each type; a hard link has that of a regular file, which says nothing in a tar. */
const REGULAR = 0x8;
const MODE_TYPES: Readonly<Record<EntryTypeCode, number>> = {
  [EntryType.file]: REGULAR, [EntryType.hardlink]: REGULAR, [EntryType.symlink]: 0xa, [EntryType.char]: 0x2, [EntryType.block]: 0x6,
  [EntryType.dir]: 0x4, [EntryType.fifo]: 0x1,
};

export interface SinkOptions {
  readonly layerIndex: number;
  /** Without one nothing is hashed. */
  readonly hasher?: Hasher;
  /** Do not read the payload of files above this size. */
  readonly skipAbove: number;
  /** Keep the content of those that `isKeptFile` names. */
  readonly keep?: boolean;
}

export class LayerSink {
  readonly diagnostics: DiagnosticList;
  readonly #options: SinkOptions;
  readonly #builder = new LayerTableBuilder();
  readonly #holes: HoleBudget = { left: 1024 * 1024 * 1024 };
  #rareBytes = 0;
  #row = -1;
  #hashing = false;
  #sparse: SparseMap | undefined;
  #sparsePart = 0;
  #sparseDone = 0;
  #contentAt = 0;
  #size = 0;
  readonly #kept = new Map<number, Uint8Array>();
  #keepRoom: number = KEEP_LIMITS.layer;
  #keeping: Uint8Array | undefined;
  #keptBytes = 0;

  constructor(options: SinkOptions) {
    this.#options = options;
    this.diagnostics = new DiagnosticList(options.layerIndex);
  }

  get count(): number {
    return this.#builder.count;
  }

  /** A limit that has been reached, as the end of a sentence. */
  get exceeded(): string | undefined {
    if (this.#builder.count >= LAYER_LIMITS.entries) return `more than ${LAYER_LIMITS.entries} entries`;
    if (this.#builder.nameBytes >= LAYER_LIMITS.nameBytes) return 'names of more than 512 MB';
    if (this.#rareBytes >= LAYER_LIMITS.rareBytes) return 'extended attributes and sparse maps of more than 128 MB';
    return undefined;
  }

  /** Adds the entry that the parser stands at, and tells the parser whether its payload is wanted. Answers the row. */
  entry(tar: TarParser): number {
    const { type } = tar;
    const isFile = type === EntryType.file;
    // The link goes first: both normalisations may share one buffer, and the builder copies what it is given.
    let link = type === EntryType.hardlink ? normalisePath(tar.link).bytes.slice() : type === EntryType.symlink ? tar.link : undefined;
    const path = normalisePath(tar.name);
    let flags = nameFlags(path.bytes);
    // Docker's and buildah's archivers leave a stale link name on whiteouts; it means nothing, but dive repeats it.
    if (isFile && (flags & EntryFlag.whiteout) !== 0) link = tar.link;
    if (path.outside) flags |= EntryFlag.outside | EntryFlag.special;
    if (tar.sparse !== undefined) flags |= EntryFlag.sparse;
    const keep = isFile && this.#options.keep === true && tar.sparse === undefined && tar.size <= this.#keepRoom && isKeptFile(path.bytes, tar.size);
    const wanted = isFile && this.#options.hasher !== undefined && (keep || tar.size <= this.#options.skipAbove) && this.#affordable(tar);
    if (isFile && tar.size === 0) flags |= EntryFlag.hashed;
    const row = this.#builder.addRow({
      path: path.bytes, link, type, flags, mode: tar.mode, uid: tar.uid, gid: tar.gid, mtime: tar.mtime, nanos: tar.nanos,
      size: tar.size, dataOffset: tar.dataOffset, storedAt: tar.storedAt,
    });
    if (isFile && tar.size === 0) this.#builder.setHash(row, EMPTY_HASH.low, EMPTY_HASH.high);
    const oddMode = tar.modeType !== 0 && tar.modeType !== REGULAR && tar.modeType !== MODE_TYPES[type];
    if (oddMode || tar.xattrs !== undefined || tar.sparse !== undefined || type === EntryType.char || type === EntryType.block) this.#addRare(row, tar, oddMode);
    if (path.outside) this.#diagnoseOutside(tar);
    if (isFile && isUnknownType(tar.typeFlag)) this.#diagnoseType(tar);
    this.#row = row;
    this.#hashing = wanted && tar.size > 0;
    if (this.#hashing) {
      this.#options.hasher!.reset();
      this.#sparse = tar.sparse;
      this.#sparsePart = this.#sparseDone = this.#contentAt = 0;
      this.#size = tar.size;
      this.#keeping = keep ? new Uint8Array(tar.size) : undefined;
      this.#keptBytes = 0;
    } else tar.skipPayload();
    return row;
  }

  /** Path of the newest row. Valid until the next row. */
  lastPath(): Uint8Array {
    return this.#builder.lastPath();
  }

  /** A piece of the current row's payload. */
  data(chunk: Uint8Array): void {
    if (!this.#hashing) return;
    if (this.#keeping !== undefined) {
      this.#keeping.set(chunk, this.#keptBytes);
      this.#keptBytes += chunk.length;
    }
    if (this.#sparse === undefined) this.#options.hasher!.update(chunk);
    else this.#sparseData(this.#sparse, chunk);
  }

  /** The current row is complete; `whole` is false when its payload was cut off. */
  endEntry(whole: boolean): void {
    if (!whole && this.#row >= 0) this.#builder.setFlags(this.#row, EntryFlag.damaged);
    if (whole && this.#hashing) {
      const hasher = this.#options.hasher!;
      if (this.#sparse !== undefined) feedHole(hasher, this.#size - this.#contentAt);
      const { low, high } = hasher.digest();
      this.#builder.setHash(this.#row, low, high);
      this.#builder.setFlags(this.#row, EntryFlag.hashed);
      if (this.#keeping !== undefined) {
        this.#keepRoom -= this.#keeping.length;
        this.#kept.set(this.#row, isKeptPacked(this.#builder.lastPath()) ? packedOf(this.#keeping) : this.#keeping);
      }
    }
    this.#keeping = undefined;
    this.#row = -1;
    this.#hashing = false;
  }

  /** Content of kept files, by row; some are packed (`isKeptPacked`). */
  get kept(): ReadonlyMap<number, Uint8Array> {
    return this.#kept;
  }

  /** The table; the sink must not be used afterwards. */
  finish(storedEnd: number): ScannedTable {
    return this.#builder.finish(storedEnd);
  }

  /** Sparse files are hashed as they look, zeros included, as long as the layer's allowance of zeros lasts. */
  #affordable(tar: TarParser): boolean {
    if (tar.sparse === undefined) return true;
    const holes = tar.size - tar.sparse.reduce((sum, [, length]) => sum + length, 0);
    if (holes > this.#holes.left) return false;
    this.#holes.left -= holes;
    return true;
  }

  #sparseData(map: SparseMap, chunk: Uint8Array): void {
    const hasher = this.#options.hasher!;
    let at = 0;
    while (at < chunk.length && this.#sparsePart < map.length) {
      const [offset, length] = map[this.#sparsePart]!;
      if (this.#sparseDone === 0) feedHole(hasher, offset - this.#contentAt);
      const taken = Math.min(length - this.#sparseDone, chunk.length - at);
      hasher.update(chunk.subarray(at, at + taken));
      at += taken;
      this.#sparseDone += taken;
      this.#contentAt = offset + this.#sparseDone;
      if (this.#sparseDone === length) {
        this.#sparsePart += 1;
        this.#sparseDone = 0;
      }
    }
  }

  #addRare(row: number, tar: TarParser, oddMode: boolean): void {
    const device = tar.type === EntryType.char || tar.type === EntryType.block;
    const rare: RareAttributes = {
      row,
      ...(tar.xattrs === undefined ? {} : { xattrs: tar.xattrs }),
      ...(device ? { deviceMajor: tar.deviceMajor, deviceMinor: tar.deviceMinor } : {}),
      ...(tar.sparse === undefined ? {} : { sparse: tar.sparse, storedSize: tar.storedSize }),
      ...(oddMode ? { modeType: tar.modeType } : {}),
    };
    this.#builder.addRare(rare);
    this.#rareBytes += 100 + 100 * (tar.sparse?.length ?? 0);
    for (const key in tar.xattrs) this.#rareBytes += key.length + tar.xattrs[key]!.length + 50;
  }

  #diagnoseOutside(tar: TarParser): void {
    this.diagnostics.add('path-escapes-root', tar.name, tar.headerOffset,
      `The entry ${escapeShort(tar.name)} climbs out of the root file system with ".."; it is left out of it.`,
      'docker and containerd refuse such a layer. Find out what wrote it before you run the image.');
  }

  #diagnoseType(tar: TarParser): void {
    this.diagnostics.add('unknown-entry-type', tar.name, tar.headerOffset,
      `The entry ${escapeShort(tar.name)} is of type ${JSON.stringify(String.fromCharCode(tar.typeFlag))}, which no container engine knows; it is counted as a file, as POSIX asks.`,
      'docker and containerd refuse such a layer. Volume labels and parts of multi-volume archives look like this: write the layer without them.');
  }
}

function packedOf(list: Uint8Array): Uint8Array {
  const packed = packLines(list);
  freeMemory(list);
  return packed;
}

/** Flags that the name alone decides. `path` is normal. */
function nameFlags(path: Uint8Array): number {
  const base = baseStart(path);
  let flags = hasHighBytes(path) && !isUtf8(path) ? EntryFlag.badName : 0;
  if (isWh(path, base)) {
    if (isWh(path, base + 4)) {
      // `.wh..wh..opq`; all other doubled prefixes are AUFS bookkeeping.
      const opaque = path.length - base === 12 && path[base + 8] === 0x2e && path[base + 9] === 0x6f && path[base + 10] === 0x70 && path[base + 11] === 0x71;
      flags |= opaque ? EntryFlag.opaque : EntryFlag.whiteout | EntryFlag.special;
    } else flags |= EntryFlag.whiteout;
  }
  // What lies below AUFS's own directories in the root (`.wh..wh.plnk/`) is bookkeeping as well; moby skips it by this prefix.
  if (base > 0 && isWh(path, 0) && isWh(path, 4)) flags |= EntryFlag.special;
  return flags;
}

/** Whether `.wh.` stands at `at`. */
function isWh(path: Uint8Array, at: number): boolean {
  return path[at] === 0x2e && path[at + 1] === 0x77 && path[at + 2] === 0x68 && path[at + 3] === 0x2e;
}
