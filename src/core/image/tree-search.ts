/** Turns a search of the tree grid into a test of paths: text, glob or regular expression. */
import { failure, success, type Outcome } from '../problem';
import type { TreeQuery } from './tree-view';

/** Tells whether a path (escaped, without leading slash) is looked for. */
export type PathTest = (path: string) => boolean;

/** Longest path that a regular expression is tried on, in characters: Linux opens none longer. */
const MAX_PATH = 4096;

/**
 * The test for a search; undefined for an empty one. Text is found anywhere, letters of either case. A glob without a slash
 * means base names, one with a slash whole paths; `*` and `?` stop at slashes, `**` does not.
 */
export function pathTest(search: TreeQuery['search']): Outcome<PathTest | undefined> {
  if (search === undefined || search.text === '') return success(undefined);
  if (search.mode === 'text') {
    const wanted = search.text.toLowerCase().replace(/^\/(?=.)/, '');
    return success((path) => path.toLowerCase().includes(wanted));
  }
  return search.mode === 'glob' ? success(globTest(search.text)) : regexTest(search.text);
}

function regexTest(text: string): Outcome<PathTest> {
  let expression: RegExp;
  try {
    expression = new RegExp(text, 'u');
  } catch {
    try {
      // Escapes that are harmless but not allowed in Unicode mode, such as `\-`.
      expression = new RegExp(text);
    } catch (error) {
      const detail = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
      return failure({ kind: 'invalid-regex', message: `This is no regular expression: ${detail}`, advice: 'Escape special characters with a backslash, or search for text instead.' });
    }
  }
  if (isCostly(text)) {
    return failure({
      kind: 'costly-regex',
      message: 'This expression can take years on an unlucky path: it repeats something that itself repeats, or has alternatives inside a repetition.',
      advice: 'Repeat only simple parts: `a+` instead of `(a+)+`. A glob such as `**/*.pyc` is often enough.',
    });
  }
  return success((path) => path.length <= MAX_PATH && expression.test(path));
}

/**
 * Whether an expression may backtrack exponentially: an unbounded repetition of a group that holds an unbounded repetition
 * or an alternative, or any back reference. Errs on the side of caution; JavaScript cannot interrupt a match.
 */
function isCostly(text: string): boolean {
  const groups: boolean[] = [];
  let closed: boolean | undefined;
  let repeats = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    const group = closed;
    closed = undefined;
    if (char === '\\') {
      at += 1;
      if (/[1-9k]/.test(text[at] ?? '')) return true;
    } else if (char === '[') {
      while (at + 1 < text.length && text[at + 1] !== ']') at += text[at + 1] === '\\' ? 2 : 1;
      at += 1;
    } else if (char === '(') {
      groups.push(false);
    } else if (char === ')') {
      closed = groups.pop() ?? false;
      if (closed && groups.length > 0) groups[groups.length - 1] = true;
    } else if (char === '|') {
      if (groups.length > 0) groups[groups.length - 1] = true;
    } else if (char === '*' || char === '+' || (char === '{' && /^\{\d*(,\d*)?\}/.test(text.slice(at, at + 24)))) {
      if (group === true) return true;
      repeats += 1;
      if (groups.length > 0) groups[groups.length - 1] = true;
    }
  }
  // Each further repetition multiplies the worst case by the length of the path.
  return repeats > 8;
}

/** `enter` and `inside` together are a `**` that whole segments stand for: nothing, or anything up to and with a slash. */
type Token = { readonly kind: 'char'; readonly char: string } | { readonly kind: 'one' | 'star' | 'globstar' | 'enter' | 'inside' };

function globTest(text: string): PathTest {
  const whole = text.includes('/');
  const tokens = globTokens(text.replace(/^\.?\//, ''));
  return (path) => matches(tokens, whole ? path : path.slice(path.lastIndexOf('/') + 1));
}

function globTokens(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '*' && text[at + 1] === '*') {
      const segments = text[at + 2] === '/' && (at === 0 || text[at - 1] === '/');
      at += segments ? 2 : 1;
      if (segments) tokens.push({ kind: 'enter' }, { kind: 'inside' });
      else tokens.push({ kind: 'globstar' });
    } else if (char === '*') tokens.push({ kind: 'star' });
    else if (char === '?') tokens.push({ kind: 'one' });
    else tokens.push({ kind: 'char', char });
  }
  return tokens;
}

/** All positions of the pattern at once, so that no pattern is worse than its length times the path's. */
function matches(tokens: readonly Token[], path: string): boolean {
  let states = withSkipped(tokens, new Set([0]));
  for (let place = 0; place < path.length; place += 1) {
    const char = path[place]!;
    const next = new Set<number>();
    for (const at of states) {
      const token = tokens[at];
      if (token === undefined || token.kind === 'enter') continue;
      if (token.kind === 'globstar' || token.kind === 'inside' || (token.kind === 'star' && char !== '/')) next.add(at);
      if ((token.kind === 'one' && char !== '/') || (token.kind === 'inside' && char === '/') || (token.kind === 'char' && token.char === char)) next.add(at + 1);
    }
    if (next.size === 0) return false;
    states = withSkipped(tokens, next);
  }
  return states.has(tokens.length);
}

/** Adds what follows tokens that may stand for nothing. */
function withSkipped(tokens: readonly Token[], states: Set<number>): Set<number> {
  for (const at of states) {
    const kind = tokens[at]?.kind;
    if (kind === 'star' || kind === 'globstar' || kind === 'enter') states.add(at + 1);
    if (kind === 'enter') states.add(at + 2);
  }
  return states;
}
