/**
 * One pattern of a `.dockerignore`, matched as moby's patternmatcher does (github.com/moby/patternmatcher v0.6, `Pattern.compile` and
 * `match`, Apache-2.0), with time that grows with pattern × path and never with their powers.
 *
 * moby writes a regular expression and leaves `|`, `{`, `}` and `^` in it as they are (its table of characters to escape is too short for
 * them), and looks for `*` and `?` inside of classes too. Such patterns mean there what nobody meant, and so they do here.
 */
import { classAt, escapeAt, type Accepts } from './go-classes';

type Step =
  /** One character, none or one, or any number of them. */
  | { readonly kind: 'one' | 'optional' | 'any'; readonly accepts: Accepts }
  /** A double star with more behind it: nothing, or anything up to and including a slash. */
  | { readonly kind: 'folders' }
  /** The beginning or the end of the path. */
  | { readonly kind: 'begin' }
  | { readonly kind: 'end' };

export interface CompiledPattern {
  readonly matches: (path: string) => boolean;
}

/**
 * True when Go's `filepath.Match` would take the pattern: closed, non-empty classes and no backslash at the end. moby refuses the whole
 * ignore file otherwise.
 */
function isWellFormed(pattern: string): boolean {
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

/** Index of the `]` that closes the class at `start`, or -1 when the class is malformed in the eyes of `filepath.Match`. */
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

/** Those that moby means to escape and does. */
const ESCAPED: ReadonlySet<string> = new Set('.+()$');
const NO_SLASH = '[^/]';
const FOLDERS = '(.*/)?';
const REST = '.*';

/** moby's translation, character by character: the expression, and whether it is used at all. */
function translated(pattern: string): { readonly type: 'exact' | 'prefix' | 'suffix' | 'expression'; readonly expression: string } {
  let type: 'exact' | 'prefix' | 'suffix' | 'expression' = 'exact';
  let expression = '^';
  const chars = Array.from(pattern);
  for (let i = 0, turn = 0; i < chars.length; i++, turn++) {
    const char = chars[i]!;
    if (char === '*' && chars[i + 1] === '*') {
      i++;
      // `**/` is read as `**`.
      if (chars[i + 1] === '/') i++;
      if (i + 1 < chars.length) {
        expression += FOLDERS;
        type = 'expression';
      } else if (type === 'exact') type = 'prefix';
      else {
        expression += REST;
        type = 'expression';
      }
      if (turn === 0) type = 'suffix';
      continue;
    }
    if (char === '*') expression += `${NO_SLASH}*`;
    else if (char === '?') expression += NO_SLASH;
    else if (ESCAPED.has(char)) expression += `\\${char}`;
    else if (char === '\\') expression += `\\${chars[++i] ?? ''}`;
    else expression += char;
    if ('*?\\[]'.includes(char)) type = 'expression';
  }
  return { type, expression: `${expression}$` };
}

/** Go takes no more repetitions of one character. */
const MOST_REPETITIONS = 1000;

/** The alternatives of such an expression, or undefined where Go's regexp refuses it. */
function parsed(expression: string): readonly (readonly Step[])[] | undefined {
  const alternatives: Step[][] = [[]];
  for (let at = 0; at < expression.length;) {
    const steps = alternatives.at(-1)!;
    if (expression.startsWith(FOLDERS, at)) {
      steps.push({ kind: 'folders' });
      at += FOLDERS.length;
      if (/^\{\d+(?:,\d*)?\}/.test(expression.slice(at, at + 12))) return undefined;
      continue;
    }
    const char = String.fromCodePoint(expression.codePointAt(at)!);
    if (char === '|' || char === '^' || char === '$') {
      if (char === '|') alternatives.push([]);
      else steps.push({ kind: char === '^' ? 'begin' : 'end' });
      at += 1;
      continue;
    }
    // What stands in front of a repetition is known by now, unless there is nothing.
    if (/^\{\d+(?:,\d*)?\}/.test(expression.slice(at, at + 12))) return undefined;
    const atom = char === '[' ? classAt(expression, at) : char === '\\' ? escapeAt(expression, at)
      : char === '.' ? { accepts: (one: string) => one !== '\n', end: at + 1 } : { accepts: (one: string) => one === char, end: at + char.length };
    if (atom === undefined) return undefined;
    const repeated = repetitionAt(expression, atom.end);
    if (repeated === undefined) return undefined;
    const { accepts } = atom;
    for (let count = 0; count < repeated.least; count++) steps.push({ kind: 'one', accepts });
    if (repeated.most === Infinity) steps.push({ kind: 'any', accepts });
    else for (let count = repeated.least; count < repeated.most; count++) steps.push({ kind: 'optional', accepts });
    at = repeated.end;
  }
  return alternatives;
}

/** `*`, `{2}`, `{2,}`, `{2,5}` or nothing; undefined for what Go refuses: too many, or one upon another. */
function repetitionAt(expression: string, at: number): { readonly least: number; readonly most: number; readonly end: number } | undefined {
  const braces = /^\{(\d+)(,?)(\d*)\}/.exec(expression.slice(at, at + 12));
  const star = expression[at] === '*';
  if (braces === null && !star) return { least: 1, most: 1, end: at };
  const least = star ? 0 : Number(braces![1]);
  const most = star || (braces![2] !== '' && braces![3] === '') ? Infinity : braces![2] === '' ? least : Number(braces![3]);
  const end = at + (star ? 1 : braces![0].length);
  const again = expression[end] === '*' || /^\{\d+(?:,\d*)?\}/.test(expression.slice(end, end + 12));
  if (again || least > most || least > MOST_REPETITIONS || (most !== Infinity && most > MOST_REPETITIONS)) return undefined;
  return { least, most, end };
}

/** Positions of the path that are reached, step by step: no back-tracking. Without a beginning it may start anywhere, without an end stop anywhere. */
function run(steps: readonly Step[], path: readonly string[]): boolean {
  const length = path.length;
  let reached = new Uint8Array(length + 1).fill(1);
  for (const step of steps) {
    const next = new Uint8Array(length + 1);
    let any = false;
    let open = false;
    for (let at = 0; at <= length; at++) {
      const here = reached[at] === 1;
      const before = path[at - 1];
      if (step.kind === 'begin' || step.kind === 'end') open = here && at === (step.kind === 'begin' ? 0 : length);
      else if (step.kind === 'any') open = here || (open && step.accepts(before!));
      else if (step.kind === 'folders') {
        if (here || (open && before === '/')) next[at] = 1;
        // Its anything is without line ends.
        open = (open && before !== '\n') || here;
      } else {
        const fits = at > 0 && reached[at - 1] === 1 && step.accepts(before!);
        open = fits || (step.kind === 'optional' && here);
      }
      if (open && step.kind !== 'folders') next[at] = 1;
      any ||= next[at] === 1;
    }
    if (!any) return false;
    reached = next;
  }
  return true;
}

/**
 * Compiles a cleaned pattern without its `!`. Answers undefined for a pattern that moby refuses: `isWellFormed` is false, or Go makes no
 * expression of it (there, only once a path is held against it).
 */
export function compilePattern(pattern: string): CompiledPattern | undefined {
  if (!isWellFormed(pattern)) return undefined;
  const { type, expression } = translated(pattern);
  if (type === 'exact') return { matches: (path) => path === pattern };
  if (type === 'prefix') {
    const head = pattern.slice(0, -2);
    return { matches: (path) => path.startsWith(head) };
  }
  if (type === 'suffix') {
    const suffix = pattern.slice(2);
    return { matches: (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1)) };
  }
  const alternatives = parsed(expression);
  return alternatives && { matches: (path) => {
    const chars = Array.from(path);
    return alternatives.some((steps) => run(steps, chars));
  } };
}
