/**
 * CRC-32 of gzip (RFC 1952, section 8) in SIMD: sixteen stretches of the data side by side, a byte of each at a time.
 *
 * WebAssembly has no carry-less multiplication, but `swizzle` looks sixteen bytes up in a table of sixteen. The effect of a byte on
 * the remainder is that of its two halves, added; so eight look-ups (two halves, four bytes of remainder) move sixteen remainders on.
 * The remainders of the stretches are joined as in Kadatch and Jenkins, "Everything we know about CRC but afraid to forget" (2010).
 * What is left over goes eight bytes at a time ("slicing", after zlib's crc32.c by Mark Adler, zlib licence).
 */

const POLYNOMIAL: u32 = 0xedb88320;

/** Bytes of a stretch: a multiple of sixteen, and no power of two, for which all would share the same lines of the cache. */
const STRETCH: usize = 1040;
const LANES: usize = 16;
const WIDE: usize = STRETCH * LANES;

/** Tables 0 to 7: the CRC of one byte followed by 0 to 7 zero bytes. */
const SLICES: usize = memory.data(8 << 10, 64);
/** For the low half of a byte, then for the high one: byte k of the remainders of all sixteen values. */
const HALVES: usize = memory.data(2 * 4 * 16, 64);
/** Table k: what becomes of byte k of a remainder when a stretch follows it. */
const SHIFTS: usize = memory.data(4 << 10, 64);
/** Byte k of the remainder of each stretch. */
const PLANES: usize = memory.data(4 * 16, 16);
/** Sixteen bytes of each stretch on their way to the same byte of all stretches. */
const ROWS: usize = memory.data(16 * 16, 64);
const COLUMNS: usize = memory.data(16 * 16, 64);

let ready = false;

function buildTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (POLYNOMIAL & (0 - (crc & 1)));
    store<u32>(SLICES + (byte << 2), crc);
  }
  for (let zeros = 1; zeros < 8; zeros++) {
    for (let byte: u32 = 0; byte < 256; byte++) {
      const before = load<u32>(SLICES + ((zeros - 1) << 10) + (byte << 2));
      store<u32>(SLICES + (zeros << 10) + (byte << 2), appendZero(before));
    }
  }
  for (let half = 0; half < 16; half++) {
    for (let position = 0; position < 4; position++) {
      store<u8>(HALVES + (position << 4) + half, <u8>(load<u32>(SLICES + (half << 2)) >> (position << 3)));
      store<u8>(HALVES + 64 + (position << 4) + half, <u8>(load<u32>(SLICES + (half << 6)) >> (position << 3)));
    }
  }
  for (let position = 0; position < 4; position++) {
    for (let byte: u32 = 0; byte < 256; byte++) {
      let crc = byte << (position << 3);
      for (let zeros: usize = 0; zeros < STRETCH; zeros++) crc = appendZero(crc);
      store<u32>(SHIFTS + (position << 10) + (byte << 2), crc);
    }
  }
  ready = true;
}

function appendZero(crc: u32): u32 {
  return (crc >> 8) ^ load<u32>(SLICES + ((crc & 0xff) << 2));
}

