/** PL021: apt-get update in a RUN of its own. */
import type { CommandInstruction } from '../../dockerfile/model';
import { calls, head } from '../commands';
import { aptListsFix, laterUse } from '../fixes/apt-lists';
import { withFix } from '../fixes/edits';
import { commandsOf, plimsollRule } from './plimsoll-rule';

export const pl021 = plimsollRule({
  code: 'PL021', name: 'apt-update-alone', severity: 'warning', fixable: 'safe',
  checks: '`apt-get update` runs, and only a later RUN installs from its lists.',
  why: 'The layer with the lists is cached: months later the install still uses them, and fails or brings old versions. The lists also stay in that layer.',
  cost: '20 to 50 MB of lists',
  links: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  bad: 'FROM debian:12\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends git\n',
  good: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\n',
  *check(context) {
    for (const instruction of context.instructions) {
      if (instruction.kind !== 'RUN') continue;
      const run = instruction as CommandInstruction;
      const commands = commandsOf(context, run);
      const at = commands.findLastIndex((command) => calls(command, ['apt-get', 'apt', 'aptitude'], 'update'));
      const update = commands[at];
      if (update === undefined || commands.some((command) => calls(command, ['apt-get', 'apt', 'aptitude'], 'install', 'upgrade', 'dist-upgrade', 'build-dep', 'full-upgrade'))) continue;
      const user = laterUse(context, run);
      if (user === undefined) continue;
      yield {
        instruction: run, span: head(update, 'update'),
        message: `Line ${user.startLine} installs from lists that the build cache may keep for months: update in the same RUN.`, ...withFix(aptListsFix(context, run)),
      };
    }
  },
});
