/**
 * The loop of inflate that takes nearly all of its time; after libdeflate (lib/decompress_template.h), Copyright 2016 Eric Biggers and
 * 2024 Google LLC, MIT licence; see wasm/README.md.
 */
import { BLOCK_END, CORRUPT, NEED_INPUT } from './inflate-answers';
import { Bits } from './inflate-bits';
import { Codes } from './inflate-codes';
import { END_OF_BLOCK, EXCEPTIONAL, LITERAL, LITLEN_TABLE, OFFSET_TABLE, SUBTABLE } from './inflate-tables';
import { Input } from './input';
import { OUTPUT, OUTPUT_SIZE } from './memory';

/** More than one turn of the fast loop can read. */
export const FAST_ROOM: usize = 40;

/** Static fields, since AssemblyScript lets no module assign to a variable of another. */
export class Output {
  static at: usize = OUTPUT;
  /** The oldest byte that a match of this stream may reach. */
  static oldest: usize = OUTPUT;
}

/** The extra bits of an entry, from the bit buffer as it was before the entry was consumed. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function extraBits(saved: u64, entry: u32): u32 {
  return <u32>((saved & (((<u64>1) << <u64>(entry & 0xff)) - 1)) >> <u64>((entry >> 8) & 31));
}

/** Decodes without looking at bounds, as long as a turn can overstep neither; NEED_INPUT when one comes near. */
export function fastLoop(): i32 {
  let buffer = Bits.buffer;
  // Only the low 8 bits of this count mean something, as in libdeflate: whole entries are subtracted from it.
  let left = Bits.count;
  let from = Input.at;
  let to = Output.at;
  const fromLimit = Input.end - FAST_ROOM;
  const toLimit = OUTPUT + OUTPUT_SIZE;
  const litlenMask = (<u64>1 << <u64>Codes.litlenBits) - 1;
  const offsetMask = (<u64>1 << <u64>Codes.offsetBits) - 1;
  const floor = Output.oldest;
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
  Bits.buffer = left === 0 ? 0 : buffer & (~<u64>0 >> <u64>(64 - left));
  Bits.count = left;
  Input.at = from;
  Output.at = to;
  return answer;
}
