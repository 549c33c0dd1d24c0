/** CRC-64 of xz (ECMA-182, reflected), eight bytes at a time. */

const POLYNOMIAL: u64 = 0xc96c5795d7870f42;
/** Table k: the CRC of one byte followed by k zero bytes. */
const TABLES: usize = memory.data(16 << 10, 64);

let ready = false;
let state: u64 = 0;

function buildTables(): void {
  for (let byte: u64 = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (POLYNOMIAL & (0 - (crc & 1)));
    store<u64>(TABLES + (<usize>byte << 3), crc);
  }
  for (let at: usize = 2048; at < 16384; at += 8) {
    const before = load<u64>(TABLES + at - 2048);
    store<u64>(TABLES + at, (before >> 8) ^ load<u64>(TABLES + ((<usize>before & 0xff) << 3)));
  }
  ready = true;
}

export function crc64Reset(): void {
  if (!ready) buildTables();
  state = 0;
}

export function crc64Update(from: usize, length: i32): void {
  let crc = ~state;
  let at = from;
  const end = from + <usize>length;
  while (at + 8 <= end) {
    const word = crc ^ load<u64>(at);
    crc = 0;
    for (let byte = 0; byte < 8; byte++) {
      crc ^= load<u64>(TABLES + ((7 - byte) << 11) + ((<usize>(word >> (<u64>byte << 3)) & 0xff) << 3));
    }
    at += 8;
  }
  while (at < end) {
    crc = (crc >> 8) ^ load<u64>(TABLES + ((<usize>(crc ^ <u64>load<u8>(at)) & 0xff) << 3));
    at++;
  }
  state = ~crc;
}

export function crc64Low(): u32 {
  return <u32>state;
}

export function crc64High(): u32 {
  return <u32>(state >> 32);
}
