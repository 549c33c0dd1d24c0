/**
 * CRC-32 of gzip (RFC 1952, section 8), five words of eight bytes at a time.
 *
 * A "braided" calculation after zlib's crc32.c (Mark Adler, zlib licence) and Kadatch and Jenkins, "Everything we know
 * about CRC but afraid to forget" (2010): five independent remainders hide the latency of the table look-ups.
 */

const POLYNOMIAL: u32 = 0xedb88320;
const BRAIDS: i32 = 5;
const BLOCK: usize = 40;

/** Tables 0 to 7: the CRC of one byte followed by 0 to 7 zero bytes. */
const SLICES: usize = memory.data(8 << 10, 64);
/** Tables 0 to 7: byte k of a word, followed by what separates it from the same word of the next block. */
const BRAID_TABLES: usize = memory.data(8 << 10, 64);

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
  for (let position = 0; position < 8; position++) {
    for (let byte: u32 = 0; byte < 256; byte++) {
      let crc = load<u32>(SLICES + (byte << 2));
      for (let zeros = BRAIDS * 8 - 1 - position; zeros > 0; zeros--) crc = appendZero(crc);
      store<u32>(BRAID_TABLES + (position << 10) + (byte << 2), crc);
    }
  }
  ready = true;
}

function appendZero(crc: u32): u32 {
  return (crc >> 8) ^ load<u32>(SLICES + ((crc & 0xff) << 2));
}

/** The eight entries of a word: table k for its byte k. Shifting straight to a multiple of four spares an instruction a byte. */
// @ts-ignore: decorator of AssemblyScript
@inline
function lookUp(word: u64): u32 {
  const low = <u32>word;
  const high = <u32>(word >> 32);
  return load<u32>(BRAID_TABLES + ((low << 2) & 0x3fc)) ^
    load<u32>(BRAID_TABLES + ((low >> 6) & 0x3fc), 1024) ^
    load<u32>(BRAID_TABLES + ((low >> 14) & 0x3fc), 2048) ^
    load<u32>(BRAID_TABLES + ((low >> 22) & 0x3fc), 3072) ^
    load<u32>(BRAID_TABLES + ((high << 2) & 0x3fc), 4096) ^
    load<u32>(BRAID_TABLES + ((high >> 6) & 0x3fc), 5120) ^
    load<u32>(BRAID_TABLES + ((high >> 14) & 0x3fc), 6144) ^
    load<u32>(BRAID_TABLES + ((high >> 22) & 0x3fc), 7168);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function lastWord(crc: u32, word: u64): u32 {
  const low = <u32>word ^ crc;
  const high = <u32>(word >> 32);
  return load<u32>(SLICES + ((low << 2) & 0x3fc), 7168) ^
    load<u32>(SLICES + ((low >> 6) & 0x3fc), 6144) ^
    load<u32>(SLICES + ((low >> 14) & 0x3fc), 5120) ^
    load<u32>(SLICES + ((low >> 22) & 0x3fc), 4096) ^
    load<u32>(SLICES + ((high << 2) & 0x3fc), 3072) ^
    load<u32>(SLICES + ((high >> 6) & 0x3fc), 2048) ^
    load<u32>(SLICES + ((high >> 14) & 0x3fc), 1024) ^
    load<u32>(SLICES + ((high >> 22) & 0x3fc));
}

/** Continues a CRC (0 to begin with) over `length` bytes at `from`. */
export function crc32(start: u32, from: usize, length: i32): u32 {
  if (!ready) buildTables();
  let crc = ~start;
  let at = from;
  const end = from + <usize>length;
  if (<usize>length >= BLOCK * 2) {
    const lastBlock = end - BLOCK;
    let crc0 = crc;
    let crc1: u32 = 0;
    let crc2: u32 = 0;
    let crc3: u32 = 0;
    let crc4: u32 = 0;
    // The last whole block is folded below, where the braids are joined.
    while (at + BLOCK <= lastBlock) {
      const word0 = load<u64>(at) ^ <u64>crc0;
      const word1 = load<u64>(at, 8) ^ <u64>crc1;
      const word2 = load<u64>(at, 16) ^ <u64>crc2;
      const word3 = load<u64>(at, 24) ^ <u64>crc3;
      const word4 = load<u64>(at, 32) ^ <u64>crc4;
      crc0 = lookUp(word0);
      crc1 = lookUp(word1);
      crc2 = lookUp(word2);
      crc3 = lookUp(word3);
      crc4 = lookUp(word4);
      at += BLOCK;
    }
    crc = lastWord(crc0, load<u64>(at));
    crc = lastWord(crc1 ^ crc, load<u64>(at, 8));
    crc = lastWord(crc2 ^ crc, load<u64>(at, 16));
    crc = lastWord(crc3 ^ crc, load<u64>(at, 24));
    crc = lastWord(crc4 ^ crc, load<u64>(at, 32));
    at += BLOCK;
  }
  while (at + 8 <= end) {
    crc = lastWord(crc, load<u64>(at));
    at += 8;
  }
  while (at < end) {
    crc = (crc >> 8) ^ load<u32>(SLICES + (((crc ^ load<u8>(at)) & 0xff) << 2));
    at++;
  }
  return ~crc;
}
