/**
 * Decode tables of DEFLATE's prefix codes, packed so that one look-up gives symbol, code length and extra bits.
 *
 * The table format and its construction follow libdeflate (lib/deflate_decompress.c), Copyright 2016 Eric Biggers and
 * 2024 Google LLC, MIT licence; see wasm/README.md. What counts as a valid code follows zlib, which is what images are
 * written with: an incomplete code is accepted only when its single codeword has one bit.
 *
 * An entry, from the low end: bits 0-7 what to consume (code length and extra bits), bits 8-12 the length of the code
 * alone, bits 16-30 a base value, a literal or the start of a subtable. Bit 31 marks literals; bit 15 everything that
 * is neither literal nor match: then bit 14 marks a pointer to a subtable (whose index has as many bits as bits 8-12
 * say) and bit 13 the end of the block. Bit 15 alone is a codeword that no symbol has.
 */

export const LITERAL: u32 = 0x80000000;
export const EXCEPTIONAL: u32 = 0x8000;
export const SUBTABLE: u32 = 0x4000;
export const END_OF_BLOCK: u32 = 0x2000;

export const LITLEN_BITS: i32 = 11;
export const OFFSET_BITS: i32 = 8;
export const PRECODE_BITS: i32 = 7;
/** The most entries that subtables can need, by zlib's `enough 288 11 15`, `enough 32 8 15` and `enough 19 7 7`. */
export const LITLEN_TABLE: usize = memory.data(2342 * 4, 64);
export const OFFSET_TABLE: usize = memory.data(402 * 4, 64);
export const PRECODE_TABLE: usize = memory.data(128 * 4, 64);

/** What each symbol decodes to, before the length of its codeword is added: one list for each of the three codes. */
export const LITLEN_RESULTS: usize = memory.data(288 * 4, 64);
export const OFFSET_RESULTS: usize = memory.data(32 * 4, 64);
export const PRECODE_RESULTS: usize = memory.data(19 * 4, 64);

const COUNTS: usize = memory.data(16 * 4, 64);
const STARTS: usize = memory.data(17 * 4, 64);
const SORTED: usize = memory.data(288 * 2, 64);

/** RFC 1951, section 3.2.5. */
const LENGTH_BASES: usize = memory.data<u16>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
const LENGTH_EXTRA: usize = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]);

/** Fills the three lists of results. Called once. */
export function buildResults(): void {
  for (let symbol = 0; symbol < 256; symbol++) store<u32>(LITLEN_RESULTS + (symbol << 2), LITERAL | (symbol << 16));
  store<u32>(LITLEN_RESULTS + (256 << 2), EXCEPTIONAL | END_OF_BLOCK);
  for (let index = 0; index < 29; index++) {
    const base = <u32>load<u16>(LENGTH_BASES + (index << 1));
    store<u32>(LITLEN_RESULTS + ((257 + index) << 2), (base << 16) | <u32>load<u8>(LENGTH_EXTRA + index));
  }
  store<u32>(LITLEN_RESULTS + (286 << 2), EXCEPTIONAL);
  store<u32>(LITLEN_RESULTS + (287 << 2), EXCEPTIONAL);
  let base: u32 = 1;
  for (let symbol = 0; symbol < 30; symbol++) {
    const extra: u32 = symbol < 4 ? 0 : (symbol >> 1) - 1;
    store<u32>(OFFSET_RESULTS + (symbol << 2), (base << 16) | extra);
    base += 1 << extra;
  }
  store<u32>(OFFSET_RESULTS + (30 << 2), EXCEPTIONAL);
  store<u32>(OFFSET_RESULTS + (31 << 2), EXCEPTIONAL);
  for (let symbol = 0; symbol < 19; symbol++) store<u32>(PRECODE_RESULTS + (symbol << 2), symbol << 16);
}

/**
 * Builds the table of one code from the lengths of its codewords (a byte a symbol, 0 for unused).
 * Answers the number of bits that index the table, or -1 when the lengths make no valid code.
 */
