/** Aligns two sequences in order, as a whole: the pairs whose scores add up to the most, less what is left over (Needleman and Wunsch, 1970). */

export interface AlignmentCosts {
  /** What pairing item `a` of the first with item `b` of the second is worth; not above 0 for what must not be paired. */
  score(a: number, b: number): number;
  /** What leaving an item of the first sequence without a partner costs, when no item of the second has been paired yet (`early`) and later. */
  skipFirst(a: number, early: boolean): number;
  skipSecond(b: number): number;
}

/** Cells of the table; beyond, the beginnings of both sequences are left out. */
const MAX_CELLS = 4_000_000;

/**
 * Partners of the first sequence's items: an index of the second or -1. Of equal alignments the one whose pairs lie latest wins, since
 * what comes last in both is what was built last. Time and memory grow with the product of the lengths, up to a bound.
 */
export function align(firstLength: number, secondLength: number, costs: AlignmentCosts): Int32Array {
  const partners = new Int32Array(firstLength).fill(-1);
  const bound = Math.floor(Math.sqrt(MAX_CELLS));
  const firstStart = firstLength * secondLength > MAX_CELLS ? Math.max(firstLength - bound, 0) : 0;
  const secondStart = firstLength * secondLength > MAX_CELLS ? Math.max(secondLength - bound, 0) : 0;
  const rows = firstLength - firstStart;
  const width = secondLength - secondStart + 1;
  // best[i][j]: the most that items before i and j are worth; `from` says how it is reached: 1 pair, 2 skip first, 3 skip second.
  let above = new Float64Array(width);
  const from = new Uint8Array((rows + 1) * width);
  for (let j = 1; j < width; j += 1) {
    above[j] = above[j - 1]! - costs.skipSecond(secondStart + j - 1);
    from[j] = 3;
  }
  for (let i = 1; i <= rows; i += 1) {
    const a = firstStart + i - 1;
    const row = new Float64Array(width);
    // With nothing of the second used up, items of the first are what the base image brought along.
    row[0] = above[0]! - costs.skipFirst(a, true);
    from[i * width] = 2;
    for (let j = 1; j < width; j += 1) {
      const b = secondStart + j - 1;
      let best = row[j - 1]! - costs.skipSecond(b);
      let how = 3;
      const skip = above[j]! - costs.skipFirst(a, false);
      if (skip > best) {
        best = skip;
        how = 2;
      }
      const score = costs.score(a, b);
      const pair = above[j - 1]! + score;
      if (score > 0 && pair >= best - 1e-9) {
        best = pair;
        how = 1;
      }
      row[j] = best;
      from[i * width + j] = how;
    }
    above = row;
  }
  for (let i = rows, j = width - 1; i > 0 || j > 0;) {
    const how = from[i * width + j]!;
    if (how === 1) partners[firstStart + i - 1] = secondStart + j - 1;
    if (how !== 3) i -= 1;
    if (how !== 2) j -= 1;
  }
  return partners;
}
