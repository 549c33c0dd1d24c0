/** Words as ShellCheck's parser delimits them: quotes, expansions, braces and globs, with the expansions as nodes. */
import type { ShellNode } from '../shell-tree';
import { readArithmetic } from './arithmetic';
import { node, type Reader } from './reader';
import { readLine, readStatements } from './statements';

/** What ends a plain stretch of a word. */
const SPECIAL = new Set(['', '|', '&', ';', '<', '>', '(', ')', '\\', ' ', "'", '\t', '\n', '\r', '\u00a0', '"', '$', '`']);

/** Reads a word; undefined, and nothing read, if none begins here. */
export function readWord(reader: Reader): ShellNode | undefined {
  const start = reader.at;
  const expansions: ShellNode[] = [];
  while (readPart(reader, expansions)) { /* One part after the other. */ }
  return reader.at === start ? undefined : node('word', start, reader.at, expansions);
}

/** Reads a word that has to be there. */
export function needWord(reader: Reader): ShellNode | undefined {
  const word = readWord(reader);
  if (word === undefined) reader.fail();
  return word;
}

/** Reads one part of a word: a quoted text, an expansion, a plain character. */
export function readPart(reader: Reader, expansions: ShellNode[]): boolean {
  const char = reader.peek();
  switch (char) {
    case "'":
      return readQuoted(reader, "'");
    case '"':
      return readDoubleQuoted(reader, expansions);
    case '$':
      return readDollar(reader, expansions, false);
    case '`':
      return readBackticks(reader, expansions);
    case '<':
    case '>':
      return reader.peek(1) === '(' && readSubstitution(reader, expansions, 'process_substitution', 2);
    case '\\':
      reader.at += reader.peek(1) === '' ? 1 : 2;
      return true;
    case '@':
    case '!':
    case '?':
    case '+':
    case '*':
      return readExtendedGlob(reader, expansions);
    default:
      if (SPECIAL.has(char)) return false;
      reader.at += 1;
      return true;
  }
}

function readQuoted(reader: Reader, quote: string): boolean {
  const close = reader.text.indexOf(quote, reader.at + 1);
  if (close < 0 || close >= reader.end) return reader.fail();
  reader.at = close + 1;
  return true;
}

function readDoubleQuoted(reader: Reader, expansions: ShellNode[]): boolean {
  reader.at += 1;
  for (;;) {
    const char = reader.peek();
    if (char === '') return reader.fail();
    if (char === '"') {
      reader.at += 1;
      return true;
    }
    if (char === '\\') reader.at += 2;
    else if (char === '$') readDollar(reader, expansions, true);
    else if (char === '`') readBackticks(reader, expansions);
    else reader.at += 1;
  }
}

