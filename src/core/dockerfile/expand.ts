/**
 * Variables, quotes and escapes of a Dockerfile word, and the splitting into words, as BuildKit's `shell.Lex` has them.
 * Source of the grammar: moby/buildkit, frontend/dockerfile/shell/lex.go.
 */
import { isSpace } from './chars';
import { type Budget, parsePattern, replaceMatches, trimPrefix, trimSuffix } from './glob';

/** Looks a variable up; undefined means that it is not set. */
export type Lookup = (name: string) => string | undefined;

export interface ExpandOptions {
  readonly escape: '\\' | '`';
  /** Keep quotes as written. */
  readonly rawQuotes?: boolean;
  /** Keep escapes as written. */
  readonly rawEscapes?: boolean;
  /** Quotes are ordinary characters (heredoc bodies). */
  readonly skipQuotes?: boolean;
  /** Leave references to variables that are not set as they are. */
  readonly keepUnset?: boolean;
  /** What expansions may cost in all: one step a character or a pattern's position. By default a fresh one for each call. */
  readonly budget?: Budget;
}

export interface ExpandedWord {
  readonly text: string;
  /** Indexes into the source. */
  readonly start: number;
  readonly end: number;
}

export interface Expansion {
  /** The whole text expanded; empty when `error` is set. */
  readonly text: string;
  /** The same, split at blanks outside quotes, after expansion. */
  readonly words: readonly ExpandedWord[];
  readonly matched: ReadonlySet<string>;
  readonly unmatched: ReadonlySet<string>;
  readonly error?: string;
}

const EMPTY: ReadonlySet<string> = new Set();
/** `${A:-${B:-…}}` deeper than this is refused instead of risking the call stack. */
const MAX_DEPTH = 200;
/** Steps of one expansion when nobody says otherwise: some hundredths of a second. */
const DEFAULT_STEPS = 5_000_000;
const SPECIAL = '@*#?-$!0';
const LETTER = /^[\p{L}\p{Nd}_]/u;
const DIGIT = /^\p{Nd}/u;

class ExpandError extends Error {}

/** Expands a text. Never throws; what BuildKit refuses comes back as `error`. */
export function expand(source: string, lookup: Lookup, options: ExpandOptions): Expansion {
  const machine = new Machine(source, lookup, options);
  try {
    const { text, words } = machine.run(undefined, options.rawEscapes ?? false);
    return { text, words, matched: machine.matched, unmatched: machine.unmatched };
  } catch (error) {
    if (!(error instanceof ExpandError)) throw error;
    return { text: '', words: [], matched: machine.matched, unmatched: machine.unmatched, error: error.message };
  }
}

