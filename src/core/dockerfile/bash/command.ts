/** Commands: simple ones with their assignments and redirections, functions, and what `time` and `coproc` run. */
import type { ShellNode } from '../shell-tree';
import { readBraceGroup, readCompound, readSubshell } from './compound';
import { readCondition } from './condition';
import { node, type Reader } from './reader';
import { readRedirect, readRedirects } from './redirect';
import { endOf, readLine, readPipeline, seesKeyword } from './statements';
import { readArray, readWord } from './word';

/** Builtins whose arguments may be assignments with arrays. */
const MODIFIERS: ReadonlySet<string> = new Set(['declare', 'export', 'local', 'readonly', 'typeset']);

const FUNCTION = /^([\w:+?\-./^@,%]+)[ \t]*\((?:[ \t]*\)|[^\n){]*\))/;
const KEYWORD_FUNCTION = /^function[ \t]+[\w:+?\-./^@,%[\]*=!]+[ \t]*(?:\([^\n){]*\))?/;
const ASSIGNMENT = /^[A-Za-z_]\w*(?:\[[^\]\n]*\])*\+?=/;
/** What may follow `coproc` and be no name. */
const COMPOUND = ['while', 'until', 'if', 'for', 'case', 'select'] as const;

/** Longer names of functions and variables are none. */
const LONGEST = 512;

/** Reads one command; undefined where none begins. */
export function readCommand(reader: Reader): ShellNode | undefined {
  const compound = reader.inside(() => readCompound(reader) ?? readFunction(reader));
  if (compound !== undefined) {
    reader.blanks();
    return withRedirects(reader, compound);
  }
  if (reader.peek() === '[') return withRedirects(reader, readCondition(reader));
  return reader.sees('coproc') && /\s/.test(reader.peek(6)) ? readCoprocess(reader) : readSimple(reader);
}

function withRedirects(reader: Reader, statement: ShellNode): ShellNode {
  const redirects = readRedirects(reader);
  return redirects.length === 0 ? statement : node('redirected_statement', statement.start, endOf(redirects), [statement, ...redirects]);
}

function ahead(reader: Reader): string {
  return reader.text.slice(reader.at, Math.min(reader.end, reader.at + LONGEST));
}

function readFunction(reader: Reader): ShellNode | undefined {
  const start = reader.at;
  const text = ahead(reader);
  const plain = FUNCTION.exec(text);
  const [signature] = (plain?.[1] === 'time' ? null : plain) ?? KEYWORD_FUNCTION.exec(text) ?? [];
  if (signature === undefined) return undefined;
  reader.at += signature.length;
  reader.allBlanks(readLine);
  const body = reader.sees('{') ? readBraceGroup(reader) : reader.sees('(') ? readSubshell(reader) : undefined;
  if (body === undefined) reader.fail();
  return node('function_definition', start, reader.at, body === undefined ? [] : [body]);
}

/** `coproc command`, or `coproc NAME { … }`. */
function readCoprocess(reader: Reader): ShellNode | undefined {
  const start = reader.at;
  reader.at += 'coproc'.length;
  reader.blanks();
  const [name] = /^\w+[ \t]+(?=[{(])/.exec(ahead(reader)) ?? [];
  if (name !== undefined && !COMPOUND.some((word) => seesKeyword(reader, word))) reader.at += name.length;
  const command = readCommand(reader);
  if (command === undefined) reader.fail();
  return command && node('coprocess', start, command.end, [command]);
}

function readSimple(reader: Reader): ShellNode | undefined {
  const children: ShellNode[] = [];
  readAll(reader, children, () => readRedirect(reader) ?? readAssignment(reader));
  const name = readWord(reader);
  if (name === undefined) return children.length === 0 ? undefined : joined('variable_assignments', children);
  children.push(name);
  reader.blanks();
  const written = reader.text.slice(name.start, name.end);
  if (written === 'time') return readTimed(reader, children);
  const modifier = MODIFIERS.has(written);
  readAll(reader, children, () => readArgument(reader, modifier));
  return joined('command', children);
}

/** Reads parts as long as there are any, with the blanks behind each. */
function readAll(reader: Reader, parts: ShellNode[], read: () => ShellNode | undefined): void {
  for (let part = read(); part !== undefined; part = read()) {
    parts.push(part);
    reader.blanks();
  }
}

function readArgument(reader: Reader, modifier: boolean): ShellNode | undefined {
  const redirect = readRedirect(reader);
  if (redirect !== undefined) return redirect;
  const assignment = modifier ? readAssignment(reader) : undefined;
  return assignment === undefined ? readWord(reader) : { ...assignment, type: 'word' };
}

/** A command of its words alone; redirections, wherever they stand among them, are around it. */
function joined(type: string, children: readonly ShellNode[]): ShellNode {
  const redirects = children.filter((child) => child.type.endsWith('_redirect'));
  const words = redirects.length === 0 ? children : children.filter((child) => !redirects.includes(child));
  const start = children[0]?.start ?? 0;
  const inner = node(type, words[0]?.start ?? start, words.at(-1)?.end ?? start, words);
  return redirects.length === 0 ? inner : node('redirected_statement', start, endOf(children), [inner, ...redirects]);
}

/** `time` takes a whole pipeline. */
function readTimed(reader: Reader, children: ShellNode[]): ShellNode {
  const plain = children.length;
  readAll(reader, children, () => (reader.peek() === '-' ? readWord(reader) : undefined));
  const timed = readPipeline(reader);
  if (timed === undefined && children.length > plain) reader.fail();
  const time = joined('command', children);
  return timed === undefined ? time : node('timed_statement', time.start, timed.end, [time, timed]);
}

/** `name=value`, `name+=value`, `name[index]=value`, `name=(…)`. */
function readAssignment(reader: Reader): ShellNode | undefined {
  const [target] = ASSIGNMENT.exec(ahead(reader)) ?? [];
  if (target === undefined) return undefined;
  const start = reader.at;
  reader.at += target.length;
  const char = reader.peek();
  if (char === '' || /[\s;&|)]/.test(char)) return node('variable_assignment', start, reader.at);
  const value = char === '(' ? readArray(reader) : readWord(reader);
  if (value === undefined) reader.fail();
  return node('variable_assignment', start, reader.at, value === undefined ? [] : [value]);
}