/** `$x`, `${x}`, `$(x)`, `$((x))`, `$[x]`, `$'x'`, `$"x"`, or a dollar that stands for itself. */
function readDollar(reader: Reader, expansions: ShellNode[], quoted: boolean): boolean {
  const start = reader.at;
  const next = reader.peek(1);
  if (next === '(') {
    if (reader.peek(2) === '(' && reader.attempt(() => readArithmeticExpansion(reader, expansions)) === true) return true;
    return readSubstitution(reader, expansions, 'command_substitution', 2);
  }
  if (next === '{') return readBraced(reader, expansions);
  if (next === '[') {
    reader.at += 2;
    const inner: ShellNode[] = [];
    readArithmetic(reader, inner);
    expansions.push(node('arithmetic_expansion', start, reader.at + 1, inner));
    return reader.need(']');
  }
  if (!quoted && next === "'") {
    reader.at += 2;
    for (let char = reader.peek(); char !== "'"; char = reader.peek()) {
      if (char === '') return reader.fail();
      reader.at += char === '\\' ? 2 : 1;
    }
    reader.at += 1;
    return true;
  }
  if (!quoted && next === '"') {
    reader.at += 1;
    return readDoubleQuoted(reader, expansions);
  }
  const name = /^(?:[A-Za-z_]\w*|[\d@*#?$!-])/.exec(reader.text.slice(start + 1, Math.min(reader.end, start + 257)))?.[0];
  reader.at += 1 + (name?.length ?? 0);
  if (name !== undefined) expansions.push(node('simple_expansion', start, reader.at));
  return true;
}

function readArithmeticExpansion(reader: Reader, expansions: ShellNode[]): boolean {
  const start = reader.at;
  const inner: ShellNode[] = [];
  reader.at += 3;
  readArithmetic(reader, inner);
  if (!reader.need('))')) return false;
  expansions.push(node('arithmetic_expansion', start, reader.at, inner));
  return true;
}

/** `$(…)`, `<(…)`: statements up to the parenthesis. */
function readSubstitution(reader: Reader, expansions: ShellNode[], type: string, opening: number): boolean {
  const start = reader.at;
  reader.at += opening;
  const statements = reader.inside(() => readStatements(reader, true));
  if (!reader.need(')')) return false;
  expansions.push(node(type, start, reader.at, statements));
  return true;
}

/** `` `…` ``: a script of its own, which may break off where one may. */
function readBackticks(reader: Reader, expansions: ShellNode[]): boolean {
  const start = reader.at;
  let close = start + 1;
  while (close < reader.end && reader.text.charAt(close) !== '`') close += reader.text.charAt(close) === '\\' ? 2 : 1;
  if (close >= reader.end) return reader.fail();
  const { end } = reader;
  reader.at = start + 1;
  reader.end = close;
  // What makes no sense in there is told, and left out.
  const statements = reader.attempt(() => reader.inside(() => readStatements(reader, true))) ?? [];
  reader.end = end;
  reader.at = close + 1;
  expansions.push(node('command_substitution', start, reader.at, statements));
  return true;
}

/** `${…}`. */
function readBraced(reader: Reader, expansions: ShellNode[]): boolean {
  const start = reader.at;
  if (/^\$\{[ \t\n]/.test(reader.text.slice(start, start + 3))) {
    reader.at += 2;
    const statements = reader.inside(() => readStatements(reader, false));
    if (!reader.need('}')) return false;
    expansions.push(node('command_substitution', start, reader.at, statements));
    return true;
  }
  const inner: ShellNode[] = [];
  reader.at += 2;
  for (;;) {
    const char = reader.peek();
    if (char === '') return reader.fail();
    if (char === '}') break;
    if (char === "'") readQuoted(reader, "'");
    else if (char === '"') readDoubleQuoted(reader, inner);
    else if (char === '$') reader.inside(() => readDollar(reader, inner, false));
    else if (char === '`') reader.inside(() => readBackticks(reader, inner));
    else reader.at += char === '\\' ? 2 : 1;
  }
  reader.at += 1;
  expansions.push(node('expansion', start, reader.at, inner));
  return true;
}

/** `@(a|b)`; without its parenthesis the character stands for itself. */
function readExtendedGlob(reader: Reader, expansions: ShellNode[]): boolean {
  reader.at += 1;
  if (reader.peek() !== '(') return true;
  reader.at += 1;
  return reader.inside(() => {
    for (;;) {
      const char = reader.peek();
      if (char === ')') {
        reader.at += 1;
        return true;
      }
      if (char === '|' || char === ' ' || char === '\t' || char === '\n') reader.at += 1;
      else if (!readPart(reader, expansions)) return reader.fail();
    }
  });
}

/** `(a b)` behind `name=`. */
export function readArray(reader: Reader): ShellNode {
  const start = reader.at;
  const words: ShellNode[] = [];
  reader.at += 1;
  for (reader.allBlanks(readLine); !reader.broken && !reader.sees(')'); reader.allBlanks(readLine)) {
    const word = reader.peek() === '(' ? reader.inside(() => readArray(reader)) : needWord(reader);
    if (word !== undefined) words.push(word);
  }
  reader.need(')');
  return node('array', start, reader.at, words);
}

