/** Writes DEFLATE blocks that no encoder would write: any code that is valid, or nearly so, followed by noise. */
import type { Random } from './random';

/** One final dynamic block with random codes; what its symbols are is left to chance. */
export function hostileBlock(random: Random): Buffer<ArrayBuffer> {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let bit = 0; bit < count; bit += 1) bits.push((value >> bit) & 1);
  };
  put(1, 1);
  put(2, 2);
  const litlens = 257 + random.below(random.chance(0.02) ? 32 : 30);
  const offsets = 1 + random.below(random.chance(0.02) ? 32 : 30);
  put(litlens - 257, 5);
  put(offsets - 1, 5);
  put(15, 4);
  // The order of RFC 1951, section 3.2.7. Thirteen codewords of 4 bits and six of 5 fill the code.
  for (const symbol of [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]) put(symbol < 13 ? 4 : 5, 3);
  const lengths = [...codeLengths(random, litlens, 256), ...codeLengths(random, offsets, undefined)];
  for (const length of lengths) {
    const [code, count] = length < 13 ? [length, 4] : [26 + length - 13, 5];
    for (let bit = count - 1; bit >= 0; bit -= 1) bits.push((code >> bit) & 1);
  }
  const noise = random.below(600);
  for (let bit = 0; bit < noise; bit += 1) bits.push(random.below(2));
  while (bits.length % 8 !== 0) bits.push(0);
  const bytes = Buffer.alloc(bits.length / 8);
  for (const [at, bit] of bits.entries()) bytes[at >> 3]! |= bit << (at & 7);
  return bytes;
}

/** Lengths of a complete code, by splitting codewords at random; now and then one is spoilt. `needed` always gets a codeword. */
function codeLengths(random: Random, symbols: number, needed: number | undefined): number[] {
  const lengths = new Array<number>(symbols).fill(0);
  const wanted = 1 + random.below(random.chance(0.3) ? 4 : symbols);
  const leaves = [0];
  for (let tries = 0; leaves.length < wanted && tries < 1000; tries += 1) {
    // To split the last leaf again and again gives the long codewords that need subtables.
    const at = random.chance(0.3) ? leaves.length - 1 : random.below(leaves.length);
    if (leaves[at]! < 15) leaves.push(leaves[at]! += 1);
  }
  const order = Array.from({ length: symbols }, (_, symbol) => symbol);
  for (let at = symbols - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  if (needed !== undefined) {
    const at = order.indexOf(needed);
    [order[0], order[at]] = [order[at]!, order[0]!];
  }
  const depths = leaves.length === 1 ? [random.below(3)] : leaves.toSorted(() => random.below(3) - 1);
  for (const [at, depth] of depths.entries()) lengths[order[at]!] = depth;
  if (random.chance(0.05)) lengths[random.below(symbols)] = random.below(16);
  return lengths;
}
