/** Puts a command in front of another one, or in front of everything a RUN does. */
import type { Instruction } from '../../dockerfile/model';
import type { ShellCommand } from '../../dockerfile/shell';
import type { TextEdit } from '../../report/report';
import type { LintContext } from '../rule';
import { runScript } from './run-script';

/** `text && ` before `command`, or at the start of the script where `command` runs only in some cases. */
export function prependCommand(context: LintContext, run: Instruction, command: ShellCommand, text: string): TextEdit | undefined {
  const found = runScript(context, run);
  const first = found?.script.statements[0];
  if (found === undefined || first === undefined) return undefined;
  const plain = command.depth === 0 && !command.inPipeline && (command.joinedBy === undefined || command.joinedBy === '&&' || command.joinedBy === ';')
    && (command.start === first.start || command.joinedBy !== undefined);
  const at = plain ? command.start : first.start;
  return { start: at, end: at, text: `${text} && ` };
}
