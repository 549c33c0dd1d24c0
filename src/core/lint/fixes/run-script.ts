/** The one shell script of a RUN, with what edits need to know of it. */
import type { Heredoc, Instruction, Span } from '../../dockerfile/model';
import type { ShellCommand, ShellConnective, ShellScript } from '../../dockerfile/shell';
import { once } from '../../once';
import { lastAtOrBefore } from '../../search';
import type { LintContext } from '../rule';
import { indexAtOffset } from '../run-text';

export interface RunScript {
  readonly script: ShellScript;
  /** Set when the script is a heredoc: its lines are separate, and no continuation marks are needed. */
  readonly heredoc?: Heredoc;
  /** `set -e`: a failing statement ends the script. */
  readonly errexit: boolean;
  /** Whether a command ends the script, or gives its place to another program. */
  readonly leaves: boolean;
  /** The last connective that ends at or before an offset. */
  connectiveBefore(offset: number): ShellConnective | undefined;
  /** The first connective that begins at or behind an offset. */
  connectiveBehind(offset: number): ShellConnective | undefined;
  /** The script between two offsets of the file, without continuation marks and the builder's comments. */
  between(start: number, end: number): string;
}

/** Undefined for exec form, foreign shells, several heredocs, and scripts that the parser could not make sense of. */
export function runScript(context: LintContext, run: Instruction): RunScript | undefined {
  const [script, ...more] = context.scriptsOf(run);
  if (script === undefined || more.length > 0 || script.hasErrors || script.statements.length === 0) return undefined;
  const [heredoc] = run.heredocs;
  // A heredoc behind a command belongs to that command: where the line ends is not where the script ends.
  if (heredoc !== undefined && (run.heredocs.length > 1 || (script.statements[0]?.start ?? 0) < heredoc.body.start)) return undefined;
  if (heredoc !== undefined && heredoc.content.startsWith('#!') && !/^#!\s*\S*(?:\/|\s)(?:ba|da|a|k)?sh\b/.test(heredoc.content)) return undefined;
  const text = heredoc === undefined ? run.args : undefined;
  return {
    script, ...factsOf(script), ...(heredoc === undefined ? {} : { heredoc }),
    between: (start, end) => (text === undefined ? context.dockerfile.text.slice(start, end) : text.text.slice(indexAtOffset(text, start), indexAtOffset(text, end))),
  };
}

/** After these nothing else runs. */
const FINAL: ReadonlySet<string> = new Set(['exit', 'exec', 'return']);

/** What thousands of edits of one script ask for. */
const factsOf = once(({ commands, connectives }: ShellScript): Pick<RunScript, 'errexit' | 'leaves' | 'connectiveBefore' | 'connectiveBehind'> => {
  const ordered = [...connectives].sort((a, b) => a.start - b.start);
  const starts = ordered.map(({ start }) => start);
  const ends = ordered.map(({ end }) => end);
  /** How many of these lie at or before an offset. */
  const upTo = (places: readonly number[], offset: number): number => (places.length === 0 || places[0]! > offset ? 0 : lastAtOrBefore(places, offset) + 1);
  const outer = commands.filter(({ depth }) => depth === 0);
  return {
    errexit: outer.some(setsErrexit), leaves: outer.some(({ name }) => FINAL.has(name.value)),
    connectiveBefore: (offset) => ordered[upTo(ends, offset) - 1], connectiveBehind: (offset) => ordered[upTo(starts, offset - 1)],
  };
});

function setsErrexit({ name, args }: ShellCommand): boolean {
  return name.value === 'set' && args.some(({ value }, index) => /^-[a-zA-Z]*e/.test(value) || (value === 'errexit' && /^-[a-zA-Z]*o$/.test(args[index - 1]?.value ?? '')));
}

/** A command with its redirections. */
export function wholeOf(command: ShellCommand): Span {
  return { start: command.start, end: command.redirects.reduce((end, one) => Math.max(end, one.end), command.end) };
}
