/** Arithmetic inside `$((…))`, `((…))` and `$[…]`: enough of its grammar to tell it from commands in two pairs of parentheses. */
import type { ShellNode } from '../shell-tree';
import type { Reader } from './reader';
import { readLine } from './statements';
import { readPart } from './word';

const OPERATOR = /^(?:<<=|>>=|\*\*|&&|\|\||[-+*/%<>=!&|^]=|<<|>>|[-+*/%<>=&|^?:,])/;
const PREFIX = /^(?:\+\+|--|[-+!~])/;

/** Reads as much as is arithmetic; the expansions in it are added to `found`. */
export function readArithmetic(reader: Reader, found: ShellNode[]): void {
  reader.allBlanks(readLine);
  if (reader.sees('))') || reader.sees(']')) return;
  reader.inside(() => readTerms(reader, found));
}

function readTerms(reader: Reader, found: ShellNode[]): void {
  for (;;) {
    readOperand(reader, found);
    if (reader.broken) return;
    const operator = OPERATOR.exec(reader.text.slice(reader.at, Math.min(reader.end, reader.at + 3)))?.[0];
    if (operator === undefined) return;
    reader.at += operator.length;
    reader.allBlanks(readLine);
  }
}

function readOperand(reader: Reader, found: ShellNode[]): void {
  for (let prefix = prefixOf(reader); prefix !== undefined; prefix = prefixOf(reader)) {
    reader.at += prefix.length;
    reader.allBlanks(readLine);
  }
  if (reader.take('(')) {
    reader.allBlanks(readLine);
    reader.inside(() => readTerms(reader, found));
    reader.need(')');
  } else readAtom(reader, found);
  reader.allBlanks(readLine);
  if (!reader.take('++') && !reader.take('--')) return;
  reader.allBlanks(readLine);
}

function prefixOf(reader: Reader): string | undefined {
  return PREFIX.exec(reader.text.slice(reader.at, Math.min(reader.end, reader.at + 2)))?.[0];
}

/** A name, a number, an expansion or a quoted text, several of which may touch; a name may have an index. */
function readAtom(reader: Reader, found: ShellNode[]): void {
  const start = reader.at;
  for (;;) {
    const char = reader.peek();
    if (/^[\w.#@]$/.test(char)) reader.at += 1;
    else if (char === '[' && reader.at > start) {
      reader.at += 1;
      readArithmetic(reader, found);
      reader.need(']');
    } else if (char === '$' || char === '`' || char === '"' || char === "'") readPart(reader, found);
    else break;
    if (reader.broken) return;
  }
  if (reader.at === start) reader.fail();
}
