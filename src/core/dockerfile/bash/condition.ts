/** `[ … ]` and `[[ … ]]` by ShellCheck's grammar: what does not follow it spoils the script. */
import type { ShellNode } from '../shell-tree';
import { node, type Reader } from './reader';
import { readLine } from './statements';
import { readPart, readWord } from './word';

const BINARY = /^\\?(?:-[A-Za-z]+|==|!=|<=|>=|=~|>|<|=)(?=\s|\\\n)/;
const UNARY = /^-[A-Za-z]+(?=\s)/;
const JOINT = /^(?:&&|\|\||-[ao](?=\s))/;
const LONGEST = 32;

/** Reads the test that begins here. */
export function readCondition(reader: Reader): ShellNode {
  const start = reader.at;
  const double = reader.sees('[[');
  reader.at += double ? 2 : 1;
  const words: ShellNode[] = [];
  const blank = reader.allBlanks(readLine);
  if (!(blank && reader.sees(']'))) reader.inside(() => readTerms(reader, words));
  if (!reader.take(']]')) reader.need(']');
  const condition = node('test_command', start, reader.at, words);
  reader.blanks();
  return condition;
}

function ahead(reader: Reader, pattern: RegExp): string | undefined {
  return pattern.exec(reader.text.slice(reader.at, Math.min(reader.end, reader.at + LONGEST)))?.[0];
}

function takeBehind(reader: Reader, text: string | undefined): boolean {
  if (text === undefined) return false;
  reader.at += text.length;
  reader.allBlanks(readLine);
  return true;
}

function readTerms(reader: Reader, words: ShellNode[]): void {
  do {
    if (reader.broken) return;
    readTerm(reader, words);
  } while (takeBehind(reader, ahead(reader, JOINT)));
}

function readTerm(reader: Reader, words: ShellNode[]): void {
  if (reader.peek() === '!' && reader.peek(1) !== '=') takeBehind(reader, '!');
  const opening = reader.sees('\\(') ? '\\(' : '(';
  if (reader.sees(opening)) {
    takeBehind(reader, opening);
    reader.inside(() => readTerms(reader, words));
    reader.need(opening === '(' ? ')' : '\\)');
    reader.allBlanks(readLine);
    return;
  }
  const unary = ahead(reader, UNARY);
  if (unary !== undefined) {
    const { at } = reader;
    takeBehind(reader, unary);
    // `[ -n = x ]` compares a text that looks like an operator.
    if (ahead(reader, BINARY) === undefined) {
      readOperand(reader, words);
      return;
    }
    reader.at = at;
  }
  readOperand(reader, words);
  const binary = ahead(reader, JOINT) === undefined ? ahead(reader, BINARY) : undefined;
  if (!takeBehind(reader, binary)) return;
  if (binary === '=~') readPattern(reader, words);
  else readOperand(reader, words);
}

/** A word that is not the closing bracket, nor touches it. */
function readOperand(reader: Reader, words: ShellNode[]): void {
  if (reader.broken || reader.sees(']')) {
    reader.fail();
    return;
  }
  const word = readWord(reader);
  const text = word === undefined ? '' : reader.text.slice(word.start, word.end);
  if (word === undefined || (text.endsWith(']') && !text.includes('['))) {
    reader.fail();
    return;
  }
  words.push(word);
  reader.allBlanks(readLine);
}

/** A regular expression: up to a blank outside parentheses. */
function readPattern(reader: Reader, words: ShellNode[]): void {
  const start = reader.at;
  const expansions: ShellNode[] = [];
  let depth = 0;
  for (let char = reader.peek(); char !== '' && (depth > 0 || !/\s/.test(char)); char = reader.peek()) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth < 0) break;
    if (char === "'" || char === '"' || char === '$' || char === '`' || char === '\\') readPart(reader, expansions);
    else reader.at += 1;
  }
  if (reader.at === start || depth > 0) reader.fail();
  words.push(node('word', start, reader.at, expansions));
  reader.allBlanks(readLine);
}
