/** DL3036: zypper's cache stays in the layer. */
import { calls, head } from '../commands';
import { cleanUpFix } from '../fixes/clean-up';
import { withFix } from '../fixes/edits';
import { cleansAfter, hadolintRule, perRun } from '../hadolint-rule';
import { keepsOutOfImage } from '../mounts';

export const dl3036 = hadolintRule({
  code: 'DL3036', name: 'zypper-clean', severity: 'warning', bearsOnSize: true, onbuild: true, fixable: 'safe',
  checks: '`zypper install` without `zypper clean` after it in the same RUN, and `/var/cache/zypp` is not a cache mount.',
  why: 'zypper keeps repository data and packages in `/var/cache/zypp`. What one RUN writes stays in its layer.',
  cost: '20 to 100 MB a layer',
  bad: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58\n',
  good: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean\n',
  check(context) {
    return perRun(context, (commands, run) => {
      const install = commands.find((command) => calls(command, 'zypper', 'install', 'in'));
      if (install === undefined || keepsOutOfImage(run, '/var/cache/zypp')) return undefined;
      const clean = cleansAfter(commands, (command) => calls(command, 'zypper', 'install', 'in'), (command) => calls(command, 'zypper', 'clean', 'cc'));
      if (clean) return undefined;
      const fix = withFix(cleanUpFix(context, run, 'zypper clean --all'));
      return { at: head(install, 'install', 'in'), message: 'zypper leaves its cache in the layer: end the RUN with zypper clean.', ...fix };
    });
  },
});
