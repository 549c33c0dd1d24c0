/** What a search of the tree grid means: text, glob or regular expression. */
import { failure, success, type Outcome } from '../problem';

/** Tells whether a path (as `readablePath` has it, without leading slash) is looked for. */
export type PathTest = (path: string) => boolean;

/** Longest path that a regular expression is tried on, in characters: Linux opens none longer. */
const MAX_PATH = 4096;

/**
 * The test for a glob or a regular expression. A glob without a slash means base names, one with a slash whole paths; `*` and `?` stop at
 * slashes, `**` as a segment does not.
 */
export function pathTest(text: string, mode: 'glob' | 'regex'): Outcome<PathTest> {
  return mode === 'glob' ? success(globTest(text)) : regexTest(text);
}

/** The longest text that the base name of whatever a glob finds holds as it stands; empty where there is none, or none that has one lower case. */
export function lastNameLiteral(glob: string): string {
  const name = glob.slice(glob.lastIndexOf('/') + 1);
  if (name === '**' || !/^[ -~]*$/.test(name)) return '';
  return name.split(/[*?]/).reduce((longest, part) => (part.length > longest.length ? part : longest));
}

/** What a search for text looks for anywhere in a path, letters of either case: a text in lower case without a leading slash. */
export function wantedText(text: string): string {
  return text.toLowerCase().replace(/^\/(?=.)/, '');
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

function globTest(text: string): PathTest {
  const pattern = text.replace(/^\.?\//, '').split('/');
  if (!text.includes('/')) return (path) => matchesSegment(text, path.slice(path.lastIndexOf('/') + 1));
  return (path) => matchesSegments(pattern, path.split('/'));
}

/** `**` stands for any number of segments; no pattern is worse than its length times the path's. */
function matchesSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let [at, place] = [0, 0];
  // Where to go on when the last `**` has to take one segment more.
  let [retryAt, retryPlace] = [-1, 0];
  while (place < path.length) {
    if (pattern[at] === '**') {
      at += 1;
      [retryAt, retryPlace] = [at, place];
    } else if (at < pattern.length && matchesSegment(pattern[at]!, path[place]!)) {
      at += 1;
      place += 1;
    } else if (retryAt >= 0) {
      retryPlace += 1;
      [at, place] = [retryAt, retryPlace];
    } else {
      return false;
    }
  }
  while (pattern[at] === '**') at += 1;
  return at === pattern.length;
}

/** `*` stands for any characters of a name, `?` for one. */
function matchesSegment(pattern: string, name: string): boolean {
  let at = 0;
  let place = 0;
  let retryAt = -1;
  let retryPlace = 0;
  while (place < name.length) {
    const char = pattern[at];
    if (char === '*') {
      at += 1;
      retryAt = at;
      retryPlace = place;
    } else if (char === '?' || char === name[place]) {
      at += 1;
      place += 1;
    } else if (retryAt >= 0) {
      retryPlace += 1;
      at = retryAt;
      place = retryPlace;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
