/** DL3040: dnf's cache stays in the layer. */
import { calls, head, type Command } from '../commands';
import { cleanUpFix } from '../fixes/clean-up';
import { withFix } from '../fixes/edits';
import { cleansAfter, hadolintRule, perRun } from '../hadolint-rule';
import { keepsOutOfImage } from '../mounts';

const VERBS = ['install', 'in', 'upgrade', 'up', 'upgrade-minimal', 'up-min', 'reinstall', 'rei'];

export const dl3040 = hadolintRule({
  code: 'DL3040', name: 'dnf-clean', severity: 'warning', bearsOnSize: true, onbuild: true, fixable: 'safe',
  checks: '`dnf` or `microdnf` installs or upgrades without `clean all` after it in the same RUN, and `/var/cache/libdnf5` is not a cache mount.',
  why: 'dnf keeps repository data and packages in its cache. What one RUN writes stays in its layer.',
  cost: '50 to 250 MB a layer',
  bad: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62\n',
  good: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf clean all\n',
  check(context) {
    return perRun(context, (commands, run) => {
      if (keepsOutOfImage(run, '/var/cache/libdnf5')) return undefined;
      for (const name of ['dnf', 'microdnf']) {
        const installs = (command: Command): boolean => calls(command, name, ...VERBS);
        const install = commands.find(installs);
        const clean = cleansAfter(commands, installs, (command) => calls(command, name, 'clean', 'all') || calls(command, 'rm', '-rf', '/var/cache/libdnf5*'));
        if (install === undefined || clean) continue;
        const fix = withFix(cleanUpFix(context, run, `${name} clean all`));
        return { at: head(install, ...VERBS), message: `${name} leaves its cache in the layer: end the RUN with ${name} clean all.`, ...fix };
      }
      return undefined;
    });
  },
});
