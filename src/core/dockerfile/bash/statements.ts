/** Lists, pipelines and what joins them, as ShellCheck's parser reads them: it stops without complaint where nothing can begin. */
import type { ShellNode } from '../shell-tree';
import { readCommand } from './command';
import { mark, node, type Reader } from './reader';
import { readHeredocText } from './redirect';

/** Words that end a list; no command may begin with one. */
const CLOSING = ['then', 'else', 'elif', 'fi', 'do', 'done', 'esac'] as const;

/** Reads statements up to what cannot begin one; to find none is a fault, unless there may be none. */
export function readStatements(reader: Reader, mayBeEmpty: boolean): ShellNode[] {
  reader.allBlanks(readLine);
  const nodes: ShellNode[] = [];
  for (;;) {
    const statement = readList(reader);
    if (statement === undefined) {
      if (nodes.length === 0 && !mayBeEmpty) reader.fail();
      return nodes;
    }
    nodes.push(statement);
    const separator = readSeparator(reader);
    if (separator === undefined) return nodes;
    nodes.push(separator);
  }
}

/** Called behind each line end: texts of heredocs begin there. */
export function readLine(reader: Reader): void {
  for (const heredoc of reader.heredocs.splice(0)) readHeredocText(reader, heredoc);
}

/** `;`, `&` or line ends, and the blanks behind; `&;` counts as one, since ShellCheck only notes it. */
function readSeparator(reader: Reader): ShellNode | undefined {
  const start = reader.at;
  const char = reader.peek();
  const next = reader.peek(1);
  if (char === '\n') reader.allBlanks(readLine);
  else if ((char === ';' && next !== ';' && next !== '&') || (char === '&' && next !== '&' && next !== '>')) {
    reader.at += 1;
    if (char === '&') skipSemicolon(reader);
    reader.allBlanks(readLine);
  } else return undefined;
  return mark(char, start);
}

function skipSemicolon(reader: Reader): void {
  const { at } = reader;
  reader.blanks();
  if (reader.peek() === ';' && reader.peek(1) !== ';') reader.at += 1;
  else reader.at = at;
}

function readList(reader: Reader): ShellNode | undefined {
  return readChain(reader, 'list', readPipeline, () => (reader.sees('&&') ? '&&' : reader.sees('||') ? '||' : undefined));
}

/** One or more parts with marks between them; behind a mark a part has to follow. */
function readChain(
  reader: Reader, type: string, read: (reader: Reader) => ShellNode | undefined, markHere: () => string | undefined,
): ShellNode | undefined {
  const first = read(reader);
  if (first === undefined) return undefined;
  const parts = [first];
  for (let joint = markHere(); joint !== undefined; joint = markHere()) {
    parts.push(mark(joint, reader.at));
    reader.at += joint.length;
    reader.allBlanks(readLine);
    const part = read(reader);
    if (part === undefined) reader.fail();
    else parts.push(part);
  }
  return parts.length === 1 ? first : node(type, first.start, endOf(parts), parts);
}

/** Reads a pipeline; undefined where none begins. */
export function readPipeline(reader: Reader): ShellNode | undefined {
  if (closes(reader)) return undefined;
  return readChain(reader, 'pipeline', readNegated, () => {
    if (!reader.sees('|') || reader.sees('||')) return undefined;
    return reader.sees('|&') ? '|&' : '|';
  });
}

/** A command with any number of `!` before it, in the middle of a pipeline too. */
function readNegated(reader: Reader): ShellNode | undefined {
  const start = reader.at;
  while (reader.take('!')) reader.blanks();
  const negated = reader.at > start;
  const command = readCommand(reader);
  if (!negated) return command;
  if (command === undefined) reader.fail();
  return command && node('negated_command', start, command.end, [command]);
}

/** Whether something that ends a list stands here. */
function closes(reader: Reader): boolean {
  return reader.sees('}') || reader.sees(')') || reader.sees(';;') || CLOSING.some((word) => seesKeyword(reader, word));
}

/** Whether a reserved word stands here, and not the beginning of another. */
export function seesKeyword(reader: Reader, word: string): boolean {
  return reader.sees(word) && (reader.at + word.length >= reader.end || /[\s;()[<>&|]/.test(reader.text.charAt(reader.at + word.length)));
}

export function endOf(nodes: readonly ShellNode[]): number {
  return nodes.reduce((end, each) => Math.max(end, each.end), 0);
}
