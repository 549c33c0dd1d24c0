/** Character classes and escapes as Go's regexp reads them (regexp/syntax), as far as patterns of an ignore file can hold any. */

/** Whether a character (one code point) is meant. */
export type Accepts = (char: string) => boolean;

interface Atom {
  readonly accepts: Accepts;
  /** Index behind it. */
  readonly end: number;
}

const PERL: Readonly<Record<string, RegExp>> = {
  d: /^[0-9]$/, D: /^[^0-9]$/, w: /^\w$/, W: /^\W$/su, s: /^[\t\n\f\r ]$/, S: /^[^\t\n\f\r ]$/su,
};
const CONTROL: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const POSIX: Readonly<Record<string, RegExp>> = {
  alnum: /^[0-9A-Za-z]$/, alpha: /^[A-Za-z]$/, ascii: /^[\x00-\x7f]$/, blank: /^[\t ]$/, cntrl: /^[\x00-\x1f\x7f]$/, digit: /^[0-9]$/, graph: /^[!-~]$/, lower: /^[a-z]$/,
  print: /^[ -~]$/, punct: /^[!-/:-@[-`{-~]$/, space: /^[\t\n\v\f\r ]$/, upper: /^[A-Z]$/, word: /^\w$/, xdigit: /^[0-9A-Fa-f]$/,
};

/** The escape at `at`, outside of classes; undefined where Go finds no meaning in it. */
export function escapeAt(text: string, at: number): Atom | undefined {
  const next = charAt(text, at + 1);
  const end = at + 1 + next.length;
  const perl = Object.hasOwn(PERL, next) ? PERL[next]! : undefined;
  if (perl !== undefined) return { accepts: (char) => perl.test(char), end };
  const meant = literal(next);
  return meant === undefined ? undefined : { accepts: (char) => char === meant, end };
}

/** The class at `at`; undefined where it is not closed, or a range runs backwards. */
export function classAt(text: string, at: number): Atom | undefined {
  const tests: Accepts[] = [];
  let i = at + 1;
  const negated = text[i] === '^';
  if (negated) i += 1;
  for (let first = true; first || text[i] !== ']'; first = false) {
    if (i >= text.length) return undefined;
    const posix = /^\[:(\^?)(\w+):\]/.exec(text.slice(i, i + 16));
    if (posix !== null) {
      const known = Object.hasOwn(POSIX, posix[2]!) ? POSIX[posix[2]!]! : undefined;
      if (known === undefined) return undefined;
      tests.push((char) => known.test(char) !== (posix[1] === '^'));
      i += posix[0].length;
      continue;
    }
    const perl = text[i] === '\\' && Object.hasOwn(PERL, text[i + 1] ?? '') ? PERL[text[i + 1]!]! : undefined;
    if (perl !== undefined) {
      tests.push((char) => perl.test(char));
      i += 2;
      continue;
    }
    const low = classChar(text, i);
    if (low === undefined) return undefined;
    i = low.end;
    let high = low;
    if (text[i] === '-' && text[i + 1] !== ']' && i + 1 < text.length) {
      const other = classChar(text, i + 1);
      if (other === undefined || other.char.codePointAt(0)! < low.char.codePointAt(0)!) return undefined;
      high = other;
      i = other.end;
    }
    const [from, to] = [low.char.codePointAt(0)!, high.char.codePointAt(0)!];
    tests.push((char) => char.codePointAt(0)! >= from && char.codePointAt(0)! <= to);
  }
  return { accepts: (char) => tests.some((test) => test(char)) !== negated, end: i + 1 };
}

function classChar(text: string, at: number): { readonly char: string; readonly end: number } | undefined {
  const char = charAt(text, at);
  if (char !== '\\') return char === '' ? undefined : { char, end: at + char.length };
  const next = charAt(text, at + 1);
  const meant = literal(next);
  return meant === undefined ? undefined : { char: meant, end: at + 1 + next.length };
}

/** What a character behind a backslash stands for: punctuation for itself. */
function literal(next: string): string | undefined {
  if (next === '') return undefined;
  if (Object.hasOwn(CONTROL, next)) return CONTROL[next];
  return next.codePointAt(0)! < 0x80 && /[^A-Za-z0-9_]/.test(next) ? next : undefined;
}

function charAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}
