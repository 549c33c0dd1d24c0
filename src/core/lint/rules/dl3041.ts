/** DL3041: packages that dnf installs without a version. */
import { hadolintRule } from '../hadolint-rule';
import { unversioned } from '../rpm-packages';

export const dl3041 = hadolintRule({
  code: 'DL3041', name: 'pin-dnf-versions', severity: 'warning', onbuild: true,
  checks: '`dnf install` names a package or module without a version.',
  why: 'The next build may install another version. Write `name-version`, and `name:stream` for a module.',
  bad: 'FROM fedora:41\nRUN dnf install -y httpd && dnf clean all\n',
  good: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf clean all\n',
  check: (context) => unversioned(context, ['dnf', 'microdnf'], ['group']),
});