function appendStretch(crc: u32): u32 {
  return load<u32>(SHIFTS + ((crc & 0xff) << 2)) ^
    load<u32>(SHIFTS + ((crc >> 6) & 0x3fc), 1024) ^
    load<u32>(SHIFTS + ((crc >> 14) & 0x3fc), 2048) ^
    load<u32>(SHIFTS + ((crc >> 22) & 0x3fc), 3072);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function word(crc: u32, next: u64): u32 {
  const low = <u32>next ^ crc;
  const high = <u32>(next >> 32);
  return load<u32>(SLICES + ((low << 2) & 0x3fc), 7168) ^
    load<u32>(SLICES + ((low >> 6) & 0x3fc), 6144) ^
    load<u32>(SLICES + ((low >> 14) & 0x3fc), 5120) ^
    load<u32>(SLICES + ((low >> 22) & 0x3fc), 4096) ^
    load<u32>(SLICES + ((high << 2) & 0x3fc), 3072) ^
    load<u32>(SLICES + ((high >> 6) & 0x3fc), 2048) ^
    load<u32>(SLICES + ((high >> 14) & 0x3fc), 1024) ^
    load<u32>(SLICES + ((high >> 22) & 0x3fc));
}


// @ts-ignore: decorator of AssemblyScript
@inline
function zipLow(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function zipHigh(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** Half of a transposition: sixteen rows of sixteen bytes, `stride` apart, zipped twice. Zipping four times turns rows into columns. */
// @ts-ignore: decorator of AssemblyScript
@inline
function halfTranspose(from: usize, stride: usize, into: usize): void {
  for (let row: usize = 0; row < 4; row++) {
    const at = from + row * stride;
    const first = v128.load(at);
    const second = v128.load(at + stride * 4);
    const third = v128.load(at + stride * 8);
    const fourth = v128.load(at + stride * 12);
    const even = zipLow(first, third);
    const odd = zipHigh(first, third);
    const evenBelow = zipLow(second, fourth);
    const oddBelow = zipHigh(second, fourth);
    const to = into + (row << 6);
    v128.store(to, zipLow(even, evenBelow));
    v128.store(to, zipHigh(even, evenBelow), 16);
    v128.store(to, zipLow(odd, oddBelow), 32);
    v128.store(to, zipHigh(odd, oddBelow), 48);
  }
}

/** One byte of the remainders, where the halves of the byte that leaves them are these. */
// @ts-ignore: decorator of AssemblyScript
@inline
function moved(position: usize, low: v128, high: v128): v128 {
  return v128.xor(v128.swizzle(v128.load(HALVES + (position << 4)), low), v128.swizzle(v128.load(HALVES + 64 + (position << 4)), high));
}

/** The CRC over sixteen stretches. */
function wide(start: u32, from: usize): u32 {
  const half = i8x16.splat(15);
  let plane0 = i8x16.replace_lane(i8x16.splat(0), 0, <i8>start);
  let plane1 = i8x16.replace_lane(i8x16.splat(0), 0, <i8>(start >> 8));
  let plane2 = i8x16.replace_lane(i8x16.splat(0), 0, <i8>(start >> 16));
  let plane3 = i8x16.replace_lane(i8x16.splat(0), 0, <i8>(start >> 24));
  for (const end = from + STRETCH; from < end; from += 16) {
    halfTranspose(from, STRETCH, ROWS);
    halfTranspose(ROWS, 16, COLUMNS);
    for (let column = COLUMNS; column < COLUMNS + 256; column += 16) {
      const leaving = v128.xor(plane0, v128.load(column));
      const low = v128.and(leaving, half);
      const high = v128.and(i16x8.shr_u(leaving, 4), half);
      plane0 = v128.xor(plane1, moved(0, low, high));
      plane1 = v128.xor(plane2, moved(1, low, high));
      plane2 = v128.xor(plane3, moved(2, low, high));
      plane3 = moved(3, low, high);
    }
  }
  v128.store(PLANES, plane0);
  v128.store(PLANES, plane1, 16);
  v128.store(PLANES, plane2, 32);
  v128.store(PLANES, plane3, 48);
  let crc: u32 = 0;
  for (let lane = PLANES; lane < PLANES + LANES; lane++) {
    const own = <u32>load<u8>(lane) | (<u32>load<u8>(lane, 16) << 8) | (<u32>load<u8>(lane, 32) << 16) | (<u32>load<u8>(lane, 48) << 24);
    crc = appendStretch(crc) ^ own;
  }
  return crc;
}

/** Continues a CRC (0 to begin with) over `length` bytes at `from`. */
export function crc32(start: u32, from: usize, length: i32): u32 {
  if (!ready) buildTables();
  let crc = ~start;
  let at = from;
  const end = from + <usize>length;
  for (; at + WIDE <= end; at += WIDE) crc = wide(crc, at);
  for (; at + 8 <= end; at += 8) crc = word(crc, load<u64>(at));
  for (; at < end; at++) crc = (crc >> 8) ^ load<u32>(SLICES + (((crc ^ load<u8>(at)) & 0xff) << 2));
  return ~crc;
}
