/**
 * Inflate (RFC 1951) that stops when its input runs dry or its output is full, and goes on later.
 *
 * The bit buffer, the decode tables and the shape of the fast loop follow libdeflate (lib/deflate_decompress.c and
 * decompress_template.h), Copyright 2016 Eric Biggers and 2024 Google LLC, MIT licence; see wasm/README.md. To make it
 * resumable costs little: a symbol or a block header is begun only when all of it must be in the input buffer, or when
 * the input is known to end there; a match is always finished, for the output buffer has room for one behind its end.
 */
import { crc32 } from './crc32';
import { Input } from './input';
import { HISTORY, HISTORY_SIZE, OUTPUT, OUTPUT_SIZE } from './memory';
import {
  END_OF_BLOCK, EXCEPTIONAL, LITERAL, LITLEN_BITS, LITLEN_RESULTS, LITLEN_TABLE, OFFSET_BITS, OFFSET_RESULTS, OFFSET_TABLE,
  PRECODE_BITS, PRECODE_RESULTS, PRECODE_TABLE, SUBTABLE, buildResults, buildTable,
} from './inflate-tables';

/** What `inflate` answers: it wants input, gave output, reached the end of the DEFLATE stream, or found an error. */
export const NEED_INPUT: i32 = 0;
export const OUTPUT_READY: i32 = 1;
export const STREAM_END: i32 = 2;
export const TRUNCATED: i32 = 3;
export const CORRUPT: i32 = 4;

const IN_HEADER: i32 = 0;
const IN_STORED: i32 = 1;
const IN_CODES: i32 = 2;
const AT_END: i32 = 3;
/** Internal: the codes of this block are used up. */
const BLOCK_END: i32 = -1;

/** More than the longest block header: 17 bits, 19 lengths of 3 bits, 316 lengths of at most 14 bits. */
const HEADER_ROOM: usize = 1024;
/** More than the longest symbol (48 bits) beyond what the bit buffer holds. */
const SYMBOL_ROOM: usize = 16;
/** More than one turn of the fast loop can read. */
const FAST_ROOM: usize = 40;

const LENGTHS: usize = memory.data(320, 8);
const PRECODE_LENGTHS: usize = memory.data(24, 8);
const PRECODE_ORDER: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

let ready = false;
let state: i32 = IN_HEADER;
let lastBlock = false;
let fixedTables = false;
let litlenBits: i32 = 0;
let offsetBits: i32 = 0;
let storedLeft: u32 = 0;

let bits: u64 = 0;
let bitCount: u32 = 0;
/** Zero bytes that were pretended behind the end of the input. */
let pretended: u32 = 0;

let outputAt: usize = OUTPUT;
let chunkFrom: usize = OUTPUT;
/** Output up to here is in the checksum of the member. */
let checkedTo: usize = OUTPUT;
let memberChecksum: u32 = 0;
let memberLength: u32 = 0;
/** The oldest byte that a match of this stream may reach. */
let oldest: usize = OUTPUT;

/** Begins anew, with empty output. */
export function inflateReset(): void {
  if (!ready) {
    buildResults();
    ready = true;
  }
  outputAt = OUTPUT;
  chunkFrom = OUTPUT;
  inflateNext();
}

/** Begins another DEFLATE stream, whose output follows that of the last one but whose matches cannot reach it. */
export function inflateNext(): void {
  state = IN_HEADER;
  lastBlock = false;
  fixedTables = false;
  bits = 0;
  bitCount = 0;
  pretended = 0;
  oldest = outputAt;
  checkedTo = outputAt;
  memberChecksum = 0;
  memberLength = 0;
}

/** Whole bytes that were taken from the input and still wait in the bit buffer; none after the end of a stream. */
export function bufferedBytes(): u32 {
  return (bitCount >> 3) - min(pretended, bitCount >> 3);
}

/** CRC-32 of what this stream gave so far. */
export function checksum(): u32 {
  return memberChecksum;
}

