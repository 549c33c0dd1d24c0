/** DL3038: dnf install that asks. */
import { calls, hasFlag, head } from '../commands';
import { firstCommand, fixAll, hadolintRule, insertAfter } from '../hadolint-rule';

const VERBS = ['install', 'groupinstall', 'localinstall'];

export const dl3038 = hadolintRule({
  code: 'DL3038', name: 'dnf-yes', severity: 'warning', onbuild: true, fixable: 'safe',
  checks: '`dnf` or `microdnf` installs without `-y`.',
  why: 'Nobody can answer the question during a build: dnf gives up and the build fails.',
  bad: 'FROM fedora:41\nRUN dnf install httpd-2.4.62 && dnf clean all\n',
  good: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf clean all\n',
  check(context) {
    return firstCommand(context, (command) => calls(command, ['dnf', 'microdnf'], ...VERBS) && !hasFlag(command, 'y', 'assumeyes'), (command, all) => {
      const fix = fixAll('Add -y', 'safe', all, (one) => insertAfter(one, VERBS, '-y'));
      return { at: head(command, ...VERBS), message: `${command.name} waits for a yes that nobody can give: add -y.`, ...(fix === undefined ? {} : { fix }) };
    });
  },
});
