/** Spelling suggestions, as BuildKit makes them: the nearest name at an edit distance below three. */

const MAX_DISTANCE = 3;
/** Beyond this many names or letters a suggestion is not worth its time. */
const MAX_NAMES = 5_000;
const MAX_LENGTH = 200;

/** The edit distance of two names, or `limit` where it is that or more: only a band around the diagonal can be below it. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => Math.min(index, limit));
  for (let i = 1; i <= a.length; i++) {
    const next = new Array<number>(b.length + 1).fill(limit);
    next[0] = Math.min(i, limit);
    let least = next[0];
    const last = Math.min(b.length, i + limit);
    for (let j = Math.max(1, i - limit); j <= last; j++) {
      const change = row[j - 1]! + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      next[j] = Math.min(change, row[j]! + 1, next[j - 1]! + 1, limit);
      least = Math.min(least, next[j]!);
    }
    if (least >= limit) return limit;
    row = next;
  }
  return row[b.length] ?? limit;
}

/** The name most like `wanted`, or undefined when none is near or one is equal (then spelling is not the trouble). */
export function suggest(wanted: string, names: Iterable<string>): string | undefined {
  if (wanted.length > MAX_LENGTH) return undefined;
  let best: string | undefined;
  let nearest = MAX_DISTANCE;
  let count = 0;
  for (const name of names) {
    if (name === wanted || ++count > MAX_NAMES) return undefined;
    const found = distance(wanted, name, nearest);
    if (found < nearest) {
      nearest = found;
      best = name;
    }
  }
  return best;
}
