/** Streaming xxh64 with seed 0, after the specification in Yann Collet's xxHash (doc/xxhash_spec.md, BSD-2-Clause). */

const PRIME_1: u64 = 0x9e3779b185ebca87;
const PRIME_2: u64 = 0xc2b2ae3d27d4eb4f;
const PRIME_3: u64 = 0x165667b19e3779f9;
const PRIME_4: u64 = 0x85ebca77c2b2ae63;
const PRIME_5: u64 = 0x27d4eb2f165667c5;

/** Four lanes, the total length, and up to 31 bytes that wait for a full stripe: the host saves and restores it whole. */
export const XXH64_STATE_SIZE: i32 = 72;
export const XXH64_STATE: usize = memory.data(72, 8);
const TOTAL: usize = 32;
const TAIL: usize = 40;

// @ts-ignore: decorator of AssemblyScript
@inline
function round(lane: u64, input: u64): u64 {
  return rotl<u64>(lane + input * PRIME_2, 31) * PRIME_1;
}

// @ts-ignore: decorator of AssemblyScript
@inline
function merge(hash: u64, lane: u64): u64 {
  return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
}

export function xxh64Reset(): void {
  store<u64>(XXH64_STATE, PRIME_1 + PRIME_2);
  store<u64>(XXH64_STATE, PRIME_2, 8);
  store<u64>(XXH64_STATE, 0, 16);
  store<u64>(XXH64_STATE, 0 - PRIME_1, 24);
  store<u64>(XXH64_STATE + TOTAL, 0);
}

/** Reads whole stripes of 32 bytes from [at, end) and answers where it stopped. */
function stripes(from: usize, end: usize): usize {
  let at = from;
  let lane0 = load<u64>(XXH64_STATE);
  let lane1 = load<u64>(XXH64_STATE, 8);
  let lane2 = load<u64>(XXH64_STATE, 16);
  let lane3 = load<u64>(XXH64_STATE, 24);
  while (at + 32 <= end) {
    lane0 = round(lane0, load<u64>(at));
    lane1 = round(lane1, load<u64>(at, 8));
    lane2 = round(lane2, load<u64>(at, 16));
    lane3 = round(lane3, load<u64>(at, 24));
    at += 32;
  }
  store<u64>(XXH64_STATE, lane0);
  store<u64>(XXH64_STATE, lane1, 8);
  store<u64>(XXH64_STATE, lane2, 16);
  store<u64>(XXH64_STATE, lane3, 24);
  return at;
}

export function xxh64Update(from: usize, length: i32): void {
  const total = load<u64>(XXH64_STATE + TOTAL);
  const waiting = <usize>total & 31;
  const end = from + <usize>length;
  let at = from;
  store<u64>(XXH64_STATE + TOTAL, total + <u64>length);
  if (waiting !== 0) {
    const taken = min<usize>(32 - waiting, <usize>length);
    memory.copy(XXH64_STATE + TAIL + waiting, at, taken);
    at += taken;
    if (waiting + taken < 32) return;
    stripes(XXH64_STATE + TAIL, XXH64_STATE + TAIL + 32);
  }
  at = stripes(at, end);
  memory.copy(XXH64_STATE + TAIL, at, end - at);
}

let digestHigh: u32 = 0;

/** The low half of the hash of what was given so far; the state stays as it is. Two halves cross to the host faster than one i64. */
export function xxh64Digest(): u32 {
  const total = load<u64>(XXH64_STATE + TOTAL);
  const lane2 = load<u64>(XXH64_STATE, 16);
  let hash = lane2 + PRIME_5;
  if (total >= 32) {
    const lane0 = load<u64>(XXH64_STATE);
    const lane1 = load<u64>(XXH64_STATE, 8);
    const lane3 = load<u64>(XXH64_STATE, 24);
    hash = rotl<u64>(lane0, 1) + rotl<u64>(lane1, 7) + rotl<u64>(lane2, 12) + rotl<u64>(lane3, 18);
    hash = merge(merge(merge(merge(hash, lane0), lane1), lane2), lane3);
  }
  hash += total;
  let at = XXH64_STATE + TAIL;
  const end = at + (<usize>total & 31);
  while (at + 8 <= end) {
    hash = rotl<u64>(hash ^ round(0, load<u64>(at)), 27) * PRIME_1 + PRIME_4;
    at += 8;
  }
  if (at + 4 <= end) {
    hash = rotl<u64>(hash ^ (<u64>load<u32>(at) * PRIME_1), 23) * PRIME_2 + PRIME_3;
    at += 4;
  }
  while (at < end) {
    hash = rotl<u64>(hash ^ (<u64>load<u8>(at) * PRIME_5), 11) * PRIME_1;
    at++;
  }
  hash = (hash ^ (hash >> 33)) * PRIME_2;
  hash = (hash ^ (hash >> 29)) * PRIME_3;
  hash ^= hash >> 32;
  digestHigh = <u32>(hash >> 32);
  return <u32>hash;
}

/** The high half of the last digest. */
export function xxh64DigestHigh(): u32 {
  return digestHigh;
}
