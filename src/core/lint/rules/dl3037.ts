/** DL3037: packages that zypper installs without a version. */
import { calls, operands } from '../commands';
import { found, hadolintRule, runs } from '../hadolint-rule';

export const dl3037 = hadolintRule({
  code: 'DL3037', name: 'pin-zypper-versions', severity: 'warning', onbuild: true,
  checks: '`zypper install` names a package without a version.',
  why: 'The next build may install another version. Write `name=version`.',
  bad: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd && zypper clean\n',
  good: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean\n',
  *check(context) {
    for (const run of runs(context)) {
      const loose = context.hadolintScript(run).commands.filter((command) => calls(command, 'zypper', 'install', 'in'))
        .flatMap((command) => operands(command))
        .find(({ simplified }) => simplified !== 'install' && simplified !== 'in' && !/[=<>]|\.rpm$/.test(simplified));
      if (loose !== undefined) yield found(run, { at: loose, message: `No version is given for ${loose.value}: write ${loose.value}=VERSION.` });
    }
  },
});
