/** DL3032: yum's cache stays in the layer. */
import { calls, head } from '../commands';
import { cleanUpFix } from '../fixes/clean-up';
import { withFix } from '../fixes/edits';
import { cleansAfter, hadolintRule, perRun } from '../hadolint-rule';

export const dl3032 = hadolintRule({
  code: 'DL3032', name: 'yum-clean', severity: 'warning', bearsOnSize: true, onbuild: true, fixable: 'safe',
  checks: '`yum install` without `yum clean all` (or `rm -rf /var/cache/yum/*`) after it in the same RUN.',
  why: 'yum keeps its metadata and downloaded packages in `/var/cache/yum`. What one RUN writes stays in its layer.',
  cost: '50 to 250 MB a layer',
  bad: 'FROM centos:7\nRUN yum install -y httpd-2.4.6\n',
  good: 'FROM centos:7\nRUN yum install -y httpd-2.4.6 && yum clean all\n',
  check(context) {
    return perRun(context, (commands, run) => {
      const install = commands.find((command) => calls(command, 'yum', 'install'));
      if (install === undefined) return undefined;
      const clean = cleansAfter(commands, (command) => calls(command, 'yum', 'install'),
        (command) => calls(command, 'yum', 'clean', 'all') || calls(command, 'rm', '-rf', '/var/cache/yum/*'));
      const fix = clean ? undefined : cleanUpFix(context, run, 'yum clean all');
      return clean ? undefined : { at: head(install, 'install'), message: 'yum leaves its cache in the layer: end the RUN with yum clean all.', ...withFix(fix) };
    });
  },
});
