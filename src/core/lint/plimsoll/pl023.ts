/** PL023: options that bring recommended or suggested packages along. */
import { calls, hasFlag, head, type Command } from '../commands';
import { commandsOf, lastingRuns, plimsollRule } from './plimsoll-rule';
import { fixAll, insertAfter } from '../hadolint-rule';
import { withFix } from '../fixes/edits';

export const pl023 = plimsollRule({
  code: 'PL023', name: 'recommended-packages', fixable: 'review',
  checks: '`aptitude install` without `--without-recommends`, or apt asked for recommended or suggested packages by option.',
  why: 'Recommended packages often outweigh what was asked for. Name those that are needed.',
  cost: 'from a few to some hundred MB',
  bad: 'FROM debian:12\nRUN aptitude update && aptitude install -y git\n',
  good: 'FROM debian:12\nRUN aptitude update && aptitude install -y --without-recommends git\n',
  *check(context) {
    for (const run of lastingRuns(context)) {
      const all = commandsOf(context, run).filter(bringsMore);
      const [first] = all;
      if (first === undefined) continue;
      const fix = fixAll('Add --without-recommends', 'review', all, (command) => (command.name === 'aptitude' ? insertAfter(command, ['install'], '--without-recommends') : undefined));
      yield {
        instruction: run, span: head(first, 'install'),
        message: 'Recommended or suggested packages are installed too: name those that are needed.', ...withFix(fix),
      };
    }
  },
});

function bringsMore(command: Command): boolean {
  if (calls(command, 'aptitude', 'install')) return !hasFlag(command, 'without-recommends', 'R');
  if (!calls(command, ['apt-get', 'apt'], 'install')) return false;
  return hasFlag(command, 'install-recommends', 'install-suggests')
    || command.args.some((arg) => /APT::Install-(?:Recommends|Suggests)=["']?(?:true|1|yes)/i.test(arg));
}
