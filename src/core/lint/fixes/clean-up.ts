/** Fixes that end a RUN with the clean-up of its package manager. */
import type { Instruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import { once } from '../../once';
import type { HadolintScript, LintContext } from '../rule';
import { appendCommand } from './append-command';
import { fixOf } from './edits';

/** `safe` where the cache is surely of no use to a later instruction. None where the RUN has the same command already, too early. */
export function cleanUpFix(context: LintContext, run: Instruction, command: string, safety: Fix['safety'] = 'safe'): Fix | undefined {
  if (written(context.hadolintScript(run)).has(command)) return undefined;
  return fixOf(`End the RUN with ${command}`, safety, [appendCommand(context, run, command)]);
}

const written = once(({ commands }: HadolintScript): ReadonlySet<string> => new Set(commands.map(({ name, args }) => [name, ...args].join(' '))));