/** How many bytes this stream gave so far, modulo 2^32 as in gzip's ISIZE. */
export function streamLength(): u32 {
  return memberLength;
}

export function outputFrom(): usize {
  return chunkFrom;
}

export function outputEnd(): usize {
  return outputAt;
}

/** Says that the host is done with [outputFrom, outputEnd), which will be overwritten. Needed when the output is full. */
export function takeOutput(): void {
  if (outputAt >= OUTPUT + OUTPUT_SIZE) slide();
  chunkFrom = outputAt;
  checkedTo = outputAt;
}

/** Goes on until there is a reason to stop; output gathers in [outputFrom, outputEnd) whatever the answer. */
export function inflate(): i32 {
  const answer = run();
  const count = outputAt - checkedTo;
  memberChecksum = crc32(memberChecksum, checkedTo, <i32>count);
  memberLength += <u32>count;
  checkedTo = outputAt;
  return answer;
}

function run(): i32 {
  while (true) {
    let answer: i32 = BLOCK_END;
    if (state === IN_HEADER) {
      answer = blockHeader();
    } else if (state === AT_END) {
      giveBack();
      return STREAM_END;
    } else {
      answer = state === IN_STORED ? copyStored() : decodeCodes();
      if (answer === BLOCK_END) state = lastBlock ? AT_END : IN_HEADER;
    }
    if (answer !== BLOCK_END) return answer;
  }
}

/** Keeps the last 32 KiB of output before the output buffer, where matches find them. */
function slide(): void {
  const written = outputAt - OUTPUT;
  memory.copy(HISTORY, outputAt - HISTORY_SIZE, HISTORY_SIZE);
  oldest = oldest < HISTORY + written ? HISTORY : oldest - written;
  outputAt = OUTPUT;
}

/** Returns whole bytes of the bit buffer to the input and drops the rest of the current byte. */
function giveBack(): void {
  const whole = bitCount >> 3;
  Input.at -= <usize>(whole - min(pretended, whole));
  bits = 0;
  bitCount = 0;
  pretended = 0;
}

