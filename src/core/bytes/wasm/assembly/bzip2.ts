/**
 * bzip2 streams, block by block, resumable between groups of 50 symbols; after Julian Seward's bzip2 1.0.8 and Joe
 * Tsai's "BZIP2: Format Specification" (2016). Bits are read from the highest to the lowest.
 */
import { Input } from './input';

/** What `bunzip2` answers, numbered like the answers of `inflate`. */
const NEED_INPUT: i32 = 0;
const OUTPUT_READY: i32 = 1;
const STREAM_END: i32 = 2;
const TRUNCATED: i32 = 3;
const CORRUPT: i32 = 4;
const BAD_CHECKSUM: i32 = 5;
/** Blocks that were "randomised", as bzip2 before 0.9.5 wrote very rarely. */
const UNSUPPORTED: i32 = 6;

const AT_BLOCK: i32 = 0;
const IN_SYMBOLS: i32 = 1;
const IN_OUTPUT: i32 = 2;
const AT_END: i32 = 3;

/** More than a block header can need: 18,002 selectors of up to 6 bits, six tables, and what only a hostile one would write. */
const HEADER_ROOM: usize = 128 << 10;
/** A group of 50 symbols of at most 20 bits. */
const GROUP_ROOM: usize = 160;
const MAX_SELECTORS: i32 = 18002;
const FAST_BITS: u32 = 10;

const OUTPUT_SIZE: usize = 512 << 10;
const OUTPUT: usize = memory.data(512 << 10, 64);
const BLOCK: usize = memory.data(3600064, 64);
const SELECTORS: usize = memory.data(18048, 64);
const LENGTHS: usize = memory.data(272, 8);
const USED: usize = memory.data(256, 8);
const RECENT: usize = memory.data(256, 8);
const COUNTS: usize = memory.data(1024, 8);
const CRC_TABLE: usize = memory.data(1024, 8);
/** One for each of six codes: symbols in order (258 u16), limits and bases by length (21 u32 each), 1024 fast entries (u16). */
const SYMBOLS: usize = memory.data(6 * 528, 64);
const LIMITS: usize = memory.data(6 * 96, 64);
const BASES: usize = memory.data(6 * 96, 64);
const FAST: usize = memory.data(6 * 2048, 64);
const PER_LENGTH: usize = memory.data(96, 8);

let ready = false;
let phase: i32 = AT_BLOCK;
let blockLimit: u32 = 0;
let bits: u64 = 0;
let bitCount: u32 = 0;
let pretended: u32 = 0;

let blockCrc: u32 = 0;
let wantedCrc: u32 = 0;
let streamCrc: u32 = 0;
let origin: u32 = 0;
let alphabet: i32 = 0;
let selectors: i32 = 0;
let group: i32 = 0;
let filled: u32 = 0;
let runLength: u32 = 0;
let runBit: u32 = 0;

let position: u32 = 0;
let left: u32 = 0;
let last: u32 = 0;
let same: u32 = 0;
let repeat: u32 = 0;
let written: usize = 0;

/** Begins a stream behind its four bytes "BZh" and level; the bit buffer is empty there. */
export function bunzip2Reset(level: u32): void {
  if (!ready) {
    for (let byte: u32 = 0; byte < 256; byte++) {
      let crc = byte << 24;
      for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ ((crc & 0x80000000) !== 0 ? 0x04c11db7 : 0);
      store<u32>(CRC_TABLE + (byte << 2), crc);
    }
    ready = true;
  }
  blockLimit = level * 100000;
  phase = AT_BLOCK;
  bits = 0;
  bitCount = 0;
  pretended = 0;
  streamCrc = 0;
}

/** Whole bytes that were taken from the input and still wait in the bit buffer. */
export function bufferedBytes(): u32 {
  const whole = bitCount >> 3;
  return whole - min(pretended, whole);
}

export function bunzip2Output(): usize {
  return OUTPUT;
}

export function bunzip2Length(): usize {
  return written;
}

/** Says that the host is done with the output. */
export function bunzip2TakeOutput(): void {
  written = 0;
}

/** Goes on until there is a reason to stop. */
export function bunzip2(): i32 {
  while (true) {
    let answer: i32 = 0;
    if (phase === AT_BLOCK) answer = blockHeader();
    else if (phase === IN_SYMBOLS) answer = readSymbols();
    else if (phase === IN_OUTPUT) answer = writeBlock();
    else return STREAM_END;
    if (answer !== STREAM_END) return answer;
  }
}

function refill(): void {
  while (bitCount <= 56) {
    bits <<= 8;
    if (Input.at < Input.end) bits |= <u64>load<u8>(Input.at++);
    else pretended++;
    bitCount += 8;
  }
}

