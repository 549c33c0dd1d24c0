/** Splits the text of an instruction: keyword and flags, blank-separated words, quoted words, key and value. */
import { isSeparator, isSpace, skipSpace, trimEnd } from './chars';

/** A stretch of a logical text. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

export interface FlagSlice extends Slice {
  /** `--name=value` without quotes and escapes. */
  readonly word: string;
}

export interface CommandSplit {
  readonly keyword: Slice;
  readonly flags: readonly FlagSlice[];
  /** What is left, blanks at both ends removed. */
  readonly args: Slice;
}

/** Keyword, `--flags` and the rest of `text` from `from` on. */
export function splitCommand(text: string, from: number, escape: string): CommandSplit {
  const start = skipSpace(text, from, text.length);
  const end = trimEnd(text, start, text.length);
  let at = start;
  while (at < end && !isSeparator(text.charCodeAt(at))) at++;
  const keyword = { start, end: at };
  while (at < end && isSeparator(text.charCodeAt(at))) at++;
  const { flags, rest } = takeFlags(text, at, end, escape);
  const argsStart = skipSpace(text, rest, end);
  return { keyword, flags, args: { start: argsStart, end: Math.max(argsStart, end) } };
}

function takeFlags(text: string, from: number, end: number, escape: string): { flags: FlagSlice[]; rest: number } {
  const flags: FlagSlice[] = [];
  let at = from;
  for (;;) {
    at = skipSpace(text, at, end);
    if (!text.startsWith('--', at) || at + 2 > end) return { flags, rest: at };
    const start = at;
    let word = '';
    let quote = '';
    for (; at < end; at++) {
      const char = text.charAt(at);
      if (quote === '' && isSpace(text.charCodeAt(at))) break;
      if (char === quote) quote = '';
      else if (quote === '' && (char === '"' || char === "'")) quote = char;
      else if (char === escape) {
        if (at + 1 < end) word += text.charAt(++at);
      } else word += char;
    }
    if (word === '--') return { flags, rest: at };
    flags.push({ start, end: at, word });
  }
}

/** Words between separators, quotes not minded (FROM, COPY, EXPOSE …). `args` holds no blanks at its ends. */
export function splitBlanks(text: string, args: Slice): Slice[] {
  const words: Slice[] = [];
  for (let at = args.start; at < args.end;) {
    const start = at;
    while (at < args.end && !isSeparator(text.charCodeAt(at))) at++;
    words.push({ start, end: at });
    while (at < args.end && isSeparator(text.charCodeAt(at))) at++;
  }
  return words;
}

/** Words between blanks, where quotes and escapes keep blanks inside (ENV, LABEL, ARG); quotes stay in the words. */
export function splitQuoted(text: string, args: Slice, escape: string): Slice[] {
  const words: Slice[] = [];
  const { end } = args;
  for (let at = args.start; ;) {
    at = skipSpace(text, at, end);
    if (at >= end) return words;
    const start = at;
    let quote = '';
    let cut = end;
    for (; at < end; at++) {
      const char = text.charAt(at);
      if (quote === '' && isSpace(text.charCodeAt(at))) break;
      if (char === quote) quote = '';
      else if (quote === '' && (char === '"' || char === "'")) quote = char;
      if (char === escape && quote !== "'") {
        // An escape at the very end stands for nothing and is left out of the word.
        if (at + 1 >= end) cut = at;
        else at++;
      }
    }
    const last = Math.min(at, cut);
    if (last > start) words.push({ start, end: last });
  }
}

/** The two halves of `KEY value with blanks`; undefined when there is no second. */
export function splitKeyAndRest(text: string, args: Slice): readonly [Slice, Slice] | undefined {
  let at = args.start;
  while (at < args.end && !isSeparator(text.charCodeAt(at))) at++;
  const key = { start: args.start, end: at };
  while (at < args.end && isSeparator(text.charCodeAt(at))) at++;
  return at > key.end ? [key, { start: at, end: args.end }] : undefined;
}
