/** The wildcard patterns of `${X#pattern}`, `${X%pattern}` and `${X/pattern/text}`: `*` and `?`, no brackets, no back-tracking. */

type Token = { readonly kind: 'any' } | { readonly kind: 'one' } | { readonly kind: 'char'; readonly char: string };
export type Pattern = readonly Token[];

/** What matching may still cost, in steps; shared by all the work on one file, so that no pattern makes anybody wait. */
export interface Budget {
  steps: number;
}

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

/** Ends of the shortest and the longest match that begins at `start`; undefined when there is none, or the budget is spent. */
function matchAt(pattern: Pattern, value: readonly string[], start: number, budget: Budget): { shortest: number; longest: number } | undefined {
  const width = value.length - start + 1;
  let reached = new Uint8Array(width);
  reached[0] = 1;
  for (const token of pattern) {
    budget.steps -= width;
    if (budget.steps < 0) return undefined;
    const next = new Uint8Array(width);
    let open = false;
    let any = false;
    for (let at = 0; at < width; at++) {
      const char = value[start + at];
      if (token.kind === 'any') {
        // Go's dot does not match a line end, so that a star stops there.
        open = open || reached[at] === 1;
        if (open) next[at] = 1;
        any = any || open;
        if (char === '\n') open = false;
      } else if (reached[at] === 1 && char !== undefined && (token.kind === 'char' ? token.char === char : char !== '\n')) {
        next[at + 1] = 1;
        any = true;
      }
    }
    if (!any) return undefined;
    reached = next;
  }
  return { shortest: start + reached.indexOf(1), longest: start + reached.lastIndexOf(1) };
}

/** `value` without the shortest (or longest) beginning that matches. */
export function trimPrefix(pattern: Pattern, value: string, longest: boolean, budget: Budget): string {
  const chars = Array.from(value);
  const match = matchAt(pattern, chars, 0, budget);
  return match ? chars.slice(longest ? match.longest : match.shortest).join('') : value;
}

/** `value` without the shortest (or longest) ending that matches. */
export function trimSuffix(pattern: Pattern, value: string, longest: boolean, budget: Budget): string {
  const chars = Array.from(value).reverse();
  const match = matchAt(pattern.toReversed(), chars, 0, budget);
  return match ? chars.slice(longest ? match.longest : match.shortest).reverse().join('') : value;
}

function findFrom(pattern: Pattern, value: readonly string[], from: number, budget: Budget): { start: number; end: number } | undefined {
  const [first] = pattern;
  for (let start = from; start <= value.length && budget.steps > 0; start++) {
    budget.steps--;
    if (first?.kind === 'char' && value[start] !== first.char) continue;
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
export function replaceMatches(pattern: Pattern, value: string, text: string, all: boolean, budget: Budget): string {
  const chars = Array.from(value);
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