/** The next `count` bits, at most 32. */
function take(count: u32): u32 {
  if (bitCount < count) refill();
  bitCount -= count;
  return <u32>(bits >> <u64>bitCount) & <u32>((<u64>1 << <u64>count) - 1);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function overrun(): bool {
  return pretended << 3 > bitCount;
}

/** Bits beyond the input: the file is cut, or a header asks for more than any encoder writes. */
function beyond(): i32 {
  return Input.isFinal ? TRUNCATED : CORRUPT;
}

/** Each part answers STREAM_END when it is done and the next one should go on. */
function blockHeader(): i32 {
  if (!Input.isFinal && Input.end - Input.at < HEADER_ROOM) return NEED_INPUT;
  const high = take(24);
  const low = take(24);
  const crc = take(32);
  if (overrun()) return beyond();
  if (high === 0x177245 && low === 0x385090) {
    if (crc !== streamCrc) return BAD_CHECKSUM;
    // The stream ends on a whole byte.
    const whole = bitCount >> 3;
    Input.at -= <usize>(whole - min(pretended, whole));
    bitCount = 0;
    pretended = 0;
    phase = AT_END;
    return STREAM_END;
  }
  if (high !== 0x314159 || low !== 0x265359) return CORRUPT;
  wantedCrc = crc;
  const randomised = take(1);
  origin = take(24);
  const ranges = take(16);
  let used: i32 = 0;
  for (let range: u32 = 0; range < 16; range++) {
    if ((ranges & (0x8000 >> range)) === 0) continue;
    const members = take(16);
    for (let member: u32 = 0; member < 16; member++) {
      if ((members & (0x8000 >> member)) !== 0) store<u8>(USED + used++, <u8>((range << 4) + member));
    }
  }
  alphabet = used + 2;
  const codes = <i32>take(3);
  selectors = <i32>take(15);
  if (overrun()) return beyond();
  if (randomised !== 0) return UNSUPPORTED;
  if (used === 0 || codes < 2 || codes > 6 || selectors < 1) return CORRUPT;

  for (let i = 0; i < codes; i++) store<u8>(RECENT + i, <u8>i);
  for (let i = 0; i < selectors; i++) {
    let index: i32 = 0;
    while (take(1) !== 0) {
      if (++index >= codes) return CORRUPT;
    }
    const chosen = load<u8>(RECENT + index);
    memory.copy(RECENT + 1, RECENT, index);
    store<u8>(RECENT, chosen);
    // More than 18,002 are never used; bzip2 1.0.7 and later read over them too.
    if (i < MAX_SELECTORS) store<u8>(SELECTORS + i, chosen);
    if (overrun()) return beyond();
  }
  selectors = min(selectors, MAX_SELECTORS);

  for (let table = 0; table < codes; table++) {
    let length = take(5);
    for (let symbol = 0; symbol < alphabet; symbol++) {
      while (true) {
        if (length < 1 || length > 20) return overrun() ? beyond() : CORRUPT;
        if (take(1) === 0) break;
        length = take(1) === 0 ? length + 1 : length - 1;
        if (overrun()) return beyond();
      }
      store<u8>(LENGTHS + symbol, <u8>length);
    }
    if (!buildCode(table)) return overrun() ? beyond() : CORRUPT;
  }
  if (overrun()) return beyond();
  memory.copy(RECENT, USED, 256);
  memory.fill(COUNTS, 0, 1024);
  group = 0;
  filled = 0;
  runLength = 0;
  runBit = 0;
  phase = IN_SYMBOLS;
  return STREAM_END;
}

/** Canonical code: limit and base by length, and a table for codewords of up to ten bits. False when lengths overfill the code. */
function buildCode(table: i32): bool {
  const symbols = SYMBOLS + table * 528;
  const limits = LIMITS + table * 96;
  const bases = BASES + table * 96;
  const fast = FAST + table * 2048;
  memory.fill(PER_LENGTH, 0, 96);
  memory.fill(fast, 0, 2048);
  for (let symbol = 0; symbol < alphabet; symbol++) {
    const counter = PER_LENGTH + (<usize>load<u8>(LENGTHS + symbol) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  let code: u32 = 0;
  let index: u32 = 0;
  for (let length: u32 = 1; length <= 20; length++) {
    const count = load<u32>(PER_LENGTH + (length << 2));
    // A codeword of this length is below the limit; its symbol stands at codeword - base.
    store<u32>(bases + (length << 2), code - index);
    for (let symbol = 0; symbol < alphabet; symbol++) {
      if (<u32>load<u8>(LENGTHS + symbol) !== length) continue;
      if (code >= <u32>1 << length) return false;
      store<u16>(symbols + (index << 1), <u16>symbol);
      if (length <= FAST_BITS) {
        const first = code << (FAST_BITS - length);
        for (let i: u32 = 0; i < <u32>1 << (FAST_BITS - length); i++) {
          store<u16>(fast + ((first + i) << 1), <u16>((symbol << 5) | length));
        }
      }
      code++;
      index++;
    }
    store<u32>(limits + (length << 2), count === 0 ? 0 : code);
    code <<= 1;
  }
  return true;
}

/** One symbol of the given code, or -1 where no codeword begins. */
function symbolOf(table: usize): i32 {
  if (bitCount < 20) refill();
  const entry = load<u16>(FAST + table * 2048 + ((<usize>(bits >> <u64>(bitCount - FAST_BITS)) & 1023) << 1));
  if (entry !== 0) {
    bitCount -= entry & 31;
    return entry >> 5;
  }
  for (let length: u32 = FAST_BITS + 1; length <= 20; length++) {
    const code = <u32>(bits >> <u64>(bitCount - length)) & ((1 << length) - 1);
    if (code < load<u32>(LIMITS + table * 96 + (length << 2))) {
      bitCount -= length;
      return load<u16>(SYMBOLS + table * 528 + ((code - load<u32>(BASES + table * 96 + (length << 2))) << 1));
    }
  }
  return -1;
}

function readSymbols(): i32 {
  const endSymbol = alphabet - 1;
  while (true) {
    if (!Input.isFinal && Input.end - Input.at < GROUP_ROOM) return NEED_INPUT;
    if (group >= selectors) return CORRUPT;
    const table = <usize>load<u8>(SELECTORS + group++);
    for (let i = 0; i < 50; i++) {
      const symbol = symbolOf(table);
      if (overrun()) return TRUNCATED;
      if (symbol < 0) return CORRUPT;
      if (symbol <= 1) {
        // A run of the most recent byte, in bijective base 2, lowest digit first.
        if (runBit > 20) return CORRUPT;
        runLength += <u32>(symbol + 1) << runBit;
        runBit++;
        continue;
      }
      if (runLength !== 0) {
        if (!fill(runLength)) return CORRUPT;
        runLength = 0;
        runBit = 0;
      }
      if (symbol === endSymbol) return endOfSymbols();
      if (filled >= blockLimit) return CORRUPT;
      const index = symbol - 1;
      const byte = load<u8>(RECENT + index);
      memory.copy(RECENT + 1, RECENT, index);
      store<u8>(RECENT, byte);
      store<u32>(BLOCK + (filled << 2), byte);
      const counter = COUNTS + (<usize>byte << 2);
      store<u32>(counter, load<u32>(counter) + 1);
      filled++;
    }
  }
}

function fill(count: u32): bool {
  if (count > blockLimit - filled) return false;
  const byte = <u32>load<u8>(RECENT);
  const counter = COUNTS + (byte << 2);
  store<u32>(counter, load<u32>(counter) + count);
  for (const end = filled + count; filled < end; filled++) store<u32>(BLOCK + (filled << 2), byte);
  return true;
}

/** Links each byte of the block to the next one of the text: the inverse Burrows-Wheeler transform. */
function endOfSymbols(): i32 {
  if (origin >= filled) return CORRUPT;
  let sum: u32 = 0;
  for (let byte: usize = 0; byte < 1024; byte += 4) {
    const count = load<u32>(COUNTS + byte);
    store<u32>(COUNTS + byte, sum);
    sum += count;
  }
  for (let i: u32 = 0; i < filled; i++) {
    const counter = COUNTS + ((load<u32>(BLOCK + (i << 2)) & 0xff) << 2);
    const target = load<u32>(counter);
    store<u32>(counter, target + 1);
    const entry = BLOCK + (target << 2);
    store<u32>(entry, load<u32>(entry) | (i << 8));
  }
  position = load<u32>(BLOCK + (origin << 2)) >> 8;
  left = filled;
  last = 256;
  same = 0;
  repeat = 0;
  blockCrc = 0xffffffff;
  phase = IN_OUTPUT;
  return STREAM_END;
}

/** Undoes the first run-length coding: four equal bytes are followed by a count of more. */
function writeBlock(): i32 {
  let to = written;
  let crc = blockCrc;
  while (left !== 0 || repeat !== 0) {
    if (to >= OUTPUT_SIZE) {
      written = to;
      blockCrc = crc;
      return OUTPUT_READY;
    }
    if (repeat !== 0) {
      repeat--;
    } else {
      const entry = load<u32>(BLOCK + (position << 2));
      position = entry >> 8;
      left--;
      const byte = entry & 0xff;
      if (same === 4) {
        repeat = byte;
        same = 0;
        continue;
      }
      same = byte === last ? same + 1 : 1;
      last = byte;
    }
    store<u8>(OUTPUT + to, <u8>last);
    to++;
    crc = (crc << 8) ^ load<u32>(CRC_TABLE + (((crc >> 24) ^ last) << 2));
  }
  written = to;
  blockCrc = crc;
  if (~crc !== wantedCrc) return BAD_CHECKSUM;
  streamCrc = rotl<u32>(streamCrc, 1) ^ wantedCrc;
  phase = AT_BLOCK;
  return STREAM_END;
}
