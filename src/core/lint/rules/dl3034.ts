/** DL3034: zypper that asks. */
import { calls, hasFlag, head } from '../commands';
import { firstCommand, fixAll, hadolintRule, insertAfter } from '../hadolint-rule';

const VERBS = ['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch'];

export const dl3034 = hadolintRule({
  code: 'DL3034', name: 'zypper-yes', severity: 'warning', onbuild: true, fixable: 'safe',
  checks: '`zypper install`, `remove`, `source-install` or `patch` without a non-interactive option.',
  why: 'Nobody can answer the question during a build: zypper gives up and the build fails.',
  bad: 'FROM opensuse/leap:15.6\nRUN zypper install httpd=2.4.58 && zypper clean\n',
  good: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean\n',
  check(context) {
    return firstCommand(context, (command) => calls(command, 'zypper', ...VERBS) && !hasFlag(command, 'n', 'non-interactive', 'no-confirm', 'y'), (command, all) => {
      const fix = fixAll('Add -y', 'safe', all, (one) => insertAfter(one, VERBS, '-y'));
      return { at: head(command, ...VERBS), message: 'zypper waits for a yes that nobody can give: add -y.', ...(fix === undefined ? {} : { fix }) };
    });
  },
});
