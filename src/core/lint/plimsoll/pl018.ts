/** PL018: tdnf, dnf5 and yum updates leave their caches. */
import { cacheRule } from './cache-rule';

export const pl018 = cacheRule({
  code: 'PL018', name: 'rpm-cache-left', severity: 'warning',
  checks: '`tdnf` or `dnf5` installs or updates, or `yum` updates, without `clean all` after it in the same RUN.',
  why: 'Repository data and packages stay in `/var/cache`. hadolint looks at `yum install`, `dnf` and `microdnf` only.',
  cost: '50 to 250 MB a layer',
  bad: 'FROM mcr.microsoft.com/azurelinux/base/core:3.0\nRUN tdnf install -y ca-certificates\n',
  good: 'FROM mcr.microsoft.com/azurelinux/base/core:3.0\nRUN tdnf install -y ca-certificates && tdnf clean all\n',
}, {
  of: 'the package manager',
  fills: (command) => (['tdnf', 'dnf5'].includes(command.name) && command.args.some((arg) => ['install', 'update', 'upgrade', 'distro-sync'].includes(arg)))
    || (command.name === 'yum' && command.args.some((arg) => ['update', 'upgrade', 'groupinstall', 'localinstall'].includes(arg)) && !command.args.includes('install')),
  spares: (command) => ['tdnf', 'dnf5', 'yum', 'dnf'].includes(command.name) && (command.args.includes('clean') || (command.name === 'yum' && command.args.includes('install'))),
  place: /\/var\/cache(?:\/(?:yum|dnf|libdnf5|tdnf).*|\/\*)?$/,
  cleanUp: ({ name }) => `${name} clean all`,
});
