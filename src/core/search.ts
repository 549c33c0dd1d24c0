/** Binary search over starts in ascending order: which part a position belongs to. */

/** Index of the last of `starts` at or before `position`; 0 where all lie behind it. */
export function lastAtOrBefore(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
