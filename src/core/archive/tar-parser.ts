/**
 * A tar reader that is fed chunks and steps through them: no copies, no promises and next to no allocation per entry.
 *
 * Reads V7, ustar, star, PAX and GNU archives the way Go's `archive/tar` does, because that is what docker, containerd and
 * podman unpack with; where it stops with an error, this reader stops with a `fault`. Names are bytes.
 */
import { EntryType } from '../image/layer-table';
import { paxSparseNumbers, paxSparseSize, paxSparseVersion, parseMap10, readGnuPairs, toSparseMap } from './sparse-map';
import { checksumMatches, isZeroBlock } from './tar-block';
import { ExtendedFlag, isTarSize, TarEntry, TarExtension } from './tar-entry';
import { BLOCK, TarInput } from './tar-input';
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

/** Bytes that one PAX header, long name or sparse map may have: Go's bound. */
const MAX_META = 1024 * 1024;
/** The type flag of GNU's own sparse files. */
const GNU_SPARSE = 0x53;

type State = 'header' | 'meta' | 'sparse-blocks' | 'sparse-map' | 'data' | 'discard' | 'ended';

/**
 * Usage: `feed` a chunk, then `step` until it answers `more`; at the end of the input call `finish` and look at `fault`.
 * After `entry` the fields of the entry are valid until the next `step`; after `data`, so is `data`.
 */
export class TarParser extends TarEntry {
  /** A piece of the current entry's payload. */
  data: Uint8Array = new Uint8Array(0);
  fault: TarFault | undefined;
  /** Keys of global PAX headers other than comments. They are not applied, as no container engine applies them. */
  readonly globalKeys = new Set<string>();
  /** First bytes after the end of the archive that are not zero, and where they lie. */
  trailing: Uint8Array | undefined;
  trailingOffset = 0;

  readonly #input = new TarInput();
  readonly #extension = new TarExtension();
  #state: State = 'header';
  #zeroSeen = false;
  #inEntry = false;
  #metaFlag = 0;
  #pairs: number[] = [];
  #remaining = 0;
  #padding = 0;

  /** Position in the tar: how much of the input has been used. */
  get offset(): number {
    return this.#input.offset;
  }

  /** After `more`: how many of the next bytes are of no interest. They may be left out with `skipped`. */
  get pendingSkip(): number {
    return this.#state === 'discard' ? this.#remaining : 0;
  }

  /** Gives the next bytes. They came from the range [storedFrom, storedTo) of the stored blob. */
  feed(chunk: Uint8Array, storedFrom: number, storedTo: number): void {
    this.#input.feed(chunk, storedFrom, storedTo);
  }

