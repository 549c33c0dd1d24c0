/** What stands behind a `$`: the variable's name, and what the modifier of `${NAME…}` makes of its value. */
import { type Budget, parsePattern, type Pattern, replaceMatches, trimPrefix, trimSuffix } from './glob';

/** Why a text cannot be expanded: its grammar, a variable that `?` asks for, or bounds of ours. */
export type ExpandFault = 'grammar' | 'missing' | 'bounds';

/** A text that BuildKit refuses to expand, or that would take too long. */
export class ExpandError extends Error {
  readonly fault: ExpandFault;

  constructor(message: string, fault: ExpandFault = 'grammar') {
    super(message);
    this.fault = fault;
  }
}

const SPECIAL = '@*#?-$!0';
const LETTER = /^[\p{L}\p{Nd}_]/u;
const DIGIT = /^\p{Nd}/u;

/** The name at `source[start]`: a number, one special character, or letters, digits and underscores; empty if there is none. */
export function nameAt(source: string, start: number): string {
  let at = start;
  const first = source.charAt(start);
  if (DIGIT.test(first)) {
    while (at < source.length && DIGIT.test(source.charAt(at))) at++;
    return source.slice(start, at);
  }
  if (first !== '' && SPECIAL.includes(first)) return first;
  while (at < source.length) {
    const char = String.fromCodePoint(source.codePointAt(at) ?? 0);
    if (!LETTER.test(char)) break;
    at += char.length;
  }
  return source.slice(start, at);
}

/** `${NAME:-word}` and its kin. */
export interface Modification {
  readonly name: string;
  readonly colon: boolean;
  /** One of `- + ? # %`. */
  readonly modifier: string;
  readonly word: string;
}

/** The value that a modifier answers with; throws where `?` asks for a value that is missing. */
export function modified({ name, colon, modifier, word }: Modification, value: string | undefined, budget: Budget): string {
  const missing = value === undefined || (colon && value === '');
  if (modifier === '-') return missing ? word : value;
  if (modifier === '+') return missing ? '' : word;
  if (modifier === '?') {
    if (missing) throw new ExpandError(`${name}: ${word || (value === undefined ? 'must be set' : 'must not be empty')}`, 'missing');
    return value;
  }
  const longest = word.startsWith(modifier);
  return (modifier === '#' ? trimPrefix : trimSuffix)(patternOf(word, longest ? 1 : 0), value ?? '', longest, budget);
}

/** `${NAME/wanted/text}`; with a second slash before `wanted` all matches. */
export function replacedIn(value: string, change: { readonly wanted: string; readonly text: string; readonly all: boolean }, budget: Budget): string {
  return replaceMatches(patternOf(change.wanted, 0), value, change.text, change.all, budget);
}

function patternOf(word: string, from: number): Pattern {
  const pattern = parsePattern(word.slice(from));
  if (!pattern) throw new ExpandError(`the pattern ${word} has an escape that means nothing`);
  return pattern;
}
