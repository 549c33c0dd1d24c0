/** PL003: a clean-up in a RUN of its own frees nothing. */
import type { CommandInstruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import type { Command } from '../commands';
import { appendCommand } from '../fixes/append-command';
import { fixOf, withFix } from '../fixes/edits';
import { removeCommand } from '../fixes/remove-command';
import type { LintContext } from '../rule';
import { cleanUpOf, fills, type Manager } from './managers';
import { commandsOf, plimsollRule } from './plimsoll-rule';

const READS_LISTS: ReadonlySet<string> = new Set(['apt-get', 'apt', 'aptitude', 'apt-cache', 'tasksel', 'gdebi', 'mk-build-deps']);
/** RUNs that a message names by their lines. */
const MAX_NAMED = 5;

export const pl003 = plimsollRule({
  code: 'PL003', name: 'clean-up-in-another-run', severity: 'warning', fixable: 'review',
  checks: 'A RUN deletes the cache of a package manager that only earlier RUNs of the stage filled.',
  why: 'The cache is part of the earlier layer, where nothing can delete it any more. The clean-up only hides it.',
  cost: 'the whole cache: 20 to 250 MB',
  links: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  bad: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends git\nRUN rm -rf /var/lib/apt/lists/*\n',
  good: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\n',
  *check(context) {
    let dirty = new Map<Manager, CommandInstruction[]>();
    for (const instruction of context.instructions) {
      if (instruction.kind === 'FROM') dirty = new Map();
      if (instruction.kind !== 'RUN') continue;
      const run = instruction as CommandInstruction;
      const commands = commandsOf(context, run);
      const filled = new Set(commands.flatMap((command) => fills(command) ?? []));
      for (const command of commands) {
        const manager = cleanUpOf(command);
        const makers = manager === undefined ? undefined : dirty.get(manager);
        if (manager === undefined || filled.has(manager) || makers === undefined) continue;
        const lines = makers.length > MAX_NAMED ? `${makers.length} RUNs above` : `${makers.length > 1 ? 'lines' : 'line'} ${makers.map((maker) => maker.startLine).join(' and ')}`;
        const read = manager === 'apt' && readsLists(context, makers[0]!, command);
        yield {
          instruction: run, span: { start: command.start, end: command.end },
          message: `This frees nothing: the cache is in the layer of ${lines}. ${read ? 'Update, install and clean up in one RUN.' : makers.length > 1 ? 'Clean up in those RUNs.' : 'Clean up in that RUN.'}`,
          ...withFix(read ? undefined : moveCleanUp(context, run, command, makers)),
        };
        dirty.delete(manager);
      }
      for (const manager of filled) {
        const cleaned = commands.some((command) => cleanUpOf(command) === manager);
        if (cleaned) continue;
        const makers = dirty.get(manager);
        if (makers === undefined) dirty.set(manager, [run]);
        else makers.push(run);
      }
    }
  },
});

/** Whether packages are installed between the RUN that fetched the lists and their deletion: without lists that would fail. */
function readsLists(context: LintContext, maker: CommandInstruction, cleanUp: Command): boolean {
  return context.instructions.some((instruction) => instruction.kind === 'RUN' && instruction.startLine > maker.startLine
    && commandsOf(context, instruction as CommandInstruction).some((each) => each.start < cleanUp.start && READS_LISTS.has(each.name) && !each.args.includes('update') && cleanUpOf(each) === undefined));
}

/** Into the RUN that filled the cache, if that was one alone and nothing else can need it in between. */
function moveCleanUp(context: LintContext, run: CommandInstruction, command: Command, makers: readonly CommandInstruction[]): Fix | undefined {
  const [maker] = makers;
  if (maker === undefined || makers.length > 1 || command.shell.redirects.length > 0) return undefined;
  const text = context.dockerfile.text.slice(command.start, command.end);
  if (/[\n$`]/.test(text)) return undefined;
  return fixOf('Clean up in the RUN that filled the cache', 'review', [appendCommand(context, maker, text), removeCommand(context, run, command.shell)]);
}
