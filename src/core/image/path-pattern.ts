/** Reads a regular expression as a program of single steps over characters, for `PathAutomaton`. */
import { failure, success, type Outcome } from '../problem';

/** One step: take a character of a set, hold where an assertion holds, go two ways, or be done. `next` and `other` are numbers of steps. */
export type Step =
  | { readonly op: 'take'; readonly set: number; readonly next: number }
  | { readonly op: 'assert'; readonly what: Assertion; readonly next: number }
  | { readonly op: 'either'; readonly next: number; readonly other: number }
  | { readonly op: 'found' };

export type Assertion = 'start' | 'end' | 'word' | 'not-word';

export interface PathProgram {
  readonly steps: readonly Step[];
  readonly entry: number;
  /** What each set of characters takes, as the engine's own expressions have it. */
  readonly sets: readonly RegExp[];
  /** Whether a character is a code point, or, as without the flag `u`, a UTF-16 unit. */
  readonly unicode: boolean;
}

type Part =
  | { readonly is: 'set'; readonly set: number }
  | { readonly is: 'assert'; readonly what: Assertion }
  | { readonly is: 'sequence' | 'choice'; readonly parts: readonly Part[] }
  | { readonly is: 'repeat'; readonly part: Part; readonly least: number; readonly most: number };

/** Nobody types more; what comes in a link may be longer. */
const MOST_CHARACTERS = 1000;
const MOST_STEPS = 2000;

/** The program of a JavaScript expression without flags; fails on what is none, and on what only a backtracking engine could follow. */
export function readPattern(text: string): Outcome<PathProgram> {
  if (text.length > MOST_CHARACTERS) return failure(tooLarge);
  const unicode = isExpression(text, 'u');
  if (!unicode) {
    // Escapes that are harmless but not allowed in Unicode mode, such as `\-`.
    try {
      new RegExp(text);
    } catch (error) {
      const detail = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
      return failure({ kind: 'invalid-regex', message: `This is no regular expression: ${detail}`, advice: 'Escape special characters with a backslash, or search for text instead.' });
    }
  }
  const reader = new PatternReader(text, unicode);
  const part = reader.choice();
  if (reader.unsupported) return failure(unsupported);
  if (stepsOf(part) > MOST_STEPS) return failure(tooLarge);
  const steps: Step[] = [{ op: 'found' }];
  const entry = write(part, 0, steps);
  return success({ steps, entry, sets: reader.sets.map((source) => new RegExp(`^(?:${source})$`, unicode ? 'u' : '')), unicode });
}

