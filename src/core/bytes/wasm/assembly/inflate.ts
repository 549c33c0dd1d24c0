/**
 * Inflate (RFC 1951) that stops when its input runs dry or its output is full, and goes on later.
 *
 * The bit buffer, the decode tables and the shape of the fast loop follow libdeflate (lib/deflate_decompress.c and
 * decompress_template.h), Copyright 2016 Eric Biggers and 2024 Google LLC, MIT licence; see wasm/README.md. To make it
 * resumable costs little: a symbol or a block header is begun only when all of it must be in the input buffer, or when
 * the input is known to end there; a match is always finished, for the output buffer has room for one behind its end.
 */
import { crc32 } from './crc32';
import { Bits, clearBits, consume, giveBack, overrun, refill } from './inflate-bits';
import { Codes, dynamicCodes, fixedCodes } from './inflate-codes';
import { FAST_ROOM, Output, extraBits, fastLoop } from './inflate-loop';
import { END_OF_BLOCK, EXCEPTIONAL, LITERAL, LITLEN_TABLE, OFFSET_TABLE, SUBTABLE, buildResults } from './inflate-tables';
import { BLOCK_END, CORRUPT, NEED_INPUT, OUTPUT_READY, STREAM_END, TRUNCATED } from './inflate-answers';
import { Input } from './input';
import { HISTORY, HISTORY_SIZE, OUTPUT, OUTPUT_SIZE } from './memory';

const IN_HEADER: i32 = 0;
const IN_STORED: i32 = 1;
const IN_CODES: i32 = 2;
const AT_END: i32 = 3;
/** More than the longest block header: 17 bits, 19 lengths of 3 bits, 316 lengths of at most 14 bits. */
const HEADER_ROOM: usize = 1024;
/** More than the longest symbol (48 bits) beyond what the bit buffer holds. */
const SYMBOL_ROOM: usize = 16;

let ready = false;
let state: i32 = IN_HEADER;
let lastBlock = false;
let storedLeft: u32 = 0;

let chunkFrom: usize = OUTPUT;
/** Output up to here is in the checksum of the member. */
let checkedTo: usize = OUTPUT;
let memberChecksum: u32 = 0;
let memberLength: u32 = 0;

/** Begins anew, with empty output. */
export function inflateReset(): void {
  if (!ready) {
    buildResults();
    ready = true;
  }
  Output.at = OUTPUT;
  chunkFrom = OUTPUT;
  inflateNext();
}

/** Begins another DEFLATE stream, whose output follows that of the last one but whose matches cannot reach it. */
export function inflateNext(): void {
  state = IN_HEADER;
  lastBlock = false;
  Codes.areFixed = false;
  clearBits();
  Output.oldest = Output.at;
  checkedTo = Output.at;
  memberChecksum = 0;
  memberLength = 0;
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
  return Output.at;
}

/** Says that the host is done with [outputFrom, outputEnd), which will be overwritten. Needed when the output is full. */
export function takeOutput(): void {
  if (Output.at >= OUTPUT + OUTPUT_SIZE) slide();
  chunkFrom = Output.at;
  checkedTo = Output.at;
}

/** Goes on until there is a reason to stop; output gathers in [outputFrom, outputEnd) whatever the answer. */
export function inflate(): i32 {
  const answer = run();
  const count = Output.at - checkedTo;
  memberChecksum = crc32(memberChecksum, checkedTo, <i32>count);
  memberLength += <u32>count;
  checkedTo = Output.at;
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
  const written = Output.at - OUTPUT;
  memory.copy(HISTORY, Output.at - HISTORY_SIZE, HISTORY_SIZE);
  Output.oldest = Output.oldest < HISTORY + written ? HISTORY : Output.oldest - written;
  Output.at = OUTPUT;
}

function blockHeader(): i32 {
  if (!Input.isFinal && Input.end - Input.at < HEADER_ROOM) return NEED_INPUT;
  refill();
  lastBlock = (Bits.buffer & 1) !== 0;
  const type = <u32>(Bits.buffer >> 1) & 3;
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

function copyStored(): i32 {
  while (storedLeft !== 0) {
    if (Output.at >= OUTPUT + OUTPUT_SIZE) return OUTPUT_READY;
    if (Input.at >= Input.end) return Input.isFinal ? TRUNCATED : NEED_INPUT;
    const count = min(min(<usize>storedLeft, Input.end - Input.at), OUTPUT + OUTPUT_SIZE - Output.at);
    memory.copy(Output.at, Input.at, count);
    Input.at += count;
    Output.at += count;
    storedLeft -= <u32>count;
  }
  return BLOCK_END;
}

function decodeCodes(): i32 {
  while (true) {
    if (Output.at < OUTPUT + OUTPUT_SIZE && Input.end - Input.at > FAST_ROOM && Bits.pretended === 0) {
      const answer = fastLoop();
      if (answer !== NEED_INPUT) return answer;
    }
    if (Output.at >= OUTPUT + OUTPUT_SIZE) return OUTPUT_READY;
    if (!Input.isFinal && Input.end - Input.at < SYMBOL_ROOM) return NEED_INPUT;
    const answer = oneSymbol();
    if (answer !== NEED_INPUT) return answer;
  }
}

/** Decodes with a look at every bound; NEED_INPUT means that all is well. */
function oneSymbol(): i32 {
  refill();
  let entry = load<u32>(LITLEN_TABLE + ((<usize>Bits.buffer & ((1 << Codes.litlenBits) - 1)) << 2));
  if ((entry & SUBTABLE) !== 0 && (entry & EXCEPTIONAL) !== 0 && (entry & LITERAL) === 0) {
    consume(entry & 0xff);
    entry = load<u32>(LITLEN_TABLE + (((entry >> 16) + (<u32>Bits.buffer & ((1 << ((entry >> 8) & 31)) - 1))) << 2));
  }
  let saved = Bits.buffer;
  consume(entry & 0xff);
  if (overrun()) return TRUNCATED;
  if ((entry & LITERAL) !== 0) {
    store<u8>(Output.at++, <u8>(entry >> 16));
    return NEED_INPUT;
  }
  if ((entry & EXCEPTIONAL) !== 0) return (entry & END_OF_BLOCK) !== 0 ? BLOCK_END : CORRUPT;
  const length = <usize>((entry >> 16) + extraBits(saved, entry));

  refill();
  entry = load<u32>(OFFSET_TABLE + ((<usize>Bits.buffer & ((1 << Codes.offsetBits) - 1)) << 2));
  if ((entry & EXCEPTIONAL) !== 0 && (entry & SUBTABLE) !== 0) {
    consume(entry & 0xff);
    entry = load<u32>(OFFSET_TABLE + (((entry >> 16) + (<u32>Bits.buffer & ((1 << ((entry >> 8) & 31)) - 1))) << 2));
  }
  saved = Bits.buffer;
  consume(entry & 0xff);
  if (overrun()) return TRUNCATED;
  if ((entry & EXCEPTIONAL) !== 0) return CORRUPT;
  const offset = <usize>((entry >> 16) + extraBits(saved, entry));
  if (offset > Output.at - Output.oldest) return CORRUPT;
  for (const end = Output.at + length; Output.at < end; Output.at++) store<u8>(Output.at, load<u8>(Output.at - offset));
  return NEED_INPUT;
}
