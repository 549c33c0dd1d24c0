/** The wildcard patterns of `${X#pattern}`, `${X%pattern}` and `${X/pattern/text}`: `*` and `?`, no brackets, no back-tracking. */

type Token = { readonly kind: 'any' } | { readonly kind: 'one' } | { readonly kind: 'char'; readonly char: string };
export type Pattern = readonly Token[];

/** More steps than this and a match is refused: what a pattern may cost must not depend on its author. */
const MAX_STEPS = 20_000_000;

/** Parses a pattern; answers undefined for an escape that means nothing (only `\*`, `\?`, `\\`, `\}` and `\/` do). */
export function parsePattern(text: string): Pattern | undefined {
  const tokens: Token[] = [];
  const chars = Array.from(text);
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? '';
    if (char === '*') {
      if (tokens[tokens.length - 1]?.kind !== 'any') tokens.push({ kind: 'any' });
    } else if (char === '?') tokens.push({ kind: 'one' });
    else if (char === '\\') {
      const next = chars[i + 1];
      if (next === '}' || next === '/') continue;
      if (next !== '*' && next !== '?' && next !== '\\') return undefined;
      tokens.push({ kind: 'char', char: next });
      i++;
    } else tokens.push({ kind: 'char', char });
  }
  return tokens;
}

/** Ends of the shortest and the longest match that begins at `start`; undefined when there is none. */
function matchAt(pattern: Pattern, value: readonly string[], start: number, budget: { steps: number }): { shortest: number; longest: number } | undefined {
  let reached = new Set<number>([start]);
  for (const token of pattern) {
    const next = new Set<number>();
    if (token.kind === 'any') {
      let position = -1;
      for (const from of [...reached].sort((a, b) => a - b)) {
        if (from < position) continue;
        for (position = from; position <= value.length; position++) {
          next.add(position);
          if (position < value.length && value[position] === '\n') break;
        }
        position++;
      }
    } else {
      for (const from of reached) {
        const char = value[from];
        if (char !== undefined && (token.kind === 'char' ? token.char === char : char !== '\n')) next.add(from + 1);
      }
    }
    budget.steps -= next.size + reached.size;
    if (next.size === 0 || budget.steps < 0) return undefined;
    reached = next;
  }
  let shortest = value.length;
  let longest = start;
  for (const end of reached) {
    shortest = Math.min(shortest, end);
    longest = Math.max(longest, end);
  }
  return { shortest, longest };
}

/** `value` without the shortest (or longest) beginning that matches. */
export function trimPrefix(pattern: Pattern, value: string, longest: boolean): string {
  const chars = Array.from(value);
  const match = matchAt(pattern, chars, 0, { steps: MAX_STEPS });
  return match ? chars.slice(longest ? match.longest : match.shortest).join('') : value;
}

/** `value` without the shortest (or longest) ending that matches. */
export function trimSuffix(pattern: Pattern, value: string, longest: boolean): string {
  const chars = Array.from(value).reverse();
  const match = matchAt(pattern.toReversed(), chars, 0, { steps: MAX_STEPS });
  return match ? chars.slice(longest ? match.longest : match.shortest).reverse().join('') : value;
}

function findFrom(pattern: Pattern, value: readonly string[], from: number, budget: { steps: number }): { start: number; end: number } | undefined {
  for (let start = from; start <= value.length && budget.steps > 0; start++) {
    budget.steps--;
    const match = matchAt(pattern, value, start, budget);
    if (match) return { start, end: match.longest };
  }
  return undefined;
}

/** Go expands `$1`, `${name}` and `$$` in the text of a replace-all; a pattern has no groups, so all but `$0` are empty. */
function goTemplate(text: string, match: string): string {
  return text.replace(/\$(?:(\$)|(\w+)|\{(\w+)\})/g, (_, dollar, bare, braced) => (dollar ? '$' : (bare ?? braced) === '0' ? match : ''));
}

/** `value` with the first match, or all of them, replaced; longest match first. */
export function replaceMatches(pattern: Pattern, value: string, text: string, all: boolean): string {
  const chars = Array.from(value);
  const budget = { steps: MAX_STEPS };
  if (!all) {
    const match = findFrom(pattern, chars, 0, budget);
    return match ? chars.slice(0, match.start).join('') + text + chars.slice(match.end).join('') : value;
  }
  let result = '';
  let copied = 0;
  for (let from = 0; from <= chars.length;) {
    const match = findFrom(pattern, chars, from, budget);
    if (!match) break;
    result += chars.slice(copied, match.start).join('');
    // An empty match right behind the previous one does not count.
    if (match.end > copied || match.start === 0) result += goTemplate(text, chars.slice(match.start, match.end).join(''));
    copied = match.end;
    from = Math.max(from + 1, match.end);
  }
  return result + chars.slice(copied).join('');
}
