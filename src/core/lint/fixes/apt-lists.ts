/** Deletes apt's lists in the RUN that fetched them, and fetches them again in later RUNs that live off them. */
import type { Command } from '../commands';
import type { Instruction } from '../../dockerfile/model';
import type { Fix, TextEdit } from '../../report/report';
import { keepsOutOfImage } from '../mounts';
import type { LintContext } from '../rule';
import { appendCommand } from './append-command';
import { fixOf, removeInstruction } from './edits';
import { prependCommand } from './prepend-command';
import { runScript } from './run-script';

const APT: ReadonlySet<string> = new Set(['apt', 'apt-get', 'aptitude']);
const NEEDS_LISTS: ReadonlySet<string> = new Set([
  'install', 'reinstall', 'build-dep', 'source', 'download', 'upgrade', 'dist-upgrade', 'full-upgrade', 'safe-upgrade', 'changelog', 'satisfy',
]);
const CLEAN_UP = 'rm -rf /var/lib/apt/lists/*';

/** Programs that may call apt without saying so. */
const MAY_INSTALL = /^(?:sudo|su|gosu|apt-add-repository|add-apt-repository|gdebi|mk-build-deps|(?:ba|da|z)?sh|source|\.|make|ansible.*|\.?\.?\/.*|.*\.sh|.*\.py)$/;

/** What later RUNs of the image do with the lists of an earlier one. */
interface LaterUse {
  readonly run: Instruction;
  readonly command: Command;
}

/**
 * Undefined where `run` cannot be edited, or a later RUN that needs the lists cannot. Needs a person where a script of unknown content
 * may rely on them.
 */
export function aptListsFix(context: LintContext, run: Instruction): Fix | undefined {
  const later = laterRuns(context, run);
  const uses = later.flatMap((one): LaterUse[] => {
    const command = firstUse(context, one);
    return command === undefined ? [] : [{ run: one, command }];
  });
  const unknown = later.some((one) => context.hadolintScript(one).commands.some(({ name }) => MAY_INSTALL.test(name)));
  if (run.onbuild && uses.length > 0) return undefined;
  const edits: (TextEdit | undefined)[] = uses.flatMap(({ run: one, command }) => [
    prependCommand(context, one, command.shell, updateLike(context, run)),
    keepsOutOfImage(one, '/var/lib/apt') || cleansLists(context, one) ? [] : appendCommand(context, one, CLEAN_UP),
  ].flat());
  const alone = runScript(context, run)?.script.commands.length === 1 && uses.length > 0 ? removeInstruction(context.dockerfile, run) : undefined;
  const title = uses.length === 0 ? `End the RUN with ${CLEAN_UP}` : 'Update and delete the lists in each RUN that installs';
  return fixOf(title, unknown ? 'review' : 'safe', [alone ?? appendCommand(context, run, CLEAN_UP), ...edits]);
}

/** The command that needs lists which this RUN did not fetch before. */
export function firstUse(context: LintContext, run: Instruction): Command | undefined {
  for (const command of context.hadolintScript(run).commands) {
    if (!APT.has(command.name)) continue;
    if (command.args.includes('update')) return undefined;
    if (command.args.some((arg) => NEEDS_LISTS.has(arg))) return command;
  }
  return undefined;
}

function cleansLists(context: LintContext, run: Instruction): boolean {
  return context.hadolintScript(run).commands.some(({ name, args }) => name === 'rm' && args.some((arg) => arg.startsWith('/var/lib/apt/lists')));
}

/** `apt-get update` with the options that this RUN gave it, if they are plain. */
function updateLike(context: LintContext, run: Instruction): string {
  const update = context.hadolintScript(run).commands.find(({ name, args }) => APT.has(name) && args.includes('update'));
  const words = update?.words.map(({ raw }) => raw) ?? [];
  return words.every((word) => /^(?:update|-q+|-y+|-qq?y|-yqq?|--quiet|--yes|--assume-yes)$/.test(word)) && words.length > 0 ? `apt-get ${words.join(' ')}` : 'apt-get update';
}

/** RUNs behind `run` in its stage, and those of stages that build on it. */
export function laterRuns(context: LintContext, run: Instruction): readonly Instruction[] {
  const { stages } = context.dockerfile;
  const heirs = new Set<number | undefined>([]);
  for (const stage of stages) if (stage.base !== undefined && (stage.base === run.stage || heirs.has(stage.base))) heirs.add(stage.index);
  const byStage = runsByStage(context.instructions);
  const own = byStage.get(run.stage) ?? [];
  const at = own.indexOf(run);
  return [...(at < 0 ? [] : own.slice(at + 1)), ...[...heirs].flatMap((stage) => byStage.get(stage) ?? [])];
}

const grouped = new WeakMap<readonly Instruction[], Map<number | undefined, Instruction[]>>();

/** Made once a file: thousands of stages ask. */
function runsByStage(instructions: readonly Instruction[]): ReadonlyMap<number | undefined, readonly Instruction[]> {
  const known = grouped.get(instructions);
  if (known !== undefined) return known;
  const runs = new Map<number | undefined, Instruction[]>();
  for (const one of instructions) {
    if (one.kind !== 'RUN') continue;
    const list = runs.get(one.stage);
    if (list === undefined) runs.set(one.stage, [one]);
    else list.push(one);
  }
  grouped.set(instructions, runs);
  return runs;
}
