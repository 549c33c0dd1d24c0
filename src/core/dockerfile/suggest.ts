/** Spelling suggestions, as BuildKit makes them: the nearest name at an edit distance below three. */

const MAX_DISTANCE = 3;
/** Beyond this many names or letters a suggestion is not worth its time. */
const MAX_NAMES = 5_000;
const MAX_LENGTH = 200;

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The name most like `wanted`, or undefined when none is near or one is equal (then spelling is not the trouble). */
export function suggest(wanted: string, names: Iterable<string>): string | undefined {
  if (wanted.length > MAX_LENGTH) return undefined;
  let best: string | undefined;
  let nearest = MAX_DISTANCE;
  let count = 0;
  for (const name of names) {
    if (name === wanted || ++count > MAX_NAMES) return undefined;
    if (Math.abs(name.length - wanted.length) >= nearest) continue;
    const found = distance(wanted, name);
    if (found < nearest) {
      nearest = found;
      best = name;
    }
  }
  return best;
}
