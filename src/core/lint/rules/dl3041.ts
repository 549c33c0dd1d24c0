/** DL3041: packages that dnf installs without a version. */
import { calls, operands, type Command } from '../commands';
import type { ShellWord } from '../../dockerfile/shell';
import { found, hadolintRule, runs } from '../hadolint-rule';

const DNF = ['dnf', 'microdnf'];

export const dl3041 = hadolintRule({
  code: 'DL3041', name: 'pin-dnf-versions', severity: 'warning', onbuild: true,
  checks: '`dnf install` names a package or module without a version.',
  why: 'The next build may install another version. Write `name-version`, and `name:stream` for a module.',
  bad: 'FROM fedora:41\nRUN dnf install -y httpd && dnf clean all\n',
  good: 'FROM fedora:41\nRUN dnf install -y httpd-2.4.62 && dnf clean all\n',
  *check(context) {
    for (const run of runs(context)) {
      const loose = context.hadolintScript(run).commands.flatMap(loosePackages)[0];
      if (loose !== undefined) yield found(run, { at: loose, message: `No version is given for ${loose.value}: write ${loose.value}-VERSION.` });
    }
  },
});

function loosePackages(command: Command): readonly ShellWord[] {
  if (!calls(command, DNF, 'install')) return [];
  const module = calls(command, DNF, 'module');
  if (!module && calls(command, DNF, 'group')) return [];
  return operands(command).filter(({ simplified }) => simplified !== 'install' && simplified !== 'module'
    && (module ? !simplified.includes(':') : !isVersioned(simplified)));
}

/** After the first dash only characters of versions, and a part that begins with a digit. */
function isVersioned(name: string): boolean {
  const parts = name.split('-').slice(1);
  if (parts.length === 0) return false;
  if (name.endsWith('.rpm')) return true;
  return parts.every((part) => /^[0-9A-Za-z.~^_:+]*$/.test(part)) && parts.some((part) => /^[0-9]/.test(part));
}
