/**
 * A tar reader that is fed chunks and steps through them: no copies, no promises and next to no allocation per entry.
 *
 * Reads V7, ustar, star, PAX and GNU archives the way Go's `archive/tar` does, because that is what docker, containerd and
 * podman unpack with; where it stops with an error, this reader stops with a `fault`. Names are bytes.
 */
import { EntryType, type EntryTypeCode } from '../image/layer-table';
import { parsePax, type PaxRecords } from './pax';
import { paxSparseNumbers, paxSparseSize, paxSparseVersion, parseMap10, readGnuPairs, toSparseMap, type SparseMap } from './sparse-map';
import { checksumMatches, isZeroBlock, textEnd } from './tar-block';
import { entryType, prefixLength } from './tar-header';
import { parseTarNumber } from './tar-number';

export const TarEvent = { more: 0, entry: 1, data: 2, end: 3 } as const;
export type TarEventCode = (typeof TarEvent)[keyof typeof TarEvent];

/** Why reading stopped before the end of the archive. `offset` is in the uncompressed tar. */
export interface TarFault {
  readonly kind: 'corrupt' | 'truncated' | 'too-large';
  /** What is wrong, as the end of a sentence: "a header whose checksum does not match". */
  readonly what: string;
  readonly offset: number;
}

const BLOCK = 512;
/** Bytes that one PAX header, long name or sparse map may have: Go's bound. */
const MAX_META = 1024 * 1024;
const MAX_SIZE = Number.MAX_SAFE_INTEGER;
const EMPTY = new Uint8Array(0);

type State = 'header' | 'meta' | 'sparse-blocks' | 'sparse-map' | 'data' | 'discard' | 'ended';

/**
 * Usage: `feed` a chunk, then `step` until it answers `more`; at the end of the input call `finish` and look at `fault`.
 * After `entry` the fields of the entry are valid until the next `step`; after `data`, so is `data`.
 */
export class TarParser {
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
  /** A piece of the current entry's payload. */
  data: Uint8Array = EMPTY;

  fault: TarFault | undefined;
  /** Keys of global PAX headers other than comments. They are not applied, as no container engine applies them. */
  readonly globalKeys = new Set<string>();
  /** First bytes after the end of the archive that are not zero, and where they lie. */
  trailing: Uint8Array | undefined;
  trailingOffset = 0;

  #state: State = 'header';
  #chunk: Uint8Array = EMPTY;
  #view: DataView = new DataView(EMPTY.buffer);
  #at = 0;
  #chunkOffset = 0;
  #storedStart = 0;
  #storedPerByte = 0;
  #carry = new Uint8Array(BLOCK);
  #carryView: DataView = new DataView(this.#carry.buffer);
  #carried = 0;
  #block: Uint8Array = EMPTY;
  #blockView: DataView = this.#view;
  #blockAt = 0;
  #blockOffset = 0;
  #zeroSeen = false;
  #inEntry = false;
  #metaFlag = 0;
  #meta = new Uint8Array(4096);
  #metaLength = 0;
  #pax: PaxRecords | undefined;
  #longName: Uint8Array | undefined;
  #longLink: Uint8Array | undefined;
  #pairs: number[] = [];
  #remaining = 0;
  #padding = 0;
  #scratch = new Uint8Array(512);

  /** Position in the tar: how much of the input has been used. */
  get offset(): number {
    return this.#chunkOffset + this.#at;
  }

  /** After `more`: how many of the next bytes are of no interest. They may be left out with `skipped`. */
  get pendingSkip(): number {
    return this.#state === 'discard' ? this.#remaining : 0;
  }

  /** Gives the next bytes. They came from the range [storedFrom, storedTo) of the stored blob. */
  feed(chunk: Uint8Array, storedFrom: number, storedTo: number): void {
    this.#chunkOffset += this.#at;
    this.#chunk = chunk;
    this.#view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#at = 0;
    this.#storedStart = storedFrom;
    this.#storedPerByte = chunk.length > 0 ? Math.max(0, storedTo - storedFrom) / chunk.length : 0;
  }

  /** Says that `count` bytes (at most `pendingSkip`) of the input were left out. */
  skipped(count: number): void {
    this.#chunkOffset += this.#at + count;
    this.#chunk = EMPTY;
    this.#at = 0;
    this.#remaining -= count;
  }

