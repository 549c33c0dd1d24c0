/** The codes of a DEFLATE block (RFC 1951, sections 3.2.6 and 3.2.7), made into decode tables. */
import { BLOCK_END, CORRUPT, TRUNCATED } from './inflate-answers';
import { Bits, consume, overrun, refill } from './inflate-bits';
import {
  EXCEPTIONAL, LITLEN_BITS, LITLEN_RESULTS, LITLEN_TABLE, OFFSET_BITS, OFFSET_RESULTS, OFFSET_TABLE,
  PRECODE_BITS, PRECODE_RESULTS, PRECODE_TABLE, buildTable,
} from './inflate-tables';

const LENGTHS: usize = memory.data(320, 8);
const PRECODE_LENGTHS: usize = memory.data(24, 8);
const PRECODE_ORDER: usize = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);

/** Static fields, since AssemblyScript lets no module assign to a variable of another. */
export class Codes {
  /** Bits that index the two tables. */
  static litlenBits: i32 = 0;
  static offsetBits: i32 = 0;
  /** The tables are already those of the fixed codes. */
  static areFixed: bool = false;
}

/** The codes that RFC 1951 fixes (section 3.2.6). */
export function fixedCodes(): i32 {
  if (Codes.areFixed) return BLOCK_END;
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  Codes.litlenBits = buildTable(LITLEN_TABLE, LENGTHS, 288, LITLEN_RESULTS, LITLEN_BITS, 15);
  memory.fill(LENGTHS, 5, 32);
  Codes.offsetBits = buildTable(OFFSET_TABLE, LENGTHS, 32, OFFSET_RESULTS, OFFSET_BITS, 15);
  Codes.areFixed = true;
  return BLOCK_END;
}

/** Reads the codes that a block brings (section 3.2.7). */
export function dynamicCodes(): i32 {
  const litlens = (<i32>Bits.buffer & 31) + 257;
  const offsets = (<i32>(Bits.buffer >> 5) & 31) + 1;
  const precodes = (<i32>(Bits.buffer >> 10) & 15) + 4;
  consume(14);
  if (overrun()) return TRUNCATED;
  if (litlens > 286 || offsets > 30) return CORRUPT;
  Codes.areFixed = false;
  memory.fill(PRECODE_LENGTHS, 0, 19);
  for (let i = 0; i < precodes; i++) {
    refill();
    store<u8>(PRECODE_LENGTHS + <usize>load<u8>(PRECODE_ORDER + i), <u8>(Bits.buffer & 7));
    consume(3);
  }
  if (overrun()) return TRUNCATED;
  const precodeBits = buildTable(PRECODE_TABLE, PRECODE_LENGTHS, 19, PRECODE_RESULTS, PRECODE_BITS, 7);
  if (precodeBits < 0) return CORRUPT;

  const all = litlens + offsets;
  let have = 0;
  while (have < all) {
    refill();
    const entry = load<u32>(PRECODE_TABLE + ((<usize>Bits.buffer & ((1 << precodeBits) - 1)) << 2));
    consume(entry & 0xff);
    const symbol = entry >> 16;
    let value: u8 = 0;
    let times: i32 = 1;
    if (symbol < 16) {
      value = <u8>symbol;
    } else if (symbol === 16) {
      times = 3 + (<i32>Bits.buffer & 3);
      consume(2);
      if (have > 0) value = load<u8>(LENGTHS + have - 1);
    } else if (symbol === 17) {
      times = 3 + (<i32>Bits.buffer & 7);
      consume(3);
    } else {
      times = 11 + (<i32>Bits.buffer & 127);
      consume(7);
    }
    if (overrun()) return TRUNCATED;
    if ((entry & EXCEPTIONAL) !== 0 || (symbol === 16 && have === 0) || have + times > all) return CORRUPT;
    memory.fill(LENGTHS + have, value, times);
    have += times;
  }
  // A block without an end would swallow whatever follows it.
  if (load<u8>(LENGTHS + 256) === 0) return CORRUPT;
  Codes.offsetBits = buildTable(OFFSET_TABLE, LENGTHS + litlens, offsets, OFFSET_RESULTS, OFFSET_BITS, 15);
  Codes.litlenBits = buildTable(LITLEN_TABLE, LENGTHS, litlens, LITLEN_RESULTS, LITLEN_BITS, 15);
  return Codes.offsetBits < 0 || Codes.litlenBits < 0 ? CORRUPT : BLOCK_END;
}
