/** DL3027: apt in scripts. */
import { head } from '../commands';
import { withFix } from '../fixes/edits';
import { firstCommand, fixAll, hadolintRule } from '../hadolint-rule';

/** What apt-get and apt-cache call the same. */
const GET = ['install', 'reinstall', 'update', 'upgrade', 'dist-upgrade', 'remove', 'purge', 'autoremove', 'clean', 'autoclean', 'build-dep', 'source', 'download'];
const CACHE = ['search', 'show', 'policy', 'depends', 'rdepends'];

export const dl3027 = hadolintRule({
  code: 'DL3027', name: 'use-apt-get', severity: 'warning', onbuild: true, fixable: 'safe',
  checks: 'RUN calls `apt`.',
  why: '`apt` is made for people: its output and options may change between releases. `apt-get` and `apt-cache` stay the same.',
  bad: 'FROM debian:12\nRUN apt install -y curl=7.88.*\n',
  good: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.* && rm -rf /var/lib/apt/lists/*\n',
  check(context) {
    return firstCommand(context, (command) => command.name === 'apt', (command, all) => ({
      at: head(command), message: 'apt may change between releases: use apt-get or apt-cache in scripts.',
      ...withFix(fixAll('Call apt-get or apt-cache', 'safe', all, ({ shell, args }) => {
        const text = args.some((arg) => CACHE.includes(arg)) ? 'apt-cache' : args.some((arg) => GET.includes(arg)) ? 'apt-get' : undefined;
        return text === undefined || shell.name.raw !== 'apt' ? undefined : { start: shell.name.start, end: shell.name.end, text };
      })),
    }));
  },
});
