/** DL3015: apt-get install brings recommended packages along. */
import { calls, hasFlag, head } from '../commands';
import { firstCommand, fixAll, hadolintRule, insertAfter } from '../hadolint-rule';

export const dl3015 = hadolintRule({
  code: 'DL3015', name: 'no-install-recommends', severity: 'info', bearsOnSize: true, onbuild: true, fixable: 'review',
  checks: '`apt-get install` without `--no-install-recommends`.',
  why: 'apt installs recommended packages unless told not to. They often outweigh what was asked for; name those that you need.',
  cost: 'from a few to some hundred MB',
  bad: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl=7.88.* && rm -rf /var/lib/apt/lists/*\n',
  good: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.* && rm -rf /var/lib/apt/lists/*\n',
  check(context) {
    return firstCommand(
      context,
      (command) => calls(command, 'apt-get', 'install') && !hasFlag(command, 'no-install-recommends') && !command.args.includes('APT::Install-Recommends=false'),
      (command, all) => {
        const fix = fixAll('Add --no-install-recommends', 'review', all, (one) => insertAfter(one, ['install'], '--no-install-recommends'));
        return {
          at: head(command, 'install'), message: 'Recommended packages are installed too: add --no-install-recommends and name those that are needed.',
          ...(fix === undefined ? {} : { fix }),
        };
      },
    );
  },
});
