/** Redirections, here strings and heredocs. */
import type { ShellNode } from '../shell-tree';
import { mark, node, type PendingHeredoc, type Reader } from './reader';
import { needWord, readPart } from './word';

/** A descriptor, `{name}`, or the `&` of `&>`, and the operator: `<(` and `>(` begin words. */
const REDIRECT = /^(?:\d+|\{\w+\}|&(?=>))?(<<<|<<-?|>>|[<>]&|>\||<>|[<>](?!\())/;
const LONGEST = 64;

/** Reads one redirection; undefined where none begins. */
export function readRedirect(reader: Reader): ShellNode | undefined {
  const char = reader.peek();
  if (char === '' || !'<>&{0123456789'.includes(char)) return undefined;
  const match = REDIRECT.exec(reader.text.slice(reader.at, Math.min(reader.end, reader.at + LONGEST)));
  const operator = match?.[1];
  if (operator === undefined) return undefined;
  const start = reader.at;
  reader.at += match?.[0].length ?? 0;
  const sign = mark(operator, reader.at - operator.length);
  if (operator === '<<' || operator === '<<-') return readHeredoc(reader, start, sign);
  const target = operator.endsWith('&') ? readDescriptor(reader) ?? readTarget(reader) : readTarget(reader);
  const type = operator === '<<<' ? 'herestring_redirect' : 'file_redirect';
  return node(type, start, reader.at, target === undefined ? [sign] : [sign, target]);
}

/** Redirections one after the other, with the blanks behind them. */
export function readRedirects(reader: Reader): ShellNode[] {
  const redirects: ShellNode[] = [];
  for (let redirect = readRedirect(reader); redirect !== undefined; redirect = readRedirect(reader)) {
    redirects.push(redirect);
    reader.blanks();
  }
  return redirects;
}

function readTarget(reader: Reader): ShellNode | undefined {
  reader.blanks();
  return needWord(reader);
}

/** The `2`, `2-` or `-` of `>&2`. */
function readDescriptor(reader: Reader): ShellNode | undefined {
  const start = reader.at;
  const [digits = ''] = /^(?:\d+-?|-)/.exec(reader.text.slice(start, Math.min(reader.end, start + LONGEST))) ?? [];
  reader.at += digits.length;
  return digits === '' ? undefined : node('word', start, reader.at);
}

function readHeredoc(reader: Reader, start: number, sign: ShellNode): ShellNode {
  reader.blanks();
  const word = needWord(reader);
  const raw = reader.text.slice(word?.start ?? reader.at, reader.at);
  const children = [sign, node('heredoc_start', word?.start ?? reader.at, reader.at)];
  const made = { type: 'heredoc_redirect', named: true, start, end: reader.at, children };
  reader.heredocs.push({ word: raw.replace(/['"\\]/g, ''), quoted: /['"\\]/.test(raw), stripTabs: sign.type === '<<-', node: made });
  return made;
}

/** Reads the text of a heredoc, whose line begins here; without its end the script makes no sense. */
export function readHeredocText(reader: Reader, { word, quoted, stripTabs, node: made }: PendingHeredoc): void {
  const start = reader.at;
  for (let line = start; line <= reader.end;) {
    const newline = reader.text.indexOf('\n', line);
    const stop = newline < 0 || newline > reader.end ? reader.end : newline;
    const text = reader.text.slice(line, stop);
    if ((stripTabs ? text.replace(/^\t+/, '') : text) === word) {
      made.children.push(node('heredoc_body', start, line, quoted ? [] : expansionsIn(reader, line)));
      reader.at = stop;
      made.end = stop;
      return;
    }
    if (stop === reader.end) break;
    line = stop + 1;
  }
  reader.fail();
}

/** Expansions from here to `stop`, where quotes mean nothing. */
function expansionsIn(reader: Reader, stop: number): ShellNode[] {
  const found: ShellNode[] = [];
  const { end } = reader;
  reader.end = stop;
  while (reader.at < stop && !reader.broken) {
    const char = reader.peek();
    if (char === '\\') reader.at += 2;
    else if (char === '$' && !/['"]/.test(reader.peek(1))) readPart(reader, found);
    else if (char === '`') readPart(reader, found);
    else reader.at += 1;
  }
  reader.end = end;
  return found;
}