/** A word without quotes and escapes, its variables as written; the word itself where it is malformed. */
export function unquote(word: string, escape: '\\' | '`'): string {
  if (!/['"\\`$]/.test(word)) return word;
  const { text, error } = expand(word, () => undefined, { escape, keepUnset: true });
  return error === undefined ? text : word;
}

/** Names that a text refers to, set or not; empty when it is malformed. */
export function referencedNames(word: string, escape: '\\' | '`'): ReadonlySet<string> {
  return word.includes('$') ? expand(word, () => undefined, { escape }).unmatched : EMPTY;
}

class Words {
  readonly done: ExpandedWord[] = [];
  private text = '';
  private inWord = false;
  private start = 0;
  private end = 0;

  /** A character that splits words when it is blank; `[from, to)` is where it came from. */
  char(char: string, from: number, to: number): void {
    if (!isSpace(char.charCodeAt(0))) this.raw(char, from, to);
    else if (this.inWord && this.text !== '') this.finish();
  }

  raw(text: string, from: number, to: number): void {
    if (this.text === '') this.start = from;
    this.text += text;
    this.end = to;
    this.inWord = true;
  }

  finish(): void {
    if (this.text === '') return;
    this.done.push({ text: this.text, start: this.start, end: this.end });
    this.text = '';
    this.inWord = false;
  }
}

class Machine {
  readonly matched = new Set<string>();
  readonly unmatched = new Set<string>();
  private readonly source: string;
  private readonly lookup: Lookup;
  private readonly options: ExpandOptions;
  private at = 0;
  private depth = 0;
  private rawEscapes: boolean;
  private readonly budget: Budget;

  constructor(source: string, lookup: Lookup, options: ExpandOptions) {
    this.source = source;
    this.lookup = lookup;
    this.options = options;
    this.rawEscapes = options.rawEscapes ?? false;
    this.budget = options.budget ?? { steps: DEFAULT_STEPS };
  }

  private spend(steps: number): void {
    this.budget.steps -= steps;
    if (this.budget.steps < 0) throw new ExpandError('the expansion grows too large');
  }

  run(stop: string | undefined, rawEscapes: boolean): { text: string; words: readonly ExpandedWord[] } {
    if (++this.depth > MAX_DEPTH) throw new ExpandError('substitutions are nested too deeply');
    const outer = this.rawEscapes;
    this.rawEscapes = rawEscapes;
    const words = new Words();
    const { source } = this;
    const quotes = !this.options.skipQuotes;
    let text = '';
    while (this.at < source.length) {
      const from = this.at;
      const char = source.charAt(from);
      if (char === stop) {
        this.at++;
        words.finish();
        this.depth--;
        this.rawEscapes = outer;
        return { text, words: words.done };
      }
      if (char === '$') {
        const value = this.dollar();
        text += value;
        for (const each of value) words.char(each, from, this.at);
      } else if (char === '<' || (quotes && (char === "'" || char === '"'))) {
        const value = char === '<' ? this.possibleHeredoc() : char === '"' ? this.doubleQuote() : this.singleQuote();
        text += value;
        words.raw(value, from, this.at);
      } else {
        this.at++;
        if (char !== this.options.escape) {
          words.char(char, from, this.at);
          text += char;
          continue;
        }
        if (this.rawEscapes) {
          words.raw(char, from, this.at);
          text += char;
        }
        if (this.at >= source.length) break;
        const escaped = source.charAt(this.at++);
        words.raw(escaped, from, this.at);
        text += escaped;
      }
    }
    if (stop !== undefined) throw new ExpandError(`the text ends before the matching ${stop}`);
    words.finish();
    this.depth--;
    this.rawEscapes = outer;
    return { text, words: words.done };
  }

  private singleQuote(): string {
    const close = this.source.indexOf("'", this.at + 1);
    if (close < 0) {
      this.at = this.source.length;
      throw new ExpandError('a single quote is not closed');
    }
    const inner = this.source.slice(this.at + 1, close);
    this.at = close + 1;
    return this.options.rawQuotes ? `'${inner}'` : inner;
  }

  private doubleQuote(): string {
    const { source } = this;
    this.at++;
    let text = this.options.rawQuotes ? '"' : '';
    while (this.at < source.length) {
      const char = source.charAt(this.at);
      if (char === '"') {
        this.at++;
        return this.options.rawQuotes ? text + char : text;
      }
      if (char === '$') {
        text += this.dollar();
        continue;
      }
      this.at++;
      if (char !== this.options.escape) {
        text += char;
        continue;
      }
      if (this.rawEscapes) text += char;
      if (this.at >= source.length) break;
      const next = source.charAt(this.at);
      if (next === '"' || next === '$' || next === this.options.escape) {
        this.at++;
        text += next;
      } else text += char;
    }
    throw new ExpandError('a double quote is not closed');
  }

  /** `<<` keeps the blanks behind it in its word, so that `<< EOF` is one word. */
  private possibleHeredoc(): string {
    const { source } = this;
    const from = this.at++;
    if (source.charAt(this.at) !== '<') return '<';
    this.at++;
    if (source.charAt(this.at) === '-') this.at++;
    while (this.at < source.length && ' \t\r'.includes(source.charAt(this.at))) this.at++;
    return source.slice(from, this.at);
  }

  private name(): string {
    const { source } = this;
    const start = this.at;
    const first = source.charAt(start);
    if (DIGIT.test(first)) {
      while (this.at < source.length && DIGIT.test(source.charAt(this.at))) this.at++;
      return source.slice(start, this.at);
    }
    if (first !== '' && SPECIAL.includes(first)) {
      this.at++;
      return first;
    }
    while (this.at < source.length) {
      const code = source.codePointAt(this.at) ?? 0;
      const char = String.fromCodePoint(code);
      if (!LETTER.test(char)) break;
      this.at += char.length;
    }
    return source.slice(start, this.at);
  }

  private get(name: string): string | undefined {
    const value = this.lookup(name);
    (value === undefined ? this.unmatched : this.matched).add(name);
    this.spend((value?.length ?? 0) + 1);
    return value;
  }

  private dollar(): string {
    const { source } = this;
    const keep = this.options.keepUnset ?? false;
    this.at++;
    if (source.charAt(this.at) !== '{') {
      const name = this.name();
      if (name === '') return '$';
      const value = this.get(name);
      return value ?? (keep ? `$${name}` : '');
    }
    this.at++;
    const opening = source.charAt(this.at);
    if (opening === '') throw new ExpandError('`${` is not closed');
    if (opening === '{' || opening === '}' || opening === ':') throw new ExpandError('`${…}` holds no variable name');
    const name = this.name();
    const operator = source.charAt(this.at++);
    if (operator === '}') return this.get(name) ?? (keep ? `\${${name}}` : '');
    if (operator === '/') return this.replace(name, keep);
    const colon = operator === ':';
    const modifier = colon ? source.charAt(this.at++) : operator;
    if (!colon && !'+-?#%'.includes(modifier || ' ')) {
      throw new ExpandError(operator === '' ? '`${` is not closed' : `\`\${…}\` does not know the modifier ${modifier}`);
    }
    const trims = modifier === '#' || modifier === '%';
    const word = this.inner('}', trims);
    if (colon && !'+-?'.includes(modifier || ' ')) throw new ExpandError(`\`\${…}\` does not know the modifier :${modifier}`);
    const value = this.get(name);
    if (keep && value === undefined) return `\${${name}${colon ? ':' : ''}${modifier}${word}}`;
    const missing = value === undefined || (colon && value === '');
    if (modifier === '-') return missing ? word : value;
    if (modifier === '+') return missing ? '' : word;
    if (modifier === '?') {
      if (missing) throw new ExpandError(`${name}: ${word || (value === undefined ? 'must be set' : 'must not be empty')}`);
      return value;
    }
    const longest = word.startsWith(modifier);
    const pattern = parsePattern(longest ? word.slice(1) : word);
    if (!pattern) throw new ExpandError(`the pattern ${word} has an escape that means nothing`);
    const trimmed = (modifier === '#' ? trimPrefix : trimSuffix)(pattern, value ?? '', longest, this.budget);
    this.spend(0);
    return trimmed;
  }

  private replace(name: string, keep: boolean): string {
    const all = this.source.charAt(this.at) === '/';
    if (all) this.at++;
    const wanted = this.inner('/', true);
    const text = this.inner('}', true);
    const value = this.get(name);
    if (keep && value === undefined) return `\${${name}/${wanted}/${text}}`;
    const pattern = parsePattern(wanted);
    if (!pattern) throw new ExpandError(`the pattern ${wanted} has an escape that means nothing`);
    const replaced = replaceMatches(pattern, value ?? '', text, all, this.budget);
    this.spend(replaced.length);
    return replaced;
  }

  private inner(stop: '}' | '/', rawEscapes: boolean): string {
    return this.run(stop, rawEscapes).text;
  }
}
