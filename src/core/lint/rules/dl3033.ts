/** DL3033: packages that yum installs without a version. */
import { hadolintRule } from '../hadolint-rule';
import { unversioned } from '../rpm-packages';

export const dl3033 = hadolintRule({
  code: 'DL3033', name: 'pin-yum-versions', severity: 'warning', onbuild: true,
  checks: '`yum install` names a package or module without a version.',
  why: 'The next build may install another version. Write `name-version`, and `name:stream` for a module.',
  bad: 'FROM centos:7\nRUN yum install -y httpd && yum clean all\n',
  good: 'FROM centos:7\nRUN yum install -y httpd-2.4.6 && yum clean all\n',
  check: (context) => unversioned(context, ['yum'], []),
});
