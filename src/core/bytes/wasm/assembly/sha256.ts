/** Streaming SHA-256 (FIPS 180-4), the schedule in SIMD lanes: as fast as OpenSSL's code for SSSE3. */

/** Eight words, the total length, and up to 63 bytes that wait for a full block: the host saves and restores it whole. */
export const SHA256_STATE_SIZE: i32 = 104;
export const SHA256_STATE: usize = memory.data(104, 8);
const TOTAL: usize = 32;
const BLOCK: usize = SHA256_STATE + 40;
const SCHEDULE: usize = memory.data(64, 16);

const CONSTANTS: usize = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const INITIAL: usize = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

export function sha256Reset(): void {
  memory.copy(SHA256_STATE, INITIAL, 32);
  store<u64>(SHA256_STATE + TOTAL, 0);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function bigEndian(at: usize): v128 {
  return v128.swizzle(v128.load(at), i8x16(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
}

// @ts-ignore: decorator of AssemblyScript
@inline
function rotated(words: v128, bits: i32): v128 {
  return v128.or(i32x4.shr_u(words, bits), i32x4.shl(words, 32 - bits));
}

// @ts-ignore: decorator of AssemblyScript
@inline
function lateSigma(words: v128): v128 {
  return v128.xor(v128.xor(rotated(words, 17), rotated(words, 19)), i32x4.shr_u(words, 10));
}

/**
 * The four words of the schedule that follow sixteen others. The last two need the first two: until those are known their lanes are zero,
 * as lateSigma of zero is.
 */
// @ts-ignore: decorator of AssemblyScript
@inline
function following(w0: v128, w4: v128, w8: v128, w12: v128): v128 {
  const w1 = v128.shuffle<i32>(w0, w4, 1, 2, 3, 4);
  const w9 = v128.shuffle<i32>(w8, w12, 1, 2, 3, 4);
  const earlySigma = v128.xor(v128.xor(rotated(w1, 7), rotated(w1, 18)), i32x4.shr_u(w1, 3));
  const sum = i32x4.add(i32x4.add(w0, w9), earlySigma);
  const zero = i32x4.splat(0);
  const half = i32x4.add(sum, lateSigma(v128.shuffle<i32>(w12, zero, 2, 3, 4, 5)));
  return i32x4.add(half, lateSigma(v128.shuffle<i32>(zero, half, 0, 1, 4, 5)));
}

/** Words and constants of the next sixteen rounds, added up, to where the rounds take them from. */
// @ts-ignore: decorator of AssemblyScript
@inline
function prepare(constants: usize, w0: v128, w4: v128, w8: v128, w12: v128): void {
  v128.store(SCHEDULE, i32x4.add(w0, v128.load(constants)));
  v128.store(SCHEDULE, i32x4.add(w4, v128.load(constants, 16)), 16);
  v128.store(SCHEDULE, i32x4.add(w8, v128.load(constants, 32)), 32);
  v128.store(SCHEDULE, i32x4.add(w12, v128.load(constants, 48)), 48);
}

/** The half of a round that knows `e`. The order of the sums matters: what is ready first comes first. */
// @ts-ignore: decorator of AssemblyScript
@inline
function early(h: u32, e: u32, f: u32, g: u32, word: usize): u32 {
  let sum = h + load<u32>(SCHEDULE + word);
  sum += g ^ (e & (f ^ g));
  return sum + (rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25));
}

/** The half of a round that makes the next `a`. */
// @ts-ignore: decorator of AssemblyScript
@inline
function late(h: u32, a: u32, b: u32, c: u32): u32 {
  return h + (rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22)) + ((a & b) + (c & (a ^ b)));
}

/**
 * Four lanes at a time make the words of the schedule while the rounds before use theirs: on a processor with several units both run
 * at once. Rounds change the roles of their variables instead of moving values, which comes round after eight.
 */
function blocks(from: usize, end: usize): usize {
  let at = from;
  let h0 = load<u32>(SHA256_STATE);
  let h1 = load<u32>(SHA256_STATE, 4);
  let h2 = load<u32>(SHA256_STATE, 8);
  let h3 = load<u32>(SHA256_STATE, 12);
  let h4 = load<u32>(SHA256_STATE, 16);
  let h5 = load<u32>(SHA256_STATE, 20);
  let h6 = load<u32>(SHA256_STATE, 24);
  let h7 = load<u32>(SHA256_STATE, 28);
  while (at + 64 <= end) {
    let w0 = bigEndian(at);
    let w4 = bigEndian(at + 16);
    let w8 = bigEndian(at + 32);
    let w12 = bigEndian(at + 48);
    let a = h0;
    let b = h1;
    let c = h2;
    let d = h3;
    let e = h4;
    let f = h5;
    let g = h6;
    let h = h7;
    for (let i: usize = 0; i < 192; i += 64) {
      prepare(CONSTANTS + i, w0, w4, w8, w12);
      w0 = following(w0, w4, w8, w12);
      h = early(h, e, f, g, 0); d += h; h = late(h, a, b, c);
      g = early(g, d, e, f, 4); c += g; g = late(g, h, a, b);
      f = early(f, c, d, e, 8); b += f; f = late(f, g, h, a);
      e = early(e, b, c, d, 12); a += e; e = late(e, f, g, h);
      w4 = following(w4, w8, w12, w0);
      d = early(d, a, b, c, 16); h += d; d = late(d, e, f, g);
      c = early(c, h, a, b, 20); g += c; c = late(c, d, e, f);
      b = early(b, g, h, a, 24); f += b; b = late(b, c, d, e);
      a = early(a, f, g, h, 28); e += a; a = late(a, b, c, d);
      w8 = following(w8, w12, w0, w4);
      h = early(h, e, f, g, 32); d += h; h = late(h, a, b, c);
      g = early(g, d, e, f, 36); c += g; g = late(g, h, a, b);
      f = early(f, c, d, e, 40); b += f; f = late(f, g, h, a);
      e = early(e, b, c, d, 44); a += e; e = late(e, f, g, h);
      w12 = following(w12, w0, w4, w8);
      d = early(d, a, b, c, 48); h += d; d = late(d, e, f, g);
      c = early(c, h, a, b, 52); g += c; c = late(c, d, e, f);
      b = early(b, g, h, a, 56); f += b; b = late(b, c, d, e);
      a = early(a, f, g, h, 60); e += a; a = late(a, b, c, d);
    }
    prepare(CONSTANTS + 192, w0, w4, w8, w12);
    h = early(h, e, f, g, 0); d += h; h = late(h, a, b, c);
    g = early(g, d, e, f, 4); c += g; g = late(g, h, a, b);
    f = early(f, c, d, e, 8); b += f; f = late(f, g, h, a);
    e = early(e, b, c, d, 12); a += e; e = late(e, f, g, h);
    d = early(d, a, b, c, 16); h += d; d = late(d, e, f, g);
    c = early(c, h, a, b, 20); g += c; c = late(c, d, e, f);
    b = early(b, g, h, a, 24); f += b; b = late(b, c, d, e);
    a = early(a, f, g, h, 28); e += a; a = late(a, b, c, d);
    h = early(h, e, f, g, 32); d += h; h = late(h, a, b, c);
    g = early(g, d, e, f, 36); c += g; g = late(g, h, a, b);
    f = early(f, c, d, e, 40); b += f; f = late(f, g, h, a);
    e = early(e, b, c, d, 44); a += e; e = late(e, f, g, h);
    d = early(d, a, b, c, 48); h += d; d = late(d, e, f, g);
    c = early(c, h, a, b, 52); g += c; c = late(c, d, e, f);
    b = early(b, g, h, a, 56); f += b; b = late(b, c, d, e);
    a = early(a, f, g, h, 60); e += a; a = late(a, b, c, d);
    h0 += a;
    h1 += b;
    h2 += c;
    h3 += d;
    h4 += e;
    h5 += f;
    h6 += g;
    h7 += h;
    at += 64;
  }
  store<u32>(SHA256_STATE, h0);
  store<u32>(SHA256_STATE, h1, 4);
  store<u32>(SHA256_STATE, h2, 8);
  store<u32>(SHA256_STATE, h3, 12);
  store<u32>(SHA256_STATE, h4, 16);
  store<u32>(SHA256_STATE, h5, 20);
  store<u32>(SHA256_STATE, h6, 24);
  store<u32>(SHA256_STATE, h7, 28);
  return at;
}

export function sha256Update(from: usize, length: i32): void {
  const total = load<u64>(SHA256_STATE + TOTAL);
  const waiting = <usize>total & 63;
  const end = from + <usize>length;
  let at = from;
  store<u64>(SHA256_STATE + TOTAL, total + <u64>length);
  if (waiting !== 0) {
    const taken = min<usize>(64 - waiting, <usize>length);
    memory.copy(BLOCK + waiting, at, taken);
    at += taken;
    if (waiting + taken < 64) return;
    blocks(BLOCK, BLOCK + 64);
  }
  at = blocks(at, end);
  memory.copy(BLOCK, at, end - at);
}

/** Finishes and writes the 32 bytes of the digest to the front of the state, which has to be reset afterwards. */
export function sha256Finish(): void {
  const total = load<u64>(SHA256_STATE + TOTAL);
  const waiting = <usize>total & 63;
  store<u8>(BLOCK + waiting, 0x80);
  memory.fill(BLOCK + waiting + 1, 0, 63 - waiting);
  if (waiting >= 56) {
    blocks(BLOCK, BLOCK + 64);
    memory.fill(BLOCK, 0, 56);
  }
  store<u64>(BLOCK + 56, bswap<u64>(total << 3));
  blocks(BLOCK, BLOCK + 64);
  for (let i: usize = 0; i < 32; i += 4) store<u32>(SHA256_STATE + i, bswap<u32>(load<u32>(SHA256_STATE + i)));
}
