/** Deletes apt's lists in the RUN that fetched them, and fetches them again in later RUNs that live off them. */
import type { Command } from '../commands';
import type { Instruction } from '../../dockerfile/model';
import type { Fix, TextEdit } from '../../report/report';
import { once } from '../../once';
import { keepsOutOfImage } from '../mounts';
import type { LintContext } from '../rule';
import { appendCommand } from './append-command';
import { fixOf, removeInstruction } from './edits';
import { laterRuns } from './later-runs';
import { prependCommand } from './prepend-command';
import { runScript } from './run-script';

const APT: ReadonlySet<string> = new Set(['apt', 'apt-get', 'aptitude']);
const NEEDS_LISTS: ReadonlySet<string> = new Set([
  'install', 'reinstall', 'build-dep', 'source', 'download', 'upgrade', 'dist-upgrade', 'full-upgrade', 'safe-upgrade', 'changelog', 'satisfy',
]);
const CLEAN_UP = 'rm -rf /var/lib/apt/lists/*';

/** Programs that may call apt without saying so. */
const MAY_INSTALL = /^(?:sudo|su|gosu|apt-add-repository|add-apt-repository|gdebi|mk-build-deps|(?:ba|da|z)?sh|source|\.|make|ansible.*|\.?\.?\/.*|.*\.sh|.*\.py)$/;

/** The same in any RUN, and in any shell. */
const PLAIN_WORD = /^[\w.:=/@%+,-]+$/;

/** Later RUNs that are edited at once; nobody reviews more of them. */
const MOST_USES = 100;

const uses = laterRuns((context, run) => firstUse(context, run) !== undefined);
const unknowns = laterRuns((context, run) => context.hadolintScript(run).commands.some(({ name }) => MAY_INSTALL.test(name)));

/**
 * Undefined where `run` cannot be edited, or a later RUN that needs the lists cannot. Needs a person where a script of unknown content
 * may rely on them.
 */
export function aptListsFix(context: LintContext, run: Instruction): Fix | undefined {
  const known = fixes(context);
  if (!known.has(run)) known.set(run, listsFix(context, run));
  return known.get(run);
}

/** Two rules ask for the same ones, and each may edit a hundred RUNs. */
const fixes = once((_context: LintContext) => new Map<Instruction, Fix | undefined>());

function listsFix(context: LintContext, run: Instruction): Fix | undefined {
  const later = uses(context).all(run, MOST_USES);
  if (later === undefined || (run.onbuild && later.length > 0)) return undefined;
  const update = later.length === 0 ? '' : updateLike(context, run);
  if (update === undefined) return undefined;
  const edits: (TextEdit | undefined)[] = later.flatMap((one) => [
    prependCommand(context, one, firstUse(context, one)!.shell, update),
    keepsOutOfImage(one, '/var/lib/apt') || cleansLists(context, one) ? [] : appendCommand(context, one, CLEAN_UP),
  ].flat());
  const unknown = unknowns(context).first(run) !== undefined;
  const alone = runScript(context, run)?.script.commands.length === 1 && later.length > 0 ? removeInstruction(context.dockerfile, run) : undefined;
  const title = later.length === 0 ? `End the RUN with ${CLEAN_UP}` : 'Update and delete the lists in each RUN that installs';
  return fixOf(title, unknown ? 'review' : 'safe', [alone ?? appendCommand(context, run, CLEAN_UP), ...edits]);
}

/** The first RUN behind `run` that needs lists which it did not fetch itself. */
export function laterUse(context: LintContext, run: Instruction): Instruction | undefined {
  return uses(context).first(run);
}

/** The command that needs lists which this RUN did not fetch before. */
function firstUse(context: LintContext, run: Instruction): Command | undefined {
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

/** `apt-get update` with the options that this RUN gave it: without them it may fail. Undefined where they are not plain. */
function updateLike(context: LintContext, run: Instruction): string | undefined {
  const update = context.hadolintScript(run).commands.find(({ name, args }) => APT.has(name) && args.includes('update'));
  if (update === undefined) return 'apt-get update';
  const words = update.words.map(({ raw }) => raw);
  if (words.every((word) => PLAIN_WORD.test(word)) && update.name !== 'aptitude') return `apt-get ${words.join(' ')}`;
  return words.length === 1 ? 'apt-get update' : undefined;
}
