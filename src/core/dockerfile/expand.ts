/**
 * Variables, quotes and escapes of a Dockerfile word, and the splitting into words, as BuildKit's `shell.Lex` has them.
 * Source of the grammar: moby/buildkit, frontend/dockerfile/shell/lex.go.
 */
import { type ExpandedWord, Words } from './expand-words';
import type { Budget } from './glob';
import { ExpandError, type ExpandFault, modified, nameAt, replacedIn } from './variable-reference';

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

export interface Expansion {
  /** The whole text expanded; empty when `error` is set. */
  readonly text: string;
  /** The same, split at blanks outside quotes, after expansion. */
  readonly words: readonly ExpandedWord[];
  readonly matched: ReadonlySet<string>;
  readonly unmatched: ReadonlySet<string>;
  readonly error?: string;
  /** Of what sort `error` is. */
  readonly fault?: ExpandFault;
}

/** `${A:-${B:-…}}` deeper than this is refused instead of risking the call stack. */
const MAX_DEPTH = 200;
/** Steps of one expansion when nobody says otherwise: some hundredths of a second. */
const DEFAULT_STEPS = 5_000_000;

/** Expands a text. Never throws; what BuildKit refuses comes back as `error`. */
export function expand(source: string, lookup: Lookup, options: ExpandOptions): Expansion {
  const machine = new Machine(source, lookup, options);
  try {
    const { text, words } = machine.run(undefined, options.rawEscapes ?? false);
    return { text, words, matched: machine.matched, unmatched: machine.unmatched };
  } catch (error) {
    if (!(error instanceof ExpandError)) throw error;
    return { text: '', words: [], matched: machine.matched, unmatched: machine.unmatched, error: error.message, fault: error.fault };
  }
}

/** A word without quotes and escapes, its variables as written; the word itself where it is malformed. */
export function unquote(word: string, escape: '\\' | '`'): string {
  if (!/['"\\`$]/.test(word)) return word;
  const { text, error } = expand(word, () => undefined, { escape, keepUnset: true });
  return error === undefined ? text : word;
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
    if (this.budget.steps < 0) throw new ExpandError('the expansion grows too large', 'bounds');
  }

  run(stop: string | undefined, rawEscapes: boolean): { text: string; words: readonly ExpandedWord[] } {
    if (++this.depth > MAX_DEPTH) throw new ExpandError('substitutions are nested too deeply', 'bounds');
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
    const name = nameAt(this.source, this.at);
    this.at += name.length;
    return name;
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
    const word = this.run('}', trims).text;
    if (colon && !'+-?'.includes(modifier || ' ')) throw new ExpandError(`\`\${…}\` does not know the modifier :${modifier}`);
    const value = this.get(name);
    if (keep && value === undefined) return `\${${name}${colon ? ':' : ''}${modifier}${word}}`;
    const result = modified({ name, colon, modifier, word }, value, this.budget);
    this.spend(0);
    return result;
  }

  private replace(name: string, keep: boolean): string {
    const all = this.source.charAt(this.at) === '/';
    if (all) this.at++;
    const wanted = this.run('/', true).text;
    const text = this.run('}', true).text;
    const value = this.get(name);
    if (keep && value === undefined) return `\${${name}/${wanted}/${text}}`;
    const replaced = replacedIn(value ?? '', { wanted, text, all }, this.budget);
    this.spend(replaced.length);
    return replaced;
  }
}
