/** Puts a command behind the last one of a RUN, in the style in which the RUN is written. */
import type { Dockerfile, Instruction, Span } from '../../dockerfile/model';
import type { TextEdit } from '../../report/report';
import type { LintContext } from '../rule';
import { indentAt, lineEndOf } from './edits';
import { runScript, type RunScript } from './run-script';

/** One line grows up to here before it is broken. */
const MAX_LINE = 120;

/**
 * The edit that makes a RUN end with `command`, which runs only if all before it went well. Undefined where that cannot be said: exec
 * form, foreign shells, scripts that end in the background or leave early.
 */
export function appendCommand(context: LintContext, run: Instruction, command: string): TextEdit | undefined {
  const found = runScript(context, run);
  const last = found?.script.statements.at(-1);
  if (found === undefined || last === undefined || last.background || last.type === 'function_definition') return undefined;
  if (found.leaves) return undefined;
  const { dockerfile } = context;
  // A statement of its own is as good as `&&` under `set -e`, unless the last one may fail without ending the script.
  const separate = found.errexit && last.type !== 'list' && last.type !== 'negated_command';
  if (found.heredoc !== undefined) return inHeredoc(dockerfile, found, last, separate, command);
  if (last.heredoc) return undefined;
  const oneLine = run.startLine === run.logicalEndLine;
  if (separate && found.script.connectives.some(({ operator }) => operator === ';')) return afterSemicolon(dockerfile, run, found, last, oneLine, command);
  return chained(dockerfile, run, found, last, oneLine, command);
}

function inHeredoc(dockerfile: Dockerfile, { script }: RunScript, last: Span & { readonly heredoc: boolean }, separate: boolean, command: string): TextEdit | undefined {
  if (!separate) return last.heredoc ? undefined : insert(last.end, ` && ${command}`);
  const end = endOfLine(dockerfile, last.end);
  if (script.statements.some(({ start }) => start > last.end && start < end)) return undefined;
  return insert(end, `${lineEndOf(dockerfile)}${indentAt(dockerfile, last.start)}${command}`);
}

function afterSemicolon(dockerfile: Dockerfile, run: Instruction, { script }: RunScript, last: Span, oneLine: boolean, command: string): TextEdit {
  const trailing = script.connectives.findLast(({ operator, start }) => operator === ';' && start >= last.end);
  const end = trailing === undefined ? last.end : trailing.end;
  const [before, after] = trailing === undefined ? [';', ''] : ['', ';'];
  if (oneLine) return insert(end, `${before} ${command}${after}`);
  return insert(end, `${before} ${newLine(dockerfile, indentOf(dockerfile, run, last))}${command}${after}`);
}

function chained(dockerfile: Dockerfile, run: Instruction, { script }: RunScript, last: Span, oneLine: boolean, command: string): TextEdit {
  const plain = ` && ${command}`;
  if (oneLine) {
    const length = last.end - dockerfile.offsetOfLine(run.startLine) + plain.length;
    return insert(last.end, length <= MAX_LINE ? plain : ` ${newLine(dockerfile, '    ')}&& ${command}`);
  }
  let lineBelow = Infinity;
  for (const { operator, start, end } of script.connectives.toReversed()) {
    if (operator !== '&&') continue;
    const { line } = dockerfile.positionAt(start);
    const lineStart = dockerfile.offsetOfLine(line);
    const isLast = line < lineBelow;
    lineBelow = line;
    const before = dockerfile.text.slice(lineStart, start);
    if (before.trim() === '') return insert(last.end, ` ${newLine(dockerfile, before)}&& ${command}`);
    // Only the last one of a line can end it.
    if (isLast && dockerfile.text.slice(end, endOfLine(dockerfile, end)).trim() === dockerfile.escape) {
      const next = script.commands.find((one) => one.start > end);
      const indent = next === undefined ? '    ' : indentAt(dockerfile, next.start);
      return insert(last.end, ` && ${newLine(dockerfile, indent)}${command}`);
    }
  }
  const indent = dockerfile.positionAt(last.end - 1).line === run.startLine ? '    ' : indentAt(dockerfile, last.end - 1);
  return insert(last.end, ` ${newLine(dockerfile, indent === '' ? '    ' : indent)}&& ${command}`);
}

/** Of the last statement, or of the line after the first where that one begins beside RUN. */
function indentOf(dockerfile: Dockerfile, run: Instruction, last: Span): string {
  const { line } = dockerfile.positionAt(last.start);
  const indent = line > run.startLine ? indentAt(dockerfile, last.start) : indentAt(dockerfile, dockerfile.offsetOfLine(run.startLine + 1));
  return indent === '' ? '    ' : indent;
}

function newLine(dockerfile: Dockerfile, indent: string): string {
  return `${dockerfile.escape}${lineEndOf(dockerfile)}${indent}`;
}

function endOfLine({ text }: Dockerfile, offset: number): number {
  const at = text.indexOf('\n', offset);
  const end = at < 0 ? text.length : at;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

function insert(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}
