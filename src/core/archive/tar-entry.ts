/** One entry of a tar, read from its header and from what extended headers said before it. */
import { EntryType, type EntryTypeCode } from '../image/layer-table';
import { parsePax, type PaxRecords } from './pax';
import type { SparseMap } from './sparse-map';
import { textEnd } from './tar-block';
import { entryType, prefixLength } from './tar-header';
import { parseTarNumber } from './tar-number';

const EMPTY = new Uint8Array(0);

/** Flags of the headers that are about the next entry, or about all that follow. */
export const ExtendedFlag = { pax: 0x78, global: 0x67, longName: 0x4c, longLink: 0x4b } as const;

/** What extended headers say of the entry that follows them. */
export class TarExtension {
  pax: PaxRecords | undefined;
  longName: Uint8Array | undefined;
  longLink: Uint8Array | undefined;

  get isEmpty(): boolean {
    return this.pax === undefined && this.longName === undefined && this.longLink === undefined;
  }

  clear(): void {
    this.pax = undefined;
    this.longName = undefined;
    this.longLink = undefined;
  }

  /** Takes the content of an extended header in; answers the keys of a global one, or what is wrong, as the end of a sentence. */
  take(flag: number, bytes: Uint8Array): readonly string[] | string {
    if (flag === ExtendedFlag.longName) this.longName = bytes.slice(0, textEnd(bytes, 0, bytes.length));
    else if (flag === ExtendedFlag.longLink) this.longLink = bytes.slice(0, textEnd(bytes, 0, bytes.length));
    else {
      const records = parsePax(bytes);
      if (typeof records === 'string') return records;
      if (flag === ExtendedFlag.global) return [...records.keys];
      this.pax = records;
    }
    return [];
  }
}

/** The fields of the entry that a reader stands at. */
export class TarEntry {
  name: Uint8Array = EMPTY;
  link: Uint8Array = EMPTY;
  /** The type flag as written; `type` is what it means. */
  typeFlag = 0;
  type: EntryTypeCode = EntryType.file;
  mode = 0;
  /** What the mode says of the type, as in `st_mode >> 12`; 0 where the writer left it out, as GNU tar does. It decides nothing. */
  modeType = 0;
  uid = 0;
  gid = 0;
  mtime = 0;
  /** Nanoseconds past the whole second of `mtime`. */
  nanos = 0;
  /** Content bytes: the apparent size of a sparse file. 0 for what has no content. */
  size = 0;
  /** Payload bytes in the tar that belong to the content. */
  storedSize = 0;
  deviceMajor = 0;
  deviceMinor = 0;
  xattrs: Record<string, string> | undefined;
  sparse: SparseMap | undefined;
  /** Where the entry's first header (PAX and GNU ones included) begins in the tar, and in the stored blob. */
  headerOffset = 0;
  storedAt = 0;
  /** Where the payload begins in the tar. */
  dataOffset = 0;
  #scratch = new Uint8Array(512);

  /** Reads the header at `at`; answers what is wrong with it, as the end of a sentence. A sparse file is read as if it were none. */
  protected readHeader(block: Uint8Array, at: number, headerSize: number, { pax, longName, longLink }: TarExtension): string | undefined {
    const flag = block[at + 156]!;
    const uid = pax?.uid ?? parseTarNumber(block, at + 108, 8);
    const gid = pax?.gid ?? parseTarNumber(block, at + 116, 8);
    const mode = parseTarNumber(block, at + 100, 8);
    const mtime = pax?.mtime ?? parseTarNumber(block, at + 136, 12);
    if (Number.isNaN(uid + gid + mode + mtime)) return 'a header with a malformed number';
    const size = pax?.size ?? headerSize;
    if (!isTarSize(size)) return 'an entry of impossible size';
    // Ids are 32 bits wide in Linux; what is wider keeps its low bits, as the kernel would.
    this.uid = uid >>> 0;
    this.gid = gid >>> 0;
    this.mode = mode & 0o7777;
    this.modeType = (mode >>> 12) & 0xf;
    this.mtime = mtime;
    this.nanos = pax?.mtime === undefined ? 0 : (pax.nanos ?? 0);
    this.typeFlag = flag;
    this.xattrs = pax?.xattrs;
    this.sparse = undefined;
    this.name = longName ?? pax?.path ?? this.#headerName(block, at);
    const linkEnd = textEnd(block, at + 157, at + 257);
    this.link = longLink ?? pax?.linkpath ?? (linkEnd === at + 157 ? EMPTY : block.subarray(at + 157, linkEnd));
    this.type = entryType(flag, this.name);
    const hasContent = this.type === EntryType.file;
    if (this.type === EntryType.char || this.type === EntryType.block) {
      this.deviceMajor = parseTarNumber(block, at + 329, 8) || 0;
      this.deviceMinor = parseTarNumber(block, at + 337, 8) || 0;
    }
    this.size = hasContent ? size : 0;
    // Directories of GNU incremental dumps ('D') and those of V7, whose flag is that of a file, carry a payload that is no content.
    this.storedSize = hasContent || flag === 0x44 || flag === 0 ? size : 0;
    return undefined;
  }

  /** Names are views of a chunk that will be gone when more has been read. */
  protected keepNames(): void {
    this.name = this.name.slice();
    this.link = this.link.slice();
  }

  #headerName(block: Uint8Array, at: number): Uint8Array {
    const end = textEnd(block, at, at + 100);
    const prefix = prefixLength(block, at);
    if (prefix === 0) return block.subarray(at, end);
    const name = this.#scratch;
    name.set(block.subarray(at + 345, at + 345 + prefix));
    name[prefix] = 0x2f;
    name.set(block.subarray(at, end), prefix + 1);
    return name.subarray(0, prefix + 1 + end - at);
  }
}

/** Whether a size can be one. */
export function isTarSize(size: number): boolean {
  return size >= 0 && size <= Number.MAX_SAFE_INTEGER;
}
