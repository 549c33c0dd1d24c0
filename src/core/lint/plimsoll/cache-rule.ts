/** Rules on caches that package managers leave in a layer: what fills them, what empties them, and the repair. */
import { mountsOf } from '../mounts';
import { operands, type Command } from '../commands';
import { cleanUpFix } from '../fixes/clean-up';
import { withFix } from '../fixes/edits';
import type { Fix } from '../../report/report';
import type { Rule } from '../rule';
import { commandsOf, lasting, lastingRuns, plimsollRule, rootImage, setsVariable } from './plimsoll-rule';

type Description = Omit<Rule, 'check' | 'source' | 'severity' | 'bearsOnSize' | 'links'> & Partial<Pick<Rule, 'severity' | 'links'>>;

export interface Cache {
  /** Its name in the message. */
  readonly of: string;
  fills(command: Command): boolean;
  /** Empties the cache, or fills none. */
  spares?(command: Command): boolean;
  /** What a path of the cache looks like, in `rm` and in a mount. */
  readonly place: RegExp;
  /** Variables that move the cache or turn it off. */
  readonly variable?: RegExp;
  /** What empties it; undefined where that cannot be said. `image` is the one at the bottom of the stage. */
  cleanUp(command: Command, image: string): string | undefined;
  readonly safety?: Fix['safety'];
  /** A later RUN fetches for itself what it needs: the cache only spares it time, so that each RUN can be cleaned up. */
  readonly sparesTimeOnly?: boolean;
  /** What CMD or ENTRYPOINT calls where the cache is needed to run: then it is not emptied. */
  readonly runsWith?: RegExp;
}

/** Deleting all of the home directory, or of its caches, deletes any of them. */
const HOME = /^["']?(?:\/root|~|\$HOME|\$\{HOME\})["']?(?:\/\.?\*|\/\.cache(?:\/\*)?)?\/?["']?$/;

/** One finding a RUN, at the last command that fills the cache, in stages that are part of the image. */
export function cacheRule(description: Description, cache: Cache): Rule {
  return plimsollRule({
    ...description, fixable: cache.safety ?? 'safe',
    *check(context) {
      if (cache.variable !== undefined && setsVariable(context, cache.variable)) return;
      const runs = lastingRuns(context).map((run) => ({ run, commands: commandsOf(context, run) }));
      const filling = runs.filter(({ commands }) => commands.some(cache.fills));
      const needed = cache.runsWith !== undefined && lasting(context).some(({ kind, args }) => (kind === 'CMD' || kind === 'ENTRYPOINT') && cache.runsWith?.test(args.text) === true);
      for (const { run, commands } of filling) {
        if (mountsOf(run).some(({ type, target }) => (type === 'cache' || type === 'tmpfs') && target !== undefined && (cache.place.test(target) || HOME.test(target)))) continue;
        if (commands.some((command) => cache.spares?.(command) === true || removes(command, cache.place))) continue;
        if (cache.variable !== undefined && cache.variable.test(context.hadolintScript(run).text)) continue;
        const command = commands.findLast(cache.fills);
        if (command === undefined) continue;
        const cleanUp = cache.cleanUp(command, rootImage(context.dockerfile, run.stage));
        // A later RUN may build on what this one fetched.
        const fix = cleanUp === undefined || needed || (cache.sparesTimeOnly !== true && filling.at(-1)?.run !== run) ? undefined : cleanUpFix(context, run, cleanUp, cache.safety ?? 'safe');
        yield {
          instruction: run, span: { start: command.shell.name.start, end: command.shell.args[0]?.end ?? command.shell.name.end },
          message: `The cache of ${cache.of} stays in this layer${cleanUp === undefined ? '' : `: end the RUN with ${cleanUp}, or mount a cache`}.`, ...withFix(fix),
        };
      }
    },
  });
}

function removes(command: Command, place: RegExp): boolean {
  if (command.name !== 'rm' && command.name !== 'find') return false;
  return operands(command).some(({ value }) => place.test(value) || HOME.test(value));
}

/** Whether the first word that is no flag, of those after `name`, is one of `verbs`. */
export function verbIs(command: Command, names: readonly string[], verbs: readonly string[]): boolean {
  return names.includes(command.name) && verbs.includes(command.args.find((arg) => !arg.startsWith('-')) ?? '');
}