  /** Says that `count` bytes (at most `pendingSkip`) of the input were left out. */
  skipped(count: number): void {
    this.#input.skipped(count);
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
    const input = this.#input;
    for (;;) {
      switch (this.#state) {
        case 'header': {
          // Where a block begins in this chunk, so does what it belongs to; one that was begun before keeps its place.
          if (!this.#inEntry && !input.isMidBlock) {
            this.headerOffset = input.offset;
            this.storedAt = input.storedAt;
          }
          if (!input.takeBlock()) return TarEvent.more;
          const event = this.#header();
          if (event !== undefined) return event;
          break;
        }
        case 'meta': {
          if (!input.collect(this.#remaining)) return TarEvent.more;
          const event = this.#applyMeta();
          if (event !== undefined) return event;
          break;
        }
        case 'sparse-blocks': {
          if (!input.takeBlock()) return TarEvent.more;
          readGnuPairs(input.block, input.blockAt, 21, this.#pairs);
          if (this.#pairs.length > 2 * MAX_META) return this.#fail('too-large', 'a sparse map of absurd length');
          if (input.block[input.blockAt + 504] === 1) break;
          return this.#startSparse(0);
        }
        case 'sparse-map': {
          if (!input.collect(input.collected + BLOCK - (input.collected % BLOCK))) return TarEvent.more;
          const numbers = parseMap10(input.gathered.subarray(0, input.collected));
          if (numbers === undefined) {
            if (input.collected + BLOCK > this.storedSize || input.collected >= 4 * MAX_META) return this.#fail('corrupt', 'a sparse map without an end');
            break;
          }
          this.#pairs = numbers;
          return this.#startSparse(input.collected);
        }
        case 'data': {
          if (this.#remaining === 0) {
            this.#discard(this.#padding);
            break;
          }
          const from = input.at;
          const taken = input.pass(this.#remaining);
          if (taken === 0) return TarEvent.more;
          this.data = input.chunk.subarray(from, from + taken);
          this.#remaining -= taken;
          return TarEvent.data;
        }
        case 'discard': {
          this.#remaining -= input.pass(this.#remaining);
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
    const left = this.#state === 'data' || this.#state === 'discard' ? this.payloadLeft > 0 : this.#input.isMidBlock || this.#inEntry;
    if (left) this.#fail('truncated', 'the middle of an entry');
    this.#state = 'ended';
  }

  #header(): TarEventCode | undefined {
    const { block, blockView, blockAt: at } = this.#input;
    if (block[at] === 0 && isZeroBlock(blockView, at)) {
      if (this.#zeroSeen) return this.#end();
      this.#zeroSeen = true;
      return undefined;
    }
    if (this.#zeroSeen) return this.#fail('corrupt', 'a lone zero block between entries');
    if (!checksumMatches(block, blockView, at)) {
      return this.#fail('corrupt', this.#input.blockOffset === 0 ? 'no tar header (its checksum does not match)' : 'a header whose checksum does not match');
    }
    const flag = block[at + 156]!;
    const size = parseTarNumber(block, at + 124, 12);
    if (!isTarSize(size)) return this.#fail('corrupt', 'an entry of impossible size');
    if (flag === ExtendedFlag.pax || flag === ExtendedFlag.global || flag === ExtendedFlag.longName || flag === ExtendedFlag.longLink) {
      if (size > MAX_META) return this.#fail('too-large', `an extended header of ${size} bytes`);
      this.#inEntry = true;
      this.#metaFlag = flag;
      this.#input.collected = 0;
      // The padding is collected as well, so that one state does for both.
      this.#remaining = Math.ceil(size / BLOCK) * BLOCK;
      this.#padding = this.#remaining - size;
      this.#state = 'meta';
      return undefined;
    }
    const wrong = this.readHeader(block, at, size, this.#extension);
    if (wrong !== undefined) return this.#fail('corrupt', wrong);
    this.#padding = (BLOCK - (this.storedSize % BLOCK)) % BLOCK;
    this.#remaining = this.storedSize;
    const { pax } = this.#extension;
    if (this.type === EntryType.file && (flag === GNU_SPARSE || pax?.sparse !== undefined || pax?.sparsePairs !== undefined)) {
      const event = this.#sparseEntry(flag);
      if (event !== undefined) return event;
    }
    return this.#startPayload();
  }

  #applyMeta(): TarEventCode | undefined {
    this.#state = 'header';
    const { gathered, collected } = this.#input;
    const keys = this.#extension.take(this.#metaFlag, gathered.subarray(0, collected - this.#padding));
    if (typeof keys === 'string') return this.#fail('corrupt', keys);
    for (const key of keys) if (key !== 'comment' && this.globalKeys.size < 100) this.globalKeys.add(key);
    // A global header stands for itself: what it costs is not the next entry's.
    if (this.#metaFlag === ExtendedFlag.global && this.#extension.isEmpty) this.#inEntry = false;
    return undefined;
  }

  /** Begins a sparse file; answers undefined when the records turn out to be none. */
  #sparseEntry(flag: number): TarEventCode | undefined {
    const { block, blockAt: at } = this.#input;
    const { pax } = this.#extension;
    if (flag === GNU_SPARSE) {
      this.#pairs = [];
      this.size = parseTarNumber(block, at + 483, 12);
      if (!isTarSize(this.size)) return this.#fail('corrupt', 'a sparse file of impossible size');
      readGnuPairs(block, at + 386, 4, this.#pairs);
      if (block[at + 482] !== 1) return this.#startSparse(0);
      return this.#readMap('sparse-blocks');
    }
    const version = pax === undefined ? undefined : paxSparseVersion(pax);
    if (pax === undefined || version === undefined) return undefined;
    this.name = pax.sparseName ?? this.name;
    this.size = paxSparseSize(pax) ?? this.size;
    if (!isTarSize(this.size)) return this.#fail('corrupt', 'a sparse file of impossible size');
    if (version === '0.x') {
      this.#pairs = paxSparseNumbers(pax);
      return this.#startSparse(0);
    }
    this.#input.collected = 0;
    return this.#readMap('sparse-map');
  }

  #readMap(state: 'sparse-blocks' | 'sparse-map'): TarEventCode {
    this.keepNames();
    this.#inEntry = true;
    this.#state = state;
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
    this.#extension.clear();
    this.#inEntry = false;
    if (this.#remaining > 0 && this.type !== EntryType.dir) this.#state = 'data';
    else this.#discard(this.#remaining + this.#padding);
    return TarEvent.entry;
  }

  #discard(count: number): void {
    this.#remaining = count;
    this.#state = count > 0 ? 'discard' : 'header';
  }

  #lookAtTrailing(): void {
    if (this.trailing !== undefined || this.fault !== undefined) {
      this.#input.pass(Infinity);
      return;
    }
    const found = this.#input.passZeros();
    if (found === undefined) return;
    this.trailing = found.bytes;
    this.trailingOffset = found.offset;
  }

  #end(): TarEventCode {
    this.#state = 'ended';
    this.#inEntry = false;
    return TarEvent.end;
  }

  #fail(kind: TarFault['kind'], what: string): TarEventCode {
    this.fault = { kind, what, offset: kind === 'truncated' ? this.offset : this.#input.blockOffset };
    return this.#end();
  }
}
