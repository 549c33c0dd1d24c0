/** PL020: apk update stores an index that --no-cache does without. */
import type { CommandInstruction } from '../../dockerfile/model';
import { hasFlag, type Command } from '../commands';
import { fixOf, withFix } from '../fixes/edits';
import { removeCommand } from '../fixes/remove-command';
import { keepsOutOfImage } from '../mounts';
import { verbIs } from './cache-rule';
import { commandsOf, plimsollRule } from './plimsoll-rule';

export const pl020 = plimsollRule({
  code: 'PL020', name: 'needless-apk-update', fixable: 'safe',
  checks: '`apk update` in a stage whose `apk add` all have `--no-cache`.',
  why: '`--no-cache` reads a fresh index without storing it. `apk update` stores one in the layer that nobody reads.',
  cost: 'about 2 MB a layer',
  links: ['https://gitlab.alpinelinux.org/alpine/apk-tools'],
  bad: 'FROM alpine:3.20\nRUN apk update && apk add --no-cache curl\n',
  good: 'FROM alpine:3.20\nRUN apk add --no-cache curl\n',
  *check(context) {
    const runs = context.instructions.filter((one): one is CommandInstruction => one.kind === 'RUN').map((run) => ({ run, commands: commandsOf(context, run) }));
    const reading = new Set<number | undefined>();
    const storing = new Set<number | undefined>();
    for (const { run, commands } of runs) {
      for (const command of commands.filter(readsIndex)) (hasFlag(command, 'no-cache') ? reading : storing).add(run.stage);
    }
    for (const { run, commands } of runs) {
      const update = commands.find((command) => verbIs(command, ['apk'], ['update']));
      if (update === undefined || keepsOutOfImage(run, '/var/cache/apk') || keepsOutOfImage(run, '/etc/apk')) continue;
      if (!reading.has(run.stage) || storing.has(run.stage)) continue;
      if (commands.some(({ name, args }) => name === 'rm' && args.some((arg) => arg.startsWith('/var/cache')))) continue;
      yield {
        instruction: run, span: { start: update.start, end: update.end }, message: 'With --no-cache nothing reads this index: leave apk update out.',
        ...withFix(fixOf('Leave apk update out', 'safe', [removeCommand(context, run, update.shell)])),
      };
    }
  },
});

function readsIndex(command: Command): boolean {
  return command.name === 'apk' && !verbIs(command, ['apk'], ['update', 'del', 'info', 'version', '']);
}
