/** Joins a RUN to the one above it with `&&`. */
import type { Comment, CommandInstruction, Dockerfile, Instruction, Span } from '../../dockerfile/model';
import type { TextEdit } from '../../report/report';
import type { LintContext } from '../rule';
import { hasPragma, indentAt, indexIn, lineEndOf } from './edits';
import { runScript, type RunScript } from './run-script';

/** RUNs that are joined at once; nobody reviews more of them. */
const MAX_CHAIN = 20;

/** What a RUN leaves behind in its shell, for whoever comes next in the same shell. */
const STATEFUL: ReadonlySet<string> = new Set([
  'cd', 'pushd', 'popd', 'export', 'declare', 'typeset', 'local', 'readonly', 'unset', 'set', 'shopt', 'umask', 'ulimit', 'alias', 'unalias',
  'source', '.', 'eval', 'exec', 'exit', 'return', 'trap', 'nvm', 'conda', 'pyenv', 'hash', 'enable', 'setopt', 'emulate',
]);

/** Characters of a RUN that another is joined to: nobody reviews more, and the pattern below takes the square of them at worst. */
const MAX_LEAD = 5_000;

/** `NAME=value` as a command of its own, anywhere in a list. */
const ASSIGNS = /(?:^|[;&|({]\s*)\w+=(?:[^\s;&|]*|"[^"]*"|'[^']*'|\$\([^)]*\))\s*(?:$|[;&|)])/;

/**
 * The edit that makes `second`, the instruction right after `first`, a part of it. Undefined where the joined script would mean
 * something else: a changed directory or variable in the first, `;` or `||` in the second, other flags, heredocs, exec form.
 */
export function mergeRuns(context: LintContext, first: Instruction, second: Instruction): TextEdit | undefined {
  const { dockerfile } = context;
  if (first.onbuild || second.onbuild || flagsOf(dockerfile.text, first) !== flagsOf(dockerfile.text, second)) return undefined;
  if (first.heredocs.length > 0 || second.heredocs.length > 0 || hasPragma(first) || hasPragma(second)) return undefined;
  const one = runScript(context, first);
  const two = runScript(context, second);
  const last = one?.script.statements.at(-1);
  const start = two?.script.statements[0]?.start;
  if (one === undefined || two === undefined || last === undefined || start === undefined || !canLead(one) || !canFollow(two)) return undefined;
  // A comment or a separator behind the first would swallow the second, or part them.
  if (one.between(last.end, first.span.end).trim() !== '' || one.between(first.args.offsetAt(0), one.script.statements[0]?.start ?? 0).trim() !== '') return undefined;
  if (two.between(second.args.offsetAt(0), start).trim() !== '') return undefined;
  return { start: last.end, end: start, text: joint(context, first, second, last.end) };
}

function flagsOf(text: string, run: Instruction): string {
  return run.flags.map(({ start, end }) => text.slice(start, end)).sort().join(' ');
}

function canLead({ script, between }: RunScript): boolean {
  const start = script.statements[0]?.start ?? 0;
  const end = script.statements.at(-1)?.end ?? 0;
  return end - start <= MAX_LEAD && script.statements.every(({ background, heredoc, type }) => !background && !heredoc && !/assignment|function_definition/.test(type))
    && script.commands.every((command) => !STATEFUL.has(command.name.value) && command.name.literal)
    && script.connectives.every(({ operator }) => operator !== '&') && !ASSIGNS.test(between(start, end));
}

function canFollow({ script }: RunScript): boolean {
  return script.statements.length === 1 && script.statements.every(({ background, heredoc }) => !background && !heredoc)
    && script.connectives.every(({ operator }) => operator === '&&') && !script.commands.some(({ name }) => name.value === 'set');
}

/** Continuation marks, the comments in between as they are, and `&&` where the RUN above has it. */
function joint(context: LintContext, first: Instruction, second: Instruction, end: number): string {
  const { dockerfile } = context;
  const newLine = lineEndOf(dockerfile);
  const comments = commentsBetween(dockerfile, end, second.span.start)
    .map((comment) => `${dockerfile.text.slice(dockerfile.offsetOfLine(comment.line), comment.end).trimEnd()}${newLine}`).join('');
  const connective = runScript(context, first)?.script.connectives.findLast(({ operator }) => operator === '&&');
  const multi = first.startLine !== first.logicalEndLine;
  if (connective !== undefined && multi) {
    const before = dockerfile.text.slice(dockerfile.offsetOfLine(dockerfile.positionAt(connective.start).line), connective.start);
    if (before.trim() === '') return ` ${dockerfile.escape}${newLine}${comments}${before}&& `;
    const rest = dockerfile.text.slice(connective.end).split('\n', 1)[0] ?? '';
    if (rest.trim() === dockerfile.escape) return ` && ${dockerfile.escape}${newLine}${comments}${indentAt(dockerfile, end - 1) || '    '}`;
  }
  const indent = multi ? indentAt(dockerfile, end - 1) || '    ' : '    ';
  return ` ${dockerfile.escape}${newLine}${comments}${indent}&& `;
}

function commentsBetween({ comments }: Dockerfile, start: number, end: number): readonly Comment[] {
  const first = countBefore(comments, start + 1);
  return comments.slice(first, countBefore(comments, end));
}

/** How many of the spans, in ascending order, begin before `offset`. */
function countBefore(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The RUNs from `first` to `last` as one; undefined if anything else stands between them or one of them cannot be joined. */
export function mergeChain(context: LintContext, first: Instruction, last: Instruction): readonly TextEdit[] | undefined {
  const from = indexIn(context.instructions, first);
  const to = indexIn(context.instructions, last);
  if (from < 0 || to <= from || to - from > MAX_CHAIN) return undefined;
  const edits: TextEdit[] = [];
  for (let index = from + 1; index <= to; index += 1) {
    const above = context.instructions[index - 1];
    const below = context.instructions[index];
    if (above?.kind !== 'RUN' || below?.kind !== 'RUN') return undefined;
    const edit = mergeRuns(context, above as CommandInstruction, below as CommandInstruction);
    if (edit === undefined) return undefined;
    edits.push(edit);
  }
  return edits;
}
