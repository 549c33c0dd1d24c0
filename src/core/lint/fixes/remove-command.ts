/** Takes one command out of the chain that a RUN is. */
import type { Instruction } from '../../dockerfile/model';
import type { ShellCommand } from '../../dockerfile/shell';
import type { TextEdit } from '../../report/report';
import type { LintContext } from '../rule';
import { removeInstruction } from './edits';
import { runScript, wholeOf } from './run-script';

/**
 * The edit that removes `command` with the connective that joins it; the whole RUN where it is all there is. Undefined where the rest
 * would mean something else: beside `||`, in pipelines and loops, in a list that goes on whatever happens, or with a comment between.
 */
export function removeCommand(context: LintContext, run: Instruction, command: ShellCommand): TextEdit | undefined {
  const found = runScript(context, run);
  if (found === undefined || command.depth > 0 || command.inPipeline) return undefined;
  const { start, end } = wholeOf(command);
  const { statements } = found.script;
  const previous = found.connectiveBefore(start);
  let next = found.connectiveBehind(end);
  const first = statements[0]?.start ?? start;
  const limit = Math.max(end, statements.at(-1)?.end ?? end);
  if (found.between(previous?.end ?? first, start).trim() !== '' || found.between(end, next?.start ?? limit).trim() !== '') return undefined;
  // What ends the script joins nothing.
  if (next !== undefined && next.start >= limit && (next.operator === ';' || next.operator === 'newline')) next = undefined;
  if (previous === undefined && next === undefined) return removeInstruction(context.dockerfile, run);
  if ([previous, next].some((one) => one?.operator === '||' || one?.operator === '&')) return undefined;
  if (next === undefined && previous?.operator !== '&&' && !found.errexit) return undefined;
  const { text } = context.dockerfile;
  const joinsFront = previous === undefined || (previous.operator !== '&&' && next?.operator === '&&');
  const edit: TextEdit = joinsFront && next !== undefined
    ? { start, end: startBehind(text, next.end), text: '' }
    : { start: endBefore(text, previous?.start ?? start), end, text: '' };
  return edit.end <= edit.start || /\n[ \t]*#/.test(text.slice(edit.start, edit.end)) ? undefined : edit;
}

/** Of the next character that is no blank, line end or continuation mark. */
function startBehind(text: string, offset: number): number {
  return offset + (/^(?:\s|[\\`](?=[ \t]*\r?\n))*/.exec(text.slice(offset))?.[0].length ?? 0);
}

/** Behind the last character that is no blank, line end or continuation mark. */
function endBefore(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && /[\s\\`]/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}
