/** DL3014: apt-get install that asks. */
import { calls, countFlag, hasFlag, head } from '../commands';
import { firstCommand, fixAll, hadolintRule, insertAfter } from '../hadolint-rule';

export const dl3014 = hadolintRule({
  code: 'DL3014', name: 'apt-get-yes', severity: 'warning', onbuild: true, fixable: 'safe',
  checks: '`apt-get install` without `-y`, `--yes`, `--assume-yes` or `-qq`.',
  why: 'Nobody can answer the question during a build: apt-get gives up and the build fails.',
  bad: 'FROM debian:12\nRUN apt-get update && apt-get install --no-install-recommends curl=7.88.* && rm -rf /var/lib/apt/lists/*\n',
  good: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.* && rm -rf /var/lib/apt/lists/*\n',
  check(context) {
    return firstCommand(
      context,
      (command) => calls(command, 'apt-get', 'install') && !hasFlag(command, 'y', 'yes', 'assume-yes')
        && countFlag(command, 'q') !== 2 && countFlag(command, 'quiet') !== 2 && !command.args.includes('-q=2'),
      (command, all) => {
        const fix = fixAll('Add -y', 'safe', all, (one) => insertAfter(one, ['install'], '-y'));
        return { at: head(command, 'install'), message: 'apt-get install waits for a yes that nobody can give: add -y.', ...(fix === undefined ? {} : { fix }) };
      },
    );
  },
});
