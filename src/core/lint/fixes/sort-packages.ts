/** On demand: the packages of an installation one a line, in order, so that changes are easy to see and duplicates show. */
import type { CommandInstruction } from '../../dockerfile/model';
import type { Fix, TextEdit } from '../../report/report';
import { installed } from '../plimsoll/packages';
import type { Command } from '../commands';
import type { LintContext } from '../rule';
import { fixOf, indentAt, lineEndOf } from './edits';

/** Sorts every list of a RUN that can be sorted; undefined where none changes. */
export function sortPackagesFix(context: LintContext, run: CommandInstruction): Fix | undefined {
  if (context.scriptsOf(run).length !== 1) return undefined;
  const edits = context.hadolintScript(run).commands.flatMap((command) => sorted(context, command) ?? []);
  return edits.length === 0 ? undefined : fixOf('Sort the packages, one a line', 'review', edits);
}

function sorted(context: LintContext, command: Command): TextEdit | undefined {
  const { text, escape } = context.dockerfile;
  const words = installed(command);
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined || words.length < 2) return undefined;
  const from = command.words.indexOf(first);
  // Options among the names may be meant for what follows, and a comment for the line below it.
  if (command.words.slice(from, from + words.length).some((word, index) => word !== words[index])) return undefined;
  if (words.some((word) => !word.literal || word.end - word.start !== word.raw.length) || /#/.test(text.slice(first.start, last.end))) return undefined;
  if (command.shell.redirects.some(({ start }) => start > first.start && start < last.end)) return undefined;
  const line = (offset: number): number => context.dockerfile.positionAt(offset).line;
  const broken = words.find((word) => line(word.start) > line(command.start));
  const deeper = line(command.start) === line(first.start) ? '        ' : '';
  const indent = broken === undefined ? indentAt(context.dockerfile, command.start) + deeper : indentAt(context.dockerfile, broken.start);
  const newLine = ` ${escape}${lineEndOf(context.dockerfile)}${indent}`;
  const names = [...new Set(words.map(({ raw }) => raw))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const alone = line(first.start) > line(command.start);
  const start = alone ? first.start : endBefore(text, first.start);
  const replacement = `${alone ? '' : newLine}${names.join(newLine)}`;
  return text.slice(start, last.end) === replacement ? undefined : { start, end: last.end, text: replacement };
}

function endBefore(text: string, offset: number): number {
  let at = offset;
  while (/[ \t]/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}