/** Fills the bit buffer to between 56 and 63 bits (64 would make shifts by its count do nothing), with zeros behind the end of the input. */
function refill(): void {
  while (bitCount < 56) {
    if (Input.at < Input.end) bits |= <u64>load<u8>(Input.at++) << bitCount;
    else pretended++;
    bitCount += 8;
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function consume(count: u32): void {
  bits >>= <u64>count;
  bitCount -= count;
}

/** Whether bits were used that the input does not have. */
// @ts-ignore: decorator of AssemblyScript
@inline
function overrun(): bool {
  return pretended << 3 > bitCount;
}

function blockHeader(): i32 {
  if (!Input.isFinal && Input.end - Input.at < HEADER_ROOM) return NEED_INPUT;
  refill();
  lastBlock = (bits & 1) !== 0;
  const type = <u32>(bits >> 1) & 3;
  consume(3);
  if (overrun()) return TRUNCATED;
  if (type === 3) return CORRUPT;
  if (type === 0) {
    giveBack();
    if (Input.end - Input.at < 4) {
      Input.at = Input.end;
      return TRUNCATED;
    }
    const length = load<u16>(Input.at);
    const complement = load<u16>(Input.at, 2);
    Input.at += 4;
    if ((length ^ complement) !== 0xffff) return CORRUPT;
    storedLeft = length;
    state = IN_STORED;
    return BLOCK_END;
  }
  const answer = type === 1 ? fixedCodes() : dynamicCodes();
  if (answer === BLOCK_END) state = IN_CODES;
  return answer;
}

function fixedCodes(): i32 {
  if (fixedTables) return BLOCK_END;
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  litlenBits = buildTable(LITLEN_TABLE, LENGTHS, 288, LITLEN_RESULTS, LITLEN_BITS, 15);
  memory.fill(LENGTHS, 5, 32);
  offsetBits = buildTable(OFFSET_TABLE, LENGTHS, 32, OFFSET_RESULTS, OFFSET_BITS, 15);
  fixedTables = true;
  return BLOCK_END;
}

function dynamicCodes(): i32 {
  const litlens = (<i32>bits & 31) + 257;
  const offsets = (<i32>(bits >> 5) & 31) + 1;
  const precodes = (<i32>(bits >> 10) & 15) + 4;
  consume(14);
  if (overrun()) return TRUNCATED;
  if (litlens > 286 || offsets > 30) return CORRUPT;
  fixedTables = false;
  memory.fill(PRECODE_LENGTHS, 0, 19);
  for (let i = 0; i < precodes; i++) {
    refill();
    store<u8>(PRECODE_LENGTHS + <usize>load<u8>(PRECODE_ORDER + i), <u8>(bits & 7));
    consume(3);
  }
  if (overrun()) return TRUNCATED;
  const precodeBits = buildTable(PRECODE_TABLE, PRECODE_LENGTHS, 19, PRECODE_RESULTS, PRECODE_BITS, 7);
  if (precodeBits < 0) return CORRUPT;

  const all = litlens + offsets;
  let have = 0;
  while (have < all) {
    refill();
    const entry = load<u32>(PRECODE_TABLE + ((<usize>bits & ((1 << precodeBits) - 1)) << 2));
    consume(entry & 0xff);
    const symbol = entry >> 16;
    let value: u8 = 0;
    let times: i32 = 1;
    if (symbol < 16) {
      value = <u8>symbol;
    } else if (symbol === 16) {
      times = 3 + (<i32>bits & 3);
      consume(2);
      if (have > 0) value = load<u8>(LENGTHS + have - 1);
    } else if (symbol === 17) {
      times = 3 + (<i32>bits & 7);
      consume(3);
    } else {
      times = 11 + (<i32>bits & 127);
      consume(7);
    }
    if (overrun()) return TRUNCATED;
    if ((entry & EXCEPTIONAL) !== 0 || (symbol === 16 && have === 0) || have + times > all) return CORRUPT;
    memory.fill(LENGTHS + have, value, times);
    have += times;
  }
  // A block without an end would swallow whatever follows it.
  if (load<u8>(LENGTHS + 256) === 0) return CORRUPT;
  offsetBits = buildTable(OFFSET_TABLE, LENGTHS + litlens, offsets, OFFSET_RESULTS, OFFSET_BITS, 15);
  litlenBits = buildTable(LITLEN_TABLE, LENGTHS, litlens, LITLEN_RESULTS, LITLEN_BITS, 15);
  return offsetBits < 0 || litlenBits < 0 ? CORRUPT : BLOCK_END;
}

function copyStored(): i32 {
  while (storedLeft !== 0) {
    if (outputAt >= OUTPUT + OUTPUT_SIZE) return OUTPUT_READY;
    if (Input.at >= Input.end) return Input.isFinal ? TRUNCATED : NEED_INPUT;
    const count = min(min(<usize>storedLeft, Input.end - Input.at), OUTPUT + OUTPUT_SIZE - outputAt);
    memory.copy(outputAt, Input.at, count);
    Input.at += count;
    outputAt += count;
    storedLeft -= <u32>count;
  }
  return BLOCK_END;
}

function decodeCodes(): i32 {
  while (true) {
    if (outputAt < OUTPUT + OUTPUT_SIZE && Input.end - Input.at > FAST_ROOM && pretended === 0) {
      const answer = fastLoop();
      if (answer !== NEED_INPUT) return answer;
    }
    if (outputAt >= OUTPUT + OUTPUT_SIZE) return OUTPUT_READY;
    if (!Input.isFinal && Input.end - Input.at < SYMBOL_ROOM) return NEED_INPUT;
    const answer = oneSymbol();
    if (answer !== NEED_INPUT) return answer;
  }
}

/** Decodes with a look at every bound; NEED_INPUT means that all is well. */
function oneSymbol(): i32 {
  refill();
  let entry = load<u32>(LITLEN_TABLE + ((<usize>bits & ((1 << litlenBits) - 1)) << 2));
  if ((entry & SUBTABLE) !== 0 && (entry & EXCEPTIONAL) !== 0 && (entry & LITERAL) === 0) {
    consume(entry & 0xff);
    entry = load<u32>(LITLEN_TABLE + (((entry >> 16) + (<u32>bits & ((1 << ((entry >> 8) & 31)) - 1))) << 2));
  }
  let saved = bits;
  consume(entry & 0xff);
  if (overrun()) return TRUNCATED;
  if ((entry & LITERAL) !== 0) {
    store<u8>(outputAt++, <u8>(entry >> 16));
    return NEED_INPUT;
  }
  if ((entry & EXCEPTIONAL) !== 0) return (entry & END_OF_BLOCK) !== 0 ? BLOCK_END : CORRUPT;
  const length = <usize>((entry >> 16) + extraBits(saved, entry));

  refill();
  entry = load<u32>(OFFSET_TABLE + ((<usize>bits & ((1 << offsetBits) - 1)) << 2));
  if ((entry & EXCEPTIONAL) !== 0 && (entry & SUBTABLE) !== 0) {
    consume(entry & 0xff);
    entry = load<u32>(OFFSET_TABLE + (((entry >> 16) + (<u32>bits & ((1 << ((entry >> 8) & 31)) - 1))) << 2));
  }
  saved = bits;
  consume(entry & 0xff);
  if (overrun()) return TRUNCATED;
  if ((entry & EXCEPTIONAL) !== 0) return CORRUPT;
  const offset = <usize>((entry >> 16) + extraBits(saved, entry));
  if (offset > outputAt - oldest) return CORRUPT;
  for (const end = outputAt + length; outputAt < end; outputAt++) store<u8>(outputAt, load<u8>(outputAt - offset));
  return NEED_INPUT;
}

/** The extra bits of an entry, from the bit buffer as it was before the entry was consumed. */
// @ts-ignore: decorator of AssemblyScript
@inline
function extraBits(saved: u64, entry: u32): u32 {
  return <u32>((saved & (((<u64>1) << <u64>(entry & 0xff)) - 1)) >> <u64>((entry >> 8) & 31));
}

/** Decodes without looking at bounds, as long as a turn can overstep neither; NEED_INPUT when one comes near. */
function fastLoop(): i32 {
  let buffer = bits;
  // Only the low 8 bits of this count mean something, as in libdeflate: whole entries are subtracted from it.
  let left = bitCount;
  let from = Input.at;
  let to = outputAt;
  const fromLimit = Input.end - FAST_ROOM;
  const toLimit = OUTPUT + OUTPUT_SIZE;
  const litlenMask = (<u64>1 << <u64>litlenBits) - 1;
  const offsetMask = (<u64>1 << <u64>offsetBits) - 1;
  const floor = oldest;
  let answer: i32 = NEED_INPUT;

  buffer |= load<u64>(from) << <u64>left;
  from += 7 - ((left >> 3) & 7);
  left |= 56;
  let entry = load<u32>(LITLEN_TABLE + (<usize>(buffer & litlenMask) << 2));
  while (from < fromLimit && to < toLimit) {
    let saved = buffer;
    buffer >>= <u64>entry;
    left -= entry;
    if ((entry & LITERAL) !== 0) {
      store<u8>(to, <u8>(entry >> 16));
      to++;
      entry = load<u32>(LITLEN_TABLE + (<usize>(buffer & litlenMask) << 2));
      saved = buffer;
      buffer >>= <u64>entry;
      left -= entry;
      if ((entry & LITERAL) !== 0) {
        store<u8>(to, <u8>(entry >> 16));
        to++;
        entry = load<u32>(LITLEN_TABLE + (<usize>(buffer & litlenMask) << 2));
        saved = buffer;
        buffer >>= <u64>entry;
        left -= entry;
        if ((entry & LITERAL) !== 0) {
          store<u8>(to, <u8>(entry >> 16));
          to++;
          buffer |= load<u64>(from) << <u64>left;
          from += 7 - ((left >> 3) & 7);
          left |= 56;
          entry = load<u32>(LITLEN_TABLE + (<usize>(buffer & litlenMask) << 2));
          continue;
        }
      }
    }
    if ((entry & EXCEPTIONAL) !== 0) {
      if ((entry & SUBTABLE) !== 0) {
        entry = load<u32>(LITLEN_TABLE + (((entry >> 16) + <u32>(buffer & (((<u64>1) << <u64>((entry >> 8) & 31)) - 1))) << 2));
        saved = buffer;
        buffer >>= <u64>entry;
        left -= entry;
        if ((entry & LITERAL) !== 0) {
          store<u8>(to, <u8>(entry >> 16));
          to++;
          buffer |= load<u64>(from) << <u64>left;
          from += 7 - ((left >> 3) & 7);
          left |= 56;
          entry = load<u32>(LITLEN_TABLE + (<usize>(buffer & litlenMask) << 2));
          continue;
        }
      }
      if ((entry & EXCEPTIONAL) !== 0) {
        answer = (entry & END_OF_BLOCK) !== 0 ? BLOCK_END : CORRUPT;
        break;
      }
    }
    const length = <usize>((entry >> 16) + extraBits(saved, entry));

    // 15 and 13 bits of the longest offset, and 11 for the next entry's look-up.
    if ((left & 0xff) < 39) {
      buffer |= load<u64>(from) << <u64>left;
      from += 7 - ((left >> 3) & 7);
      left |= 56;
    }
    entry = load<u32>(OFFSET_TABLE + (<usize>(buffer & offsetMask) << 2));
    if ((entry & EXCEPTIONAL) !== 0) {
      if ((entry & SUBTABLE) !== 0) {
        buffer >>= <u64>entry;
        left -= entry;
        entry = load<u32>(OFFSET_TABLE + (((entry >> 16) + <u32>(buffer & (((<u64>1) << <u64>((entry >> 8) & 31)) - 1))) << 2));
      }
      if ((entry & EXCEPTIONAL) !== 0) {
        answer = CORRUPT;
        break;
      }
    }
    saved = buffer;
    buffer >>= <u64>entry;
    left -= entry;
    const offset = <usize>((entry >> 16) + extraBits(saved, entry));
    if (offset > to - floor) {
      answer = CORRUPT;
      break;
    }

    // The next look-up is under way while the match is copied.
    entry = load<u32>(LITLEN_TABLE + (<usize>(buffer & litlenMask) << 2));
    buffer |= load<u64>(from) << <u64>left;
    from += 7 - ((left >> 3) & 7);
    left |= 56;

    let source = to - offset;
    let target = to;
    to += length;
    if (offset >= 16) {
      v128.store(target, v128.load(source));
      v128.store(target, v128.load(source, 16), 16);
      if (length > 32) {
        do {
          target += 32;
          source += 32;
          v128.store(target, v128.load(source));
          v128.store(target, v128.load(source, 16), 16);
        } while (target + 32 < to);
      }
    } else if (offset === 1) {
      const run = i8x16.splat(load<u8>(source));
      do {
        v128.store(target, run);
        target += 16;
      } while (target < to);
    } else if (offset >= 8) {
      do {
        store<u64>(target, load<u64>(source));
        target += 8;
        source += 8;
      } while (target < to);
    } else {
      // Overlapping: each word is right for its first `offset` bytes, and the next one starts there.
      do {
        store<u64>(target, load<u64>(source));
        target += offset;
        source += offset;
      } while (target < to);
    }
  }
  left &= 63;
  bits = left === 0 ? 0 : buffer & (~<u64>0 >> <u64>(64 - left));
  bitCount = left;
  Input.at = from;
  outputAt = to;
  return answer;
}
