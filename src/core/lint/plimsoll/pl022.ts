/** PL022: upgrading what the base image brought stores it a second time. */
import { calls, head, hasFlag, operands, type Command } from '../commands';
import { withFix } from '../fixes/edits';
import { upgradeFix } from '../fixes/upgrade';
import { commandsOf, lastingRuns, plimsollRule } from './plimsoll-rule';

export const pl022 = plimsollRule({
  code: 'PL022', name: 'upgrade-in-build', fixable: 'review',
  checks: '`apt-get upgrade` or `dist-upgrade`, `apk upgrade`, or `yum`, `dnf` or `zypper` updating everything.',
  why: 'Every upgraded file is stored again, and the old one stays in the layers below. A newer base image has the updates without that.',
  cost: 'the size of the upgraded packages',
  links: ['https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often'],
  bad: 'FROM debian:12\nRUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*\n',
  good: 'FROM debian:12-20240926\n',
  *check(context) {
    for (const run of lastingRuns(context)) {
      const command = commandsOf(context, run).find(upgradesAll);
      if (command === undefined) continue;
      yield {
        instruction: run, span: head(command, 'upgrade', 'dist-upgrade', 'full-upgrade', 'update', 'up', 'dup'),
        message: 'Upgraded packages are stored a second time: build on a newer base image instead.', ...withFix(upgradeFix(context, run, upgradesAll)),
      };
    }
  },
});

/** Whether a command brings all packages up to date. */
export function upgradesAll(command: Command): boolean {
  if (calls(command, ['apt-get', 'apt', 'aptitude'], 'upgrade', 'dist-upgrade', 'full-upgrade', 'safe-upgrade')) return !hasFlag(command, 'download-only', 'd');
  if (!['yum', 'dnf', 'microdnf', 'tdnf', 'zypper', 'apk'].includes(command.name)) return false;
  const [verb, ...names] = operands(command, ['setopt', 'enablerepo', 'disablerepo', 'exclude', 'x', 'c', 'repository', 'X']).map(({ value }) => value);
  const verbs = command.name === 'apk' ? ['upgrade'] : command.name === 'zypper' ? ['update', 'up', 'patch'] : ['update', 'upgrade'];
  return verb !== undefined && verbs.includes(verb) && names.length === 0;
}
