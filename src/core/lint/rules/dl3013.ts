/** DL3013: packages that pip installs without a version. */
import { hasFlag, hasSequence, isPipInstall, operands, type Command } from '../commands';
import type { ShellWord } from '../../dockerfile/shell';
import { found, hadolintRule, runs } from '../hadolint-rule';

/** Options whose value stands in the next word. */
const VALUED = [
  'abi', 'b', 'build', 'e', 'editable', 'extra-index-url', 'f', 'find-links', 'i', 'index-url', 'implementation', 'no-binary',
  'only-binary', 'platform', 'prefix', 'progress-bar', 'proxy', 'python', 'python-version', 'root',
  'root-user-action', 'src', 't', 'target', 'trusted-host', 'upgrade-strategy',
];

const VCS = /^(?:git(?:\+(?:file|https|ssh|http|git))?|hg\+(?:file|http|https|ssh|static-http)|svn(?:\+(?:svn|http|https|ssh))?|bzr\+(?:http|https|ssh|sftp|ftp|lp))/;

export const dl3013 = hadolintRule({
  code: 'DL3013', name: 'pin-pip-versions', severity: 'warning', onbuild: true,
  checks: '`pip install` names a package without a version.',
  why: 'The next build may fetch another release. A pinned version, or a requirements file with pinned versions, builds the same image again.',
  links: ['https://pip.pypa.io/en/stable/topics/repeatable-installs/'],
  bad: 'FROM python:3.12\nRUN pip install --no-cache-dir flask\n',
  good: 'FROM python:3.12\nRUN pip install --no-cache-dir flask==3.0.3\n',
  *check(context) {
    for (const run of runs(context)) {
      const loose = context.hadolintScript(run).commands.filter(namesPackages).flatMap(packagesOf).find((word) => !isFixed(word.simplified));
      if (loose !== undefined) yield found(run, { at: loose, message: `No version is given for ${loose.value}: write ${loose.value}==VERSION or install from a requirements file.` });
    }
  },
});

function namesPackages(command: Command): boolean {
  return isPipInstall(command) && !command.name.startsWith('pipenv') && !hasSequence(command, '--requirement') && !hasSequence(command, '-r') && !hasSequence(command, '.') && !hasFlag(command, 'constraint', 'c');
}

function packagesOf(command: Command): readonly ShellWord[] {
  const words = operands(command, VALUED);
  const install = words.findIndex((word) => word.simplified === 'install');
  if (install < 0) return [];
  const rest = words.slice(install);
  const first = rest.findIndex((word) => word.simplified !== 'install');
  return first < 0 ? [] : rest.slice(first);
}

function isFixed(name: string): boolean {
  const vcs = VCS.test(name);
  return /[<>]|==|!=|~=/.test(name) || (vcs && name.includes('@')) || /\.(?:whl|tar\.gz)$/.test(name) || (!vcs && name.includes('/'));
}
