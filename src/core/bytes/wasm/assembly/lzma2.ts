/**
 * LZMA2 chunks, after the LZMA specification in Igor Pavlov's LZMA SDK (public domain).
 *
 * A chunk has at most 64 KiB of compressed and 2 MiB of plain bytes and says how many, so each is decoded in one go
 * once all of it is in the input buffer. The window lies behind all static data and grows with what a stream asks for:
 * the dictionary, and room to write before old bytes are moved away.
 */
import { Input } from './input';

/** The most plain bytes of one chunk. */
const CHUNK_LIMIT: u32 = 2 << 20;
/** Copies of 8 bytes may overshoot, and a wrong match is noticed only behind its end. */
const SLACK: usize = 512;

export const CHUNK_DONE: i32 = 0;
export const CHUNK_CORRUPT: i32 = 1;

const MATCH: usize = 0;
const REP: usize = MATCH + 192 * 2;
const REP_G0: usize = REP + 12 * 2;
const REP_G1: usize = REP_G0 + 12 * 2;
const REP_G2: usize = REP_G1 + 12 * 2;
const REP0_LONG: usize = REP_G2 + 12 * 2;
const SLOT: usize = REP0_LONG + 192 * 2;
const SPECIAL: usize = SLOT + 256 * 2;
const ALIGN: usize = SPECIAL + 128 * 2;
const LENGTH: usize = ALIGN + 16 * 2;
/** Choice, second choice, 16 low trees of 8, 16 middle trees of 8, a high tree of 256. */
const LENGTH_SIZE: usize = (2 + 128 + 128 + 256) * 2;
const LOW: usize = 2 * 2;
const MIDDLE: usize = LOW + 128 * 2;
const HIGH: usize = MIDDLE + 128 * 2;
const REP_LENGTH: usize = LENGTH + LENGTH_SIZE;
const LITERAL: usize = REP_LENGTH + LENGTH_SIZE;
/** lc + lp is at most 4 in LZMA2. */
const PROBABILITIES_SIZE: usize = LITERAL + (0x300 << 4) * 2;
const PROBABILITIES: usize = memory.data(29280, 64);

let window: usize = 0;
let windowEnd: usize = 0;
let dictionarySize: u32 = 0;
let to: usize = 0;
let chunkFrom: usize = 0;
/** The oldest byte that a match may reach: the last reset of the dictionary, or what has been moved away. */
let oldest: usize = 0;
/** Plain bytes since the last reset of the dictionary, for the position bits. */
let position: u32 = 0;

let lc: u32 = 0;
let lpMask: u32 = 0;
let pbMask: u32 = 0;
let state: u32 = 0;
let rep0: u32 = 0;
let rep1: u32 = 0;
let rep2: u32 = 0;
let rep3: u32 = 0;

let range: u32 = 0;
let code: u32 = 0;
let at: usize = 0;

/** Prepares for a block. False when the memory for this dictionary cannot be had. */
export function lzma2Reset(dictionary: u32): bool {
  if (PROBABILITIES_SIZE > 29280) unreachable();
  dictionarySize = dictionary;
  window = (__heap_base + 63) & ~<usize>63;
  // Bytes are moved away only when half a dictionary or one chunk has been written behind it.
  windowEnd = window + <usize>dictionary + <usize>max(CHUNK_LIMIT, dictionary >> 1);
  const needed = <i32>((windowEnd + SLACK + 0xffff) >> 16) - memory.size();
  if (needed > 0 && memory.grow(needed) < 0) return false;
  to = window;
  chunkFrom = window;
  resetDictionary();
  return true;
}

export function resetDictionary(): void {
  oldest = to;
  position = 0;
}

/** Sets lc, lp and pb from their common byte; false when they are out of range for LZMA2. */
export function setProperties(byte: u32): bool {
  if (byte >= 225) return false;
  const literal = byte % 9;
  const rest = byte / 9;
  const lp = rest % 5;
  if (literal + lp > 4) return false;
  lc = literal;
  lpMask = (1 << lp) - 1;
  pbMask = (1 << (rest / 5)) - 1;
  return true;
}

export function resetState(): void {
  state = 0;
  rep0 = 0;
  rep1 = 0;
  rep2 = 0;
  rep3 = 0;
  for (let i: usize = 0; i < PROBABILITIES_SIZE; i += 2) store<u16>(PROBABILITIES + i, 1024);
}

export function chunkStart(): usize {
  return chunkFrom;
}

/** Makes room for one chunk behind the dictionary. */
function prepare(size: u32): void {
  if (to + <usize>size > windowEnd) {
    const kept = min(<usize>dictionarySize, to - window);
    const moved = to - kept - window;
    memory.copy(window, to - kept, kept);
    to -= moved;
    oldest = oldest < window + moved ? window : oldest - moved;
  }
  chunkFrom = to;
}

/** Takes `size` plain bytes from the input, all of which must be there. */
export function copyChunk(size: u32): void {
  prepare(size);
  memory.copy(to, Input.at, size);
  Input.at += size;
  to += size;
  position += size;
}

