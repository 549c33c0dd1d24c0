/** DL3035: upgrading the whole distribution with zypper. */
import { calls, head } from '../commands';
import { firstCommand, hadolintRule } from '../hadolint-rule';

const VERBS = ['dist-upgrade', 'dup'];

export const dl3035 = hadolintRule({
  code: 'DL3035', name: 'no-zypper-dist-upgrade', severity: 'warning', bearsOnSize: true, onbuild: true,
  checks: '`zypper dist-upgrade` or `zypper dup` runs.',
  why: 'It replaces much of the base image in a new layer, so that the old files still travel below. Use a newer base image.',
  cost: 'every package that is replaced, a second time: often tens of MB',
  bad: 'FROM opensuse/leap:15.6\nRUN zypper dup -y\n',
  good: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean\n',
  check(context) {
    return firstCommand(context, (command) => calls(command, 'zypper', ...VERBS), (command) => ({
      at: head(command, ...VERBS), message: 'This replaces much of the base image in a new layer: use a newer base image.',
    }));
  },
});
