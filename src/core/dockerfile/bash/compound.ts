/** Compound commands: groups, subshells, `if`, loops and `case`. */
import type { ShellNode } from '../shell-tree';
import { readArithmetic } from './arithmetic';
import { node, type Reader } from './reader';
import { readLine, readStatements, seesKeyword } from './statements';
import { needWord, readWord } from './word';

const VARIABLE = /^[A-Za-z_]\w*/;
const LONGEST = 512;

/** Reads the compound command that begins here, if one does. */
export function readCompound(reader: Reader): ShellNode | undefined {
  const char = reader.peek();
  if (char === '{') return readBraceGroup(reader);
  if (char === '(') {
    const arithmetic = reader.peek(1) === '(' ? reader.attempt(() => readArithmeticCommand(reader)) : undefined;
    return arithmetic ?? readSubshell(reader);
  }
  if (seesKeyword(reader, 'if')) return readIf(reader);
  if (seesKeyword(reader, 'while') || seesKeyword(reader, 'until')) return readWhile(reader);
  if (seesKeyword(reader, 'for')) return readFor(reader, 'for');
  if (seesKeyword(reader, 'select')) return readFor(reader, 'select');
  return seesKeyword(reader, 'case') ? readCase(reader) : undefined;
}

export function readBraceGroup(reader: Reader): ShellNode {
  const start = reader.at;
  reader.at += 1;
  const statements = readStatements(reader, false);
  reader.need('}');
  return node('compound_statement', start, reader.at, statements);
}

export function readSubshell(reader: Reader): ShellNode {
  const start = reader.at;
  reader.at += 1;
  const statements = readStatements(reader, false);
  reader.need(')');
  return node('subshell', start, reader.at, statements);
}

function readArithmeticCommand(reader: Reader): ShellNode {
  const start = reader.at;
  const expansions: ShellNode[] = [];
  reader.at += 2;
  readArithmetic(reader, expansions);
  reader.need('))');
  return node('test_command', start, reader.at, expansions);
}

function needKeyword(reader: Reader, word: string): void {
  if (seesKeyword(reader, word)) reader.at += word.length;
  else reader.fail();
}

/** Statements behind `then`, `else` or `do`; ShellCheck only notes a semicolon there. */
function readBody(reader: Reader, keyword: string): ShellNode[] {
  needKeyword(reader, keyword);
  reader.blanks();
  if (reader.peek() === ';' && reader.peek(1) !== ';') reader.at += 1;
  return readStatements(reader, false);
}

function readIf(reader: Reader): ShellNode {
  const start = reader.at;
  reader.at += 'if'.length;
  const children = [...readStatements(reader, false), ...readBody(reader, 'then')];
  while (seesKeyword(reader, 'elif')) {
    const from = reader.at;
    reader.at += 'elif'.length;
    const clause = [...readStatements(reader, false), ...readBody(reader, 'then')];
    children.push(node('elif_clause', from, reader.at, clause));
  }
  if (seesKeyword(reader, 'else')) {
    const from = reader.at;
    const clause = readBody(reader, 'else');
    children.push(node('else_clause', from, reader.at, clause));
  }
  needKeyword(reader, 'fi');
  return node('if_statement', start, reader.at, children);
}

function readDoGroup(reader: Reader): ShellNode {
  const start = reader.at;
  const statements = readBody(reader, 'do');
  needKeyword(reader, 'done');
  return node('do_group', start, reader.at, statements);
}

function readWhile(reader: Reader): ShellNode {
  const start = reader.at;
  reader.at += 'while'.length;
  const condition = readStatements(reader, false);
  const body = readDoGroup(reader);
  return node('while_statement', start, reader.at, [...condition, body]);
}

/** `for name in words; do`, `for ((…)); do`; a group may stand for `do … done`. */
function readFor(reader: Reader, keyword: string): ShellNode {
  const start = reader.at;
  const children: ShellNode[] = [];
  reader.at += keyword.length;
  reader.blanks();
  if (reader.take('((')) {
    for (const end of [';', ';', '))']) {
      if (!reader.sees(end)) readArithmetic(reader, children);
      reader.need(end);
      reader.allBlanks(readLine);
    }
    reader.take(';');
  } else readNames(reader, children);
  reader.allBlanks(readLine);
  children.push(reader.sees('{') ? readBraceGroup(reader) : readDoGroup(reader));
  return node('for_statement', start, reader.at, children);
}

function readNames(reader: Reader, words: ShellNode[]): void {
  const [name] = VARIABLE.exec(reader.text.slice(reader.at, Math.min(reader.end, reader.at + LONGEST))) ?? [];
  if (name === undefined) {
    reader.fail();
    return;
  }
  reader.at += name.length;
  reader.allBlanks(readLine);
  if (seesKeyword(reader, 'in')) {
    reader.at += 'in'.length;
    reader.blanks();
    while (!seesKeyword(reader, 'do')) {
      const word = readWord(reader);
      if (word === undefined) break;
      words.push(word);
      reader.blanks();
    }
  }
  reader.take(';');
}

function readCase(reader: Reader): ShellNode {
  const start = reader.at;
  reader.at += 'case'.length;
  reader.blanks();
  const word = needWord(reader);
  const children = word === undefined ? [] : [word];
  reader.allBlanks(readLine);
  needKeyword(reader, 'in');
  reader.allBlanks(readLine);
  while (!reader.broken && !seesKeyword(reader, 'esac')) children.push(readCaseItem(reader));
  needKeyword(reader, 'esac');
  return node('case_statement', start, reader.at, children);
}

function readCaseItem(reader: Reader): ShellNode {
  const start = reader.at;
  const children: ShellNode[] = [];
  reader.take('(');
  do {
    reader.blanks();
    const pattern = needWord(reader);
    if (pattern !== undefined) children.push(pattern);
    reader.blanks();
  } while (reader.take('|'));
  reader.need(')');
  reader.allBlanks(readLine);
  const atEnd = (): boolean => reader.sees(';;') || reader.sees(';&') || seesKeyword(reader, 'esac');
  if (!atEnd()) children.push(...readStatements(reader, false));
  if (!reader.take(';;&') && !reader.take(';;') && !reader.take(';&') && !seesKeyword(reader, 'esac')) reader.fail();
  reader.allBlanks(readLine);
  return node('case_item', start, reader.at, children);
}
