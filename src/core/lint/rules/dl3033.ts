/** DL3033: packages that yum installs without a version. */
import { calls, operands, type Command } from '../commands';
import type { ShellWord } from '../../dockerfile/shell';
import { found, hadolintRule, runs } from '../hadolint-rule';

export const dl3033 = hadolintRule({
  code: 'DL3033', name: 'pin-yum-versions', severity: 'warning', onbuild: true,
  checks: '`yum install` names a package or module without a version.',
  why: 'The next build may install another version. Write `name-version`, and `name:stream` for a module.',
  bad: 'FROM centos:7\nRUN yum install -y httpd && yum clean all\n',
  good: 'FROM centos:7\nRUN yum install -y httpd-2.4.6 && yum clean all\n',
  *check(context) {
    for (const run of runs(context)) {
      const loose = context.hadolintScript(run).commands.flatMap(loosePackages)[0];
      if (loose !== undefined) yield found(run, { at: loose, message: `No version is given for ${loose.value}: write ${loose.value}-VERSION.` });
    }
  },
});

function loosePackages(command: Command): readonly ShellWord[] {
  if (!calls(command, 'yum', 'install')) return [];
  const module = calls(command, 'yum', 'module');
  return operands(command).filter(({ simplified }) => simplified !== 'install' && simplified !== 'module'
    && (module ? !simplified.includes(':') : !isVersioned(simplified)));
}

/** Nothing but a dash tells hadolint that there is a version. */
function isVersioned(name: string): boolean {
  return name.includes('-');
}