/** A plain text as the source of an expression that finds it. */
export function literalSource(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Follows an expression that the engine has accepted: what is odd in it is a character of its own. */
class PatternReader {
  readonly sets: string[] = [];
  unsupported = false;
  readonly #text: string;
  readonly #unicode: boolean;
  #at = 0;

  constructor(text: string, unicode: boolean) {
    this.#text = text;
    this.#unicode = unicode;
  }

  /** Alternatives up to the end of their group. */
  choice(): Part {
    const options = [this.#sequence()];
    while (this.#text[this.#at] === '|') {
      this.#at += 1;
      options.push(this.#sequence());
    }
    return options.length === 1 ? options[0]! : { is: 'choice', parts: options };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#text.length && !'|)'.includes(this.#text[this.#at]!) && !this.unsupported) parts.push(this.#repeated(this.#atom()));
    return { is: 'sequence', parts };
  }

  #repeated(part: Part): Part {
    const times = this.#taken(/[*+?]|\{\d+(?:,\d*)?\}/y);
    if (times === '') return part;
    // Whether as much or as little as possible is taken makes no difference to whether there is a match.
    this.#taken(/\?/y);
    if (times === '*') return { is: 'repeat', part, least: 0, most: Infinity };
    if (times === '+') return { is: 'repeat', part, least: 1, most: Infinity };
    if (times === '?') return { is: 'repeat', part, least: 0, most: 1 };
    const [least = '', most] = times.slice(1, -1).split(',');
    return { is: 'repeat', part, least: Number(least), most: most === undefined ? Number(least) : most === '' ? Infinity : Number(most) };
  }

  #atom(): Part {
    if (this.#taken(/\^/y)) return { is: 'assert', what: 'start' };
    if (this.#taken(/\$/y)) return { is: 'assert', what: 'end' };
    if (this.#taken(/\\b/y)) return { is: 'assert', what: 'word' };
    if (this.#taken(/\\B/y)) return { is: 'assert', what: 'not-word' };
    if (this.#taken(/\((?:\?:|\?<(?![=!])[^>]*>|(?!\?))/y)) {
      const part = this.choice();
      this.#at += 1;
      return part;
    }
    // Looking ahead and back, modifiers, back references.
    if (this.#taken(/\(\?|\\[1-9k]/y)) {
      this.unsupported = true;
      return { is: 'sequence', parts: [] };
    }
    const source = this.#taken(/\[(?:[^\]\\]|\\[^])*\]/y) || this.#taken(/\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z]|[^])/y) || this.#taken(/\./y);
    if (source !== '') return this.#set(this.#unicode || !/^\\[pPu]\{/.test(source) ? source : this.#letterEscape(source));
    const literal = this.#unicode ? String.fromCodePoint(this.#text.codePointAt(this.#at)!) : this.#text[this.#at]!;
    this.#at += literal.length;
    return this.#set(literalSource(literal));
  }

  /** Without the flag `u`, `\p{` and `\u{` are the letter and what follows stands for itself. */
  #letterEscape(source: string): string {
    this.#at -= source.length - 2;
    return source.slice(0, 2);
  }

  #set(source: string): Part {
    let set = this.sets.indexOf(source);
    if (set < 0) set = this.sets.push(source) - 1;
    return { is: 'set', set };
  }

  /** What the expression takes here, and goes on behind it; empty where it takes nothing. */
  #taken(expression: RegExp): string {
    expression.lastIndex = this.#at;
    const [taken = ''] = expression.exec(this.#text) ?? [];
    this.#at += taken.length;
    return taken;
  }
}

/** How many steps `write` makes of a part; repetitions multiply. */
function stepsOf(part: Part): number {
  switch (part.is) {
    case 'set':
    case 'assert':
      return 1;
    case 'sequence':
    case 'choice':
      return part.parts.reduce((sum, each) => sum + stepsOf(each) + 1, 0);
    case 'repeat':
      return (stepsOf(part.part) + 1) * (part.most === Infinity ? part.least + 1 : Math.max(part.least, part.most));
  }
}

/** Writes the steps of a part that goes on at `next`; answers the first of them (Thompson 1968). */
function write(part: Part, next: number, steps: Step[]): number {
  const add = (step: Step): number => steps.push(step) - 1;
  switch (part.is) {
    case 'set':
      return add({ op: 'take', set: part.set, next });
    case 'assert':
      return add({ op: 'assert', what: part.what, next });
    case 'sequence':
      return part.parts.reduceRight((after, each) => write(each, after, steps), next);
    case 'choice':
      return part.parts.map((each) => write(each, next, steps)).reduceRight((other, each) => add({ op: 'either', next: each, other }));
    case 'repeat': {
      let first = next;
      if (part.most === Infinity) {
        const loop = add({ op: 'found' });
        steps[loop] = { op: 'either', next: write(part.part, loop, steps), other: next };
        first = loop;
      } else {
        for (let more = part.least; more < part.most; more += 1) first = add({ op: 'either', next: write(part.part, first, steps), other: next });
      }
      for (let needed = 0; needed < part.least; needed += 1) first = write(part.part, first, steps);
      return first;
    }
  }
}

function isExpression(text: string, flags: string): boolean {
  try {
    new RegExp(text, flags);
    return true;
  } catch {
    return false;
  }
}

export const tooLarge = {
  kind: 'costly-regex', message: 'This expression stands for too many ways through a path.',
  advice: 'Repeat less, or shorter parts. A glob such as `**/*.pyc` is often enough.',
} as const;

const unsupported = {
  kind: 'unsupported-regex', message: 'A search goes through each path once: it cannot look ahead or back, `(?=…)`, nor refer back, `\\1`.',
  advice: 'Say it without, or search for text or a glob instead.',
} as const;
