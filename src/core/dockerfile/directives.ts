/** Parser directives (`# syntax=`, `# escape=`, `# check=`) at the top of a file, as BuildKit reads them. */
import { isSpace, skipSpace, trimEnd } from './chars';
import type { Directive, ParseError } from './model';
import { parseError } from './parse-error';

const KNOWN = new Set(['syntax', 'escape', 'check']);
const FORM = /^([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)$/s;
/** What is longer is no directive; it keeps the pattern above off hostile lines. */
const MAX_LENGTH = 65_535;

export interface DirectiveReading {
  readonly directives: readonly Directive[];
  readonly escape: '\\' | '`';
  readonly errors: readonly ParseError[];
}

interface Row {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

function rowAt(text: string, start: number): Row {
  const newline = text.indexOf('\n', start);
  const next = newline < 0 ? text.length : newline + 1;
  let end = newline < 0 ? text.length : newline;
  while (end > start && text.charAt(end - 1) === '\r') end--;
  return { start, end, next };
}

/** Reads `# name = value` lines from the top until the first line that is none. */
function readRun(text: string, from: number, firstLine: number, mark: '#' | '//', errors: ParseError[]): Directive[] {
  const found: Directive[] = [];
  const seen = new Set<string>();
  for (let start = from, line = firstLine; start < text.length; line++) {
    const row = rowAt(text, start);
    const begin = mark === '#' ? skipSpace(text, row.start, row.end) : row.start;
    if (!text.startsWith(mark, begin) || row.end - begin > MAX_LENGTH) break;
    const match = FORM.exec(text.slice(skipSpace(text, begin + mark.length, row.end), trimEnd(text, begin, row.end)));
    const name = match?.[1]?.toLowerCase();
    const value = match?.[2];
    if (name === undefined || value === undefined || !KNOWN.has(name)) break;
    const span = { start: begin, end: trimEnd(text, begin, row.end) };
    if (seen.has(name)) {
      errors.push(parseError(
        'dockerfile-syntax', line, span,
        `The ${name} directive stands here a second time.`,
        'Keep one of them: each directive may be given once.',
      ));
      break;
    }
    seen.add(name);
    found.push({ name, value, line, ...span });
    start = row.next;
  }
  return found;
}

/** All directives of a file without BOM. `escape` counts only when no `#!` line stands above it. */
export function readDirectives(text: string): DirectiveReading {
  const shebang = text.startsWith('#!');
  const from = shebang ? rowAt(text, 0).next : 0;
  const errors: ParseError[] = [];
  const found = readRun(text, from, shebang ? 2 : 1, '#', errors);
  const directives = shebang ? found.filter((directive) => directive.name !== 'escape') : found;
  let escape: '\\' | '`' = '\\';
  const wanted = directives.find((directive) => directive.name === 'escape');
  if (wanted?.value === '`') escape = '`';
  else if (wanted && wanted.value !== '\\') {
    errors.push(parseError(
      'dockerfile-syntax', wanted.line, wanted,
      `${wanted.value} cannot be the escape character.`,
      'Only \\ (the default) and ` can.',
    ));
  }
  if (shebang) errors.length = 0;
  const syntax = directives.some((directive) => directive.name === 'syntax') ? undefined : otherSyntax(text, from, shebang ? 2 : 1);
  return { directives: syntax ? [...directives, syntax] : directives, escape, errors };
}

/** The `// syntax=` and `{"syntax": …}` forms, which frontends other than Docker's own use. */
function otherSyntax(text: string, from: number, line: number): Directive | undefined {
  const slashed = readRun(text, from, line, '//', []).find((directive) => directive.name === 'syntax');
  if (slashed) return slashed;
  const start = skipSpace(text, from, text.length);
  if (text.charAt(start) !== '{' || text.length > 1_000_000) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.slice(from));
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || !Object.hasOwn(parsed, 'syntax')) return undefined;
  const value: unknown = (parsed as { readonly syntax: unknown }).syntax;
  return typeof value === 'string' ? { name: 'syntax', value, line, start, end: trimEnd(text, start, text.length) } : undefined;
}

/** The part of a directive's value that counts: up to the first space, so that a remark may follow. */
export function directiveArgument(directive: Directive): string {
  for (let i = 0; i < directive.value.length; i++) {
    if (directive.value.charAt(i) === ' ' || isSpace(directive.value.charCodeAt(i))) return directive.value.slice(0, i);
  }
  return directive.value;
}
