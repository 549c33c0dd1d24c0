/**
 * One pattern of a `.dockerignore`, matched as moby's patternmatcher does (github.com/moby/patternmatcher, `Pattern.compile` and
 * `match`), with time that grows with pattern × path and never with their powers.
 */

type Step =
  | { readonly kind: 'char'; readonly char: string }
  /** `?`: one character, not a slash. */
  | { readonly kind: 'one' }
  /** `*`: any characters but slashes. */
  | { readonly kind: 'name' }
  /** A double star with more behind it: nothing, or anything up to and including a slash. */
  | { readonly kind: 'folders' }
  /** A double star at the end: anything. */
  | { readonly kind: 'rest' }
  /** `[…]`: one character of a class. */
  | { readonly kind: 'class'; readonly accepts: RegExp };

export interface CompiledPattern {
  readonly matches: (path: string) => boolean;
}

/**
 * True when Go's `filepath.Match` would take the pattern: closed, non-empty classes and no backslash at the end. moby refuses the whole
 * ignore file otherwise.
 */
export function isWellFormed(pattern: string): boolean {
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '\\') {
      if (++i >= pattern.length) return false;
    } else if (pattern[i] === '[') {
      const end = classEnd(pattern, i);
      if (end < 0) return false;
      i = end;
    }
  }
  return true;
}

/** Index of the `]` that closes the class at `start`, or -1 when the class is malformed in Go's eyes. */
function classEnd(pattern: string, start: number): number {
  let i = start + 1;
  if (pattern[i] === '^') i++;
  for (let ranges = 0; ; ranges++) {
    if (pattern[i] === ']' && ranges > 0) return i;
    i = classChar(pattern, i);
    if (i < 0) return -1;
    if (pattern[i] === '-') {
      i = classChar(pattern, i + 1);
      if (i < 0) return -1;
    }
  }
}

/** Index behind one character of a class, or -1. */
function classChar(pattern: string, at: number): number {
  const char = pattern[at];
  if (char === undefined || char === '-' || char === ']') return -1;
  const next = at + (char === '\\' ? 1 : 0);
  if (pattern[next] === undefined) return -1;
  const behind = next + (pattern.codePointAt(next)! > 0xffff ? 2 : 1);
  return behind >= pattern.length ? -1 : behind;
}

/** Escapes that Go's regular expressions give a meaning; the rest of the letters and digits make the pattern invalid there. */
const ESCAPED_CLASSES: Readonly<Record<string, RegExp>> = {
  d: /^[0-9]$/, D: /^[^0-9]$/, w: /^\w$/, W: /^\W$/, s: /^[\t\n\f\r ]$/, S: /^[^\t\n\f\r ]$/,
};
const ESCAPED_CHARS: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The steps of a pattern, or undefined where Go would find no meaning in it. */
function steps(pattern: string): readonly Step[] | undefined {
  const result: Step[] = [];
  const chars = Array.from(pattern);
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!;
    if (char === '*') {
      if (chars[i + 1] !== '*') {
        result.push({ kind: 'name' });
        continue;
      }
      i++;
      // `**/` is read as `**`.
      if (chars[i + 1] === '/') i++;
      result.push({ kind: i + 1 < chars.length ? 'folders' : 'rest' });
    } else if (char === '?') result.push({ kind: 'one' });
    else if (char === '\\') {
      const next = chars[++i];
      if (next === undefined) result.push({ kind: 'char', char: '\\' });
      else if (ESCAPED_CLASSES[next]) result.push({ kind: 'class', accepts: ESCAPED_CLASSES[next] });
      else if (/[A-Za-z0-9]/.test(next)) {
        const meant = ESCAPED_CHARS[next];
        if (meant === undefined) return undefined;
        result.push({ kind: 'char', char: meant });
      } else result.push({ kind: 'char', char: next });
    } else if (char === '[') {
      const rest = chars.slice(i).join('');
      const end = classEnd(rest, 0);
      if (end < 0) return undefined;
      const accepts = characterClass(rest.slice(0, end + 1));
      if (!accepts) return undefined;
      result.push({ kind: 'class', accepts });
      i += Array.from(rest.slice(0, end)).length;
    } else result.push({ kind: 'char', char });
  }
  return result;
}

function characterClass(text: string): RegExp | undefined {
  try {
    return new RegExp(`^${text.replace(/[[\]](?!$)(?<!^\[)/g, '\\$&')}$`, 'us');
  } catch {
    return undefined;
  }
}

/** Positions of the path that are reached, step by step: no back-tracking. */
function run(program: readonly Step[], path: readonly string[]): boolean {
  const length = path.length;
  let reached = new Uint8Array(length + 1);
  reached[0] = 1;
  for (const step of program) {
    const next = new Uint8Array(length + 1);
    let any = false;
    let open = false;
    for (let at = 0; at <= length; at++) {
      const here = reached[at] === 1;
      const before = path[at - 1];
      if (step.kind === 'name') {
        open = here || (open && before !== '/');
        if (open) next[at] = 1;
      } else if (step.kind === 'rest') {
        open ||= here;
        if (open) next[at] = 1;
      } else if (step.kind === 'folders') {
        if (here || (open && before === '/')) next[at] = 1;
        open ||= here;
      } else if (at > 0 && reached[at - 1] === 1) {
        const fits = step.kind === 'char' ? before === step.char : step.kind === 'one' ? before !== '/' : step.accepts.test(before!);
        if (fits) next[at] = 1;
      }
      any ||= next[at] === 1;
    }
    if (!any) return false;
    reached = next;
  }
  return reached[length] === 1;
}

/**
 * Compiles a cleaned pattern without its `!`. Answers undefined for a pattern that moby refuses (`isWellFormed` is false, or an
 * escape without a meaning).
 */
export function compilePattern(pattern: string): CompiledPattern | undefined {
  if (!isWellFormed(pattern)) return undefined;
  if (!/[*?[\\]/.test(pattern)) return { matches: (path) => path === pattern };
  const plainTail = !/[*?[\\]/.test(pattern.slice(2));
  // moby's short cuts: they differ from the general rule in corner cases (`**foo` matches any path ending in foo).
  if (pattern.startsWith('**') && plainTail) {
    const suffix = pattern.slice(2);
    return { matches: (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1)) };
  }
  const head = pattern.slice(0, -2);
  if (pattern.endsWith('**') && !/[*?[\\]/.test(head)) return { matches: (path) => path.startsWith(head) };
  const program = steps(pattern);
  return program && { matches: (path) => run(program, Array.from(path)) };
}