export function buildTable(table: usize, lengths: usize, symbols: i32, results: usize, wantedBits: i32, longest: i32): i32 {
  memory.fill(COUNTS, 0, 64);
  for (let symbol = 0; symbol < symbols; symbol++) {
    const at = COUNTS + (<usize>load<u8>(lengths + symbol) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  let maxLength = longest;
  while (maxLength > 1 && load<i32>(COUNTS + (maxLength << 2)) === 0) maxLength--;
  const tableBits = min(wantedBits, maxLength);

  let used: i32 = 0;
  store<i32>(STARTS, 0);
  store<i32>(STARTS, load<i32>(COUNTS), 4);
  for (let length = 1; length <= maxLength; length++) {
    const count = load<i32>(COUNTS + (length << 2));
    store<i32>(STARTS + ((length + 1) << 2), load<i32>(STARTS + (length << 2)) + count);
    used = (used << 1) + count;
    if (used > 1 << length) return -1;
  }
  for (let symbol = 0; symbol < symbols; symbol++) {
    const at = STARTS + (<usize>load<u8>(lengths + symbol) << 2);
    const position = load<i32>(at);
    store<u16>(SORTED + (position << 1), <u16>symbol);
    store<i32>(at, position + 1);
  }
  let sorted = SORTED + (load<i32>(COUNTS) << 1);

  if (used < 1 << maxLength) {
    if (maxLength > 1) return -1;
    // Codeword 1 decodes to nothing, and with an empty code 0 does neither.
    store<u32>(table, used === 0 ? EXCEPTIONAL | 0x101 : load<u32>(results + (load<u16>(sorted) << 2)) + 0x101);
    store<u32>(table, EXCEPTIONAL | 0x101, 4);
    return 1;
  }

  let codeword: i32 = 0;
  let length: i32 = 1;
  let count = load<i32>(COUNTS + 4);
  while (count === 0) count = load<i32>(COUNTS + (++length << 2));
  let end: i32 = 1 << length;
  while (length <= tableBits) {
    do {
      store<u32>(table + (codeword << 2), load<u32>(results + (load<u16>(sorted) << 2)) + (length << 8) + length);
      sorted += 2;
      if (codeword === end - 1) {
        for (; length < tableBits; length++) {
          memory.copy(table + (end << 2), table, end << 2);
          end <<= 1;
        }
        return tableBits;
      }
      codeword = nextCodeword(codeword, length);
    } while (--count !== 0);
    do {
      if (++length <= tableBits) {
        memory.copy(table + (end << 2), table, end << 2);
        end <<= 1;
      }
      count = load<i32>(COUNTS + (length << 2));
    } while (count === 0);
  }

  end = 1 << tableBits;
  let prefix: i32 = -1;
  let start: i32 = 0;
  while (true) {
    const thisPrefix = codeword & ((1 << tableBits) - 1);
    if (thisPrefix !== prefix) {
      prefix = thisPrefix;
      start = end;
      let bits = length - tableBits;
      let space = count;
      while (space < 1 << bits) {
        bits++;
        space = (space << 1) + load<i32>(COUNTS + ((tableBits + bits) << 2));
      }
      end = start + (1 << bits);
      store<u32>(table + (prefix << 2), (start << 16) | EXCEPTIONAL | SUBTABLE | (bits << 8) | tableBits);
    }
    const rest = length - tableBits;
    const entry = load<u32>(results + (load<u16>(sorted) << 2)) + (rest << 8) + rest;
    sorted += 2;
    for (let i = start + (codeword >> tableBits); i < end; i += 1 << rest) store<u32>(table + (i << 2), entry);
    if (codeword === (1 << length) - 1) return tableBits;
    codeword = nextCodeword(codeword, length);
    count--;
    while (count === 0) count = load<i32>(COUNTS + (++length << 2));
  }
}

/** The codeword after this one in canonical order; codewords are kept with their first bit lowest. */
// @ts-ignore: decorator of AssemblyScript
@inline
function nextCodeword(codeword: i32, length: i32): i32 {
  const bit = 1 << (31 - clz(codeword ^ ((1 << length) - 1)));
  return (codeword & (bit - 1)) | bit;
}
