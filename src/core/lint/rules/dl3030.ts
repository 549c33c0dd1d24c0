/** DL3030: yum install that asks. */
import { calls, hasFlag, head } from '../commands';
import { firstCommand, fixAll, hadolintRule, insertAfter } from '../hadolint-rule';

const VERBS = ['install', 'groupinstall', 'localinstall'];

export const dl3030 = hadolintRule({
  code: 'DL3030', name: 'yum-yes', severity: 'warning', onbuild: true, fixable: 'safe',
  checks: '`yum install`, `groupinstall` or `localinstall` without `-y`.',
  why: 'Nobody can answer the question during a build: yum gives up and the build fails.',
  bad: 'FROM centos:7\nRUN yum install httpd-2.4.6 && yum clean all\n',
  good: 'FROM centos:7\nRUN yum install -y httpd-2.4.6 && yum clean all\n',
  check(context) {
    return firstCommand(context, (command) => calls(command, 'yum', ...VERBS) && !hasFlag(command, 'y', 'assumeyes'), (command, all) => {
      const fix = fixAll('Add -y', 'safe', all, (one) => insertAfter(one, VERBS, '-y'));
      return { at: head(command, ...VERBS), message: 'yum waits for a yes that nobody can give: add -y.', ...(fix === undefined ? {} : { fix }) };
    });
  },
});