  /** After `entry`: do not hand out the payload. */
  skipPayload(): void {
    if (this.#state === 'data') this.#discard(this.#remaining + this.#padding);
  }

  /** Bytes of the current payload that have not been handed out. */
  get payloadLeft(): number {
    return this.#state === 'data' ? this.#remaining : this.#state === 'discard' ? Math.max(0, this.#remaining - this.#padding) : 0;
  }

  /** Goes on to the next event. `end` comes once; afterwards the rest of the input is only counted. */
  step(): TarEventCode {
    for (;;) {
      switch (this.#state) {
        case 'header': {
          if (!this.#takeBlock()) return TarEvent.more;
          const event = this.#header();
          if (event !== undefined) return event;
          break;
        }
        case 'meta': {
          if (!this.#collect(this.#remaining)) return TarEvent.more;
          const event = this.#applyMeta();
          if (event !== undefined) return event;
          break;
        }
        case 'sparse-blocks': {
          if (!this.#takeBlock()) return TarEvent.more;
          readGnuPairs(this.#block, this.#blockAt, 21, this.#pairs);
          if (this.#pairs.length > 2 * MAX_META) return this.#fail('too-large', 'a sparse map of absurd length');
          if (this.#block[this.#blockAt + 504] === 1) break;
          return this.#startSparse(0);
        }
        case 'sparse-map': {
          if (!this.#collect(this.#metaLength + BLOCK - (this.#metaLength % BLOCK))) return TarEvent.more;
          const numbers = parseMap10(this.#meta.subarray(0, this.#metaLength));
          if (numbers === undefined) {
            if (this.#metaLength + BLOCK > this.storedSize || this.#metaLength >= 4 * MAX_META) return this.#fail('corrupt', 'a sparse map without an end');
            break;
          }
          this.#pairs = numbers;
          return this.#startSparse(this.#metaLength);
        }
        case 'data': {
          const available = Math.min(this.#remaining, this.#chunk.length - this.#at);
          if (this.#remaining === 0) {
            this.#discard(this.#padding);
            break;
          }
          if (available === 0) return TarEvent.more;
          this.data = this.#chunk.subarray(this.#at, this.#at + available);
          this.#at += available;
          this.#remaining -= available;
          return TarEvent.data;
        }
        case 'discard': {
          const available = Math.min(this.#remaining, this.#chunk.length - this.#at);
          this.#at += available;
          this.#remaining -= available;
          if (this.#remaining > 0) return TarEvent.more;
          this.#state = 'header';
          break;
        }
        case 'ended':
          this.#lookAtTrailing();
          return TarEvent.more;
      }
    }
  }

  /** Says that the input is over; sets `fault` when that came too early. Missing end blocks and padding are no fault. */
  finish(): void {
    if (this.#state === 'ended') return;
    const left = this.#state === 'data' || this.#state === 'discard' ? this.payloadLeft > 0 : this.#carried > 0 || this.#inEntry;
    if (left) this.#fail('truncated', 'the middle of an entry');
    this.#state = 'ended';
  }

  /** Makes one header block available, without a copy where the chunk holds it whole. */
  #takeBlock(): boolean {
    const available = this.#chunk.length - this.#at;
    if (available === 0) return false;
    if (this.#carried === 0) {
      this.#blockOffset = this.offset;
      if (!this.#inEntry) {
        this.headerOffset = this.#blockOffset;
        this.storedAt = this.#storedStart + this.#at * this.#storedPerByte;
      }
      if (available >= BLOCK) {
        this.#block = this.#chunk;
        this.#blockView = this.#view;
        this.#blockAt = this.#at;
        this.#at += BLOCK;
        return true;
      }
    }
    const taken = Math.min(available, BLOCK - this.#carried);
    this.#carry.set(this.#chunk.subarray(this.#at, this.#at + taken), this.#carried);
    this.#at += taken;
    this.#carried += taken;
    if (this.#carried < BLOCK) return false;
    this.#carried = 0;
    this.#block = this.#carry;
    this.#blockView = this.#carryView;
    this.#blockAt = 0;
    return true;
  }

  /** Collects payload in `#meta` until it holds `length` bytes. */
  #collect(length: number): boolean {
    const taken = Math.min(length - this.#metaLength, this.#chunk.length - this.#at);
    if (this.#metaLength + taken > this.#meta.length) {
      const larger = new Uint8Array(Math.max(length, this.#meta.length * 2));
      larger.set(this.#meta.subarray(0, this.#metaLength));
      this.#meta = larger;
    }
    this.#meta.set(this.#chunk.subarray(this.#at, this.#at + taken), this.#metaLength);
    this.#at += taken;
    this.#metaLength += taken;
    return this.#metaLength === length;
  }

  #header(): TarEventCode | undefined {
    const block = this.#block;
    const at = this.#blockAt;
    if (block[at] === 0 && isZeroBlock(this.#blockView, at)) {
      if (this.#zeroSeen) return this.#end();
      this.#zeroSeen = true;
      return undefined;
    }
    if (this.#zeroSeen) return this.#fail('corrupt', 'a lone zero block between entries');
    if (!checksumMatches(block, this.#blockView, at)) {
      return this.#fail('corrupt', this.#blockOffset === 0 ? 'no tar header (its checksum does not match)' : 'a header whose checksum does not match');
    }
    const flag = block[at + 156]!;
    const size = parseTarNumber(block, at + 124, 12);
    if (!(size >= 0 && size <= MAX_SIZE)) return this.#fail('corrupt', 'an entry of impossible size');
    if (flag === 0x78 || flag === 0x67 || flag === 0x4c || flag === 0x4b) {
      if (size > MAX_META) return this.#fail('too-large', `an extended header of ${size} bytes`);
      this.#inEntry = true;
      this.#metaFlag = flag;
      this.#metaLength = 0;
      // The padding is collected as well, so that one state does for both.
      this.#remaining = Math.ceil(size / BLOCK) * BLOCK;
      this.#padding = this.#remaining - size;
      this.#state = 'meta';
      return undefined;
    }
    return this.#entry(flag, size);
  }

  #applyMeta(): TarEventCode | undefined {
    const bytes = this.#meta.subarray(0, this.#metaLength - this.#padding);
    this.#state = 'header';
    if (this.#metaFlag === 0x4c) this.#longName = bytes.slice(0, textEnd(bytes, 0, bytes.length));
    else if (this.#metaFlag === 0x4b) this.#longLink = bytes.slice(0, textEnd(bytes, 0, bytes.length));
    else {
      const records = parsePax(bytes);
      if (typeof records === 'string') return this.#fail('corrupt', records);
      if (this.#metaFlag === 0x78) this.#pax = records;
      else {
        for (const key of records.keys) if (key !== 'comment' && this.globalKeys.size < 100) this.globalKeys.add(key);
        // A global header stands for itself: what it costs is not the next entry's.
        if (this.#pax === undefined && this.#longName === undefined && this.#longLink === undefined) this.#inEntry = false;
      }
    }
    return undefined;
  }

  #entry(flag: number, headerSize: number): TarEventCode {
    const block = this.#block;
    const at = this.#blockAt;
    const pax = this.#pax;
    const uid = pax?.uid ?? parseTarNumber(block, at + 108, 8);
    const gid = pax?.gid ?? parseTarNumber(block, at + 116, 8);
    const mode = parseTarNumber(block, at + 100, 8);
    const mtime = pax?.mtime ?? parseTarNumber(block, at + 136, 12);
    if (Number.isNaN(uid + gid + mode + mtime)) return this.#fail('corrupt', 'a header with a malformed number');
    const size = pax?.size ?? headerSize;
    if (!(size >= 0 && size <= MAX_SIZE)) return this.#fail('corrupt', 'an entry of impossible size');
    // Ids are 32 bits wide in Linux; what is wider keeps its low bits, as the kernel would.
    this.uid = uid >>> 0;
    this.gid = gid >>> 0;
    this.mode = mode & 0o7777;
    this.modeType = (mode >>> 12) & 0xf;
    this.mtime = mtime;
    this.typeFlag = flag;
    this.xattrs = pax?.xattrs;
    this.sparse = undefined;
    this.name = this.#longName ?? pax?.path ?? this.#headerName(block, at);
    const linkEnd = textEnd(block, at + 157, at + 257);
    this.link = this.#longLink ?? pax?.linkpath ?? (linkEnd === at + 157 ? EMPTY : block.subarray(at + 157, linkEnd));
    this.type = entryType(flag, this.name);
    const hasContent = this.type === EntryType.file;
    // Directories of GNU incremental dumps ('D') and volume labels carry a payload that is no content.
    const payload = hasContent || flag === 0x44 ? size : 0;
    if (this.type === EntryType.char || this.type === EntryType.block) {
      this.deviceMajor = parseTarNumber(block, at + 329, 8) || 0;
      this.deviceMinor = parseTarNumber(block, at + 337, 8) || 0;
    }
    this.size = hasContent ? size : 0;
    this.storedSize = payload;
    this.#padding = (BLOCK - (payload % BLOCK)) % BLOCK;
    this.#remaining = payload;
    if (hasContent && (flag === 0x53 || pax?.sparse !== undefined || pax?.sparsePairs !== undefined)) {
      const event = this.#sparseEntry(flag);
      if (event !== undefined) return event;
    }
    return this.#startPayload();
  }

  /** Begins a sparse file; answers undefined when the records turn out to be none. */
  #sparseEntry(flag: number): TarEventCode | undefined {
    const block = this.#block;
    const at = this.#blockAt;
    const pax = this.#pax;
    if (flag === 0x53) {
      this.#pairs = [];
      this.size = parseTarNumber(block, at + 483, 12);
      if (!(this.size >= 0 && this.size <= MAX_SIZE)) return this.#fail('corrupt', 'a sparse file of impossible size');
      readGnuPairs(block, at + 386, 4, this.#pairs);
      if (block[at + 482] !== 1) return this.#startSparse(0);
      this.#keepNames();
      this.#inEntry = true;
      this.#state = 'sparse-blocks';
      return this.step();
    }
    const version = pax === undefined ? undefined : paxSparseVersion(pax);
    if (pax === undefined || version === undefined) return undefined;
    this.name = pax.sparseName ?? this.name;
    this.size = paxSparseSize(pax) ?? this.size;
    if (!(this.size >= 0 && this.size <= MAX_SIZE)) return this.#fail('corrupt', 'a sparse file of impossible size');
    if (version === '0.x') {
      this.#pairs = paxSparseNumbers(pax);
      return this.#startSparse(0);
    }
    this.#keepNames();
    this.#inEntry = true;
    this.#metaLength = 0;
    this.#state = 'sparse-map';
    return this.step();
  }

  #startSparse(mapBytes: number): TarEventCode {
    this.storedSize -= mapBytes;
    this.#remaining -= mapBytes;
    const map = this.#remaining < 0 ? 'a sparse map longer than its file' : toSparseMap(this.#pairs, this.size, this.storedSize);
    if (typeof map === 'string') return this.#fail('corrupt', map);
    this.sparse = map;
    return this.#startPayload();
  }

  #startPayload(): TarEventCode {
    this.dataOffset = this.offset;
    this.#pax = undefined;
    this.#longName = undefined;
    this.#longLink = undefined;
    this.#inEntry = false;
    if (this.#remaining > 0 && this.type !== EntryType.dir) this.#state = 'data';
    else this.#discard(this.#remaining + this.#padding);
    return TarEvent.entry;
  }

  #discard(count: number): void {
    this.#remaining = count;
    this.#state = count > 0 ? 'discard' : 'header';
  }

  /** Names are views of a chunk that will be gone when the sparse map has been read. */
  #keepNames(): void {
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

  #lookAtTrailing(): void {
    if (this.trailing === undefined && this.fault === undefined) {
      for (let i = this.#at; i < this.#chunk.length; i += 1) {
        if (this.#chunk[i] === 0) continue;
        this.trailing = this.#chunk.slice(i, i + 100);
        this.trailingOffset = this.#chunkOffset + i;
        break;
      }
    }
    this.#at = this.#chunk.length;
  }

  #end(): TarEventCode {
    this.#state = 'ended';
    this.#inEntry = false;
    return TarEvent.end;
  }

  #fail(kind: TarFault['kind'], what: string): TarEventCode {
    this.fault = { kind, what, offset: kind === 'truncated' ? this.offset : this.#blockOffset };
    return this.#end();
  }
}