// @ts-ignore: decorator of AssemblyScript
@inline
function normalize(): void {
  if (range < 0x1000000) {
    range <<= 8;
    code = (code << 8) | load<u8>(at++);
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function bit(probability: usize): u32 {
  normalize();
  const value = <u32>load<u16>(probability);
  const bound = (range >> 11) * value;
  if (code < bound) {
    range = bound;
    store<u16>(probability, <u16>(value + ((2048 - value) >> 5)));
    return 0;
  }
  range -= bound;
  code -= bound;
  store<u16>(probability, <u16>(value - (value >> 5)));
  return 1;
}

/** A number of `count` bits, highest first. */
function tree(probabilities: usize, count: u32): u32 {
  let symbol: u32 = 1;
  for (let i: u32 = 0; i < count; i++) symbol = (symbol << 1) | bit(probabilities + (symbol << 1));
  return symbol - (1 << count);
}

/** A number of `count` bits, lowest first. */
function reverseTree(probabilities: usize, count: u32): u32 {
  let symbol: u32 = 1;
  let value: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const one = bit(probabilities + (symbol << 1));
    symbol = (symbol << 1) | one;
    value |= one << i;
  }
  return value;
}

function directBits(count: u32): u32 {
  let value: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    normalize();
    range >>= 1;
    const one: u32 = code >= range ? 1 : 0;
    if (one !== 0) code -= range;
    value = (value << 1) | one;
  }
  return value;
}

function length(coder: usize, posState: u32): u32 {
  if (bit(coder) === 0) return 2 + tree(coder + LOW + (posState << 4), 3);
  if (bit(coder + 2) === 0) return 10 + tree(coder + MIDDLE + (posState << 4), 3);
  return 18 + tree(coder + HIGH, 8);
}

function distance(matchLength: u32): u32 {
  const slot = tree(PROBABILITIES + SLOT + (min<u32>(matchLength - 2, 3) << 7), 6);
  if (slot < 4) return slot;
  const extra = (slot >> 1) - 1;
  const base = (2 | (slot & 1)) << extra;
  if (slot < 14) return base + reverseTree(PROBABILITIES + SPECIAL + ((base - slot) << 1), extra);
  return base + (directBits(extra - 4) << 4) + reverseTree(PROBABILITIES + ALIGN, 4);
}

function literal(): void {
  const before: u32 = position === 0 ? 0 : load<u8>(to - 1);
  const context = ((position & lpMask) << lc) + (before >> (8 - lc));
  const probabilities = PROBABILITIES + LITERAL + <usize>(context * 0x600);
  let symbol: u32 = 1;
  if (state >= 7) {
    let matched: u32 = load<u8>(to - <usize>rep0 - 1);
    do {
      const matchBit = (matched >> 7) & 1;
      matched <<= 1;
      const one = bit(probabilities + <usize>((((1 + matchBit) << 8) + symbol) << 1));
      symbol = (symbol << 1) | one;
      if (matchBit !== one) break;
    } while (symbol < 0x100);
  }
  while (symbol < 0x100) symbol = (symbol << 1) | bit(probabilities + (symbol << 1));
  store<u8>(to++, <u8>symbol);
  position++;
  state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
}

/** Decodes a chunk of `packed` bytes, all of which must be in the input, into `size` plain ones. */
export function decodeChunk(packed: u32, size: u32): i32 {
  prepare(size);
  const packedEnd = Input.at + <usize>packed;
  const end = to + <usize>size;
  // The range coder starts with five bytes, the first of which is 0.
  if (packed < 5 || load<u8>(Input.at) !== 0) return CHUNK_CORRUPT;
  code = bswap<u32>(load<u32>(Input.at, 1));
  range = 0xffffffff;
  at = Input.at + 5;
  while (to < end) {
    if (at > packedEnd) return CHUNK_CORRUPT;
    const posState = position & pbMask;
    if (bit(PROBABILITIES + MATCH + <usize>(((state << 4) + posState) << 1)) === 0) {
      if (state >= 7 && <usize>rep0 >= reachable()) return CHUNK_CORRUPT;
      literal();
      continue;
    }
    let count: u32 = 0;
    if (bit(PROBABILITIES + REP + <usize>(state << 1)) === 0) {
      rep3 = rep2;
      rep2 = rep1;
      rep1 = rep0;
      count = length(PROBABILITIES + LENGTH, posState);
      state = state < 7 ? 7 : 10;
      rep0 = distance(count);
    } else if (bit(PROBABILITIES + REP_G0 + <usize>(state << 1)) === 0) {
      if (bit(PROBABILITIES + REP0_LONG + <usize>(((state << 4) + posState) << 1)) === 0) {
        count = 1;
        state = state < 7 ? 9 : 11;
      }
    } else {
      let chosen = rep1;
      if (bit(PROBABILITIES + REP_G1 + <usize>(state << 1)) !== 0) {
        chosen = rep2;
        if (bit(PROBABILITIES + REP_G2 + <usize>(state << 1)) !== 0) {
          chosen = rep3;
          rep3 = rep2;
        }
        rep2 = rep1;
      }
      rep1 = rep0;
      rep0 = chosen;
    }
    if (count === 0) {
      count = length(PROBABILITIES + REP_LENGTH, posState);
      state = state < 7 ? 8 : 11;
    }
    // A match may neither reach behind the dictionary nor leave the chunk; the end marker of LZMA is not allowed in LZMA2.
    if (<usize>rep0 >= reachable() || <usize>count > end - to) return CHUNK_CORRUPT;
    position += count;
    const back = <usize>rep0 + 1;
    for (const stop = to + <usize>count; to < stop; to++) store<u8>(to, load<u8>(to - back));
  }
  normalize();
  if (at !== packedEnd || code !== 0) return CHUNK_CORRUPT;
  Input.at = packedEnd;
  return CHUNK_DONE;
}

/** How many bytes back a match may reach. */
// @ts-ignore: decorator of AssemblyScript
@inline
function reachable(): usize {
  return min(to - oldest, <usize>dictionarySize);
}
