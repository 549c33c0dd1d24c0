/** DL3016: packages that npm installs without a version. */
import { calls, operands, type Command } from '../commands';
import type { ShellWord } from '../../dockerfile/shell';
import { found, hadolintRule, runs } from '../hadolint-rule';

export const dl3016 = hadolintRule({
  code: 'DL3016', name: 'pin-npm-versions', severity: 'warning', onbuild: true,
  checks: '`npm install` names a package without a version, tag or commit.',
  why: 'The next build may fetch another release. Pin the version, or install from a lock file with `npm ci`.',
  bad: 'FROM node:22\nRUN npm install -g typescript\n',
  good: 'FROM node:22\nRUN npm install -g typescript@5.6.3\n',
  *check(context) {
    for (const run of runs(context)) {
      const loose = context.hadolintScript(run).commands.flatMap(packagesOf).find((word) => !isFixed(word.simplified));
      if (loose !== undefined) yield found(run, { at: loose, message: `No version is given for ${loose.value}: write ${loose.value}@VERSION.` });
    }
  },
});

function packagesOf(command: Command): readonly ShellWord[] {
  if (!calls(command, 'npm', 'install')) return [];
  const words = operands(command, ['loglevel', 'registry']);
  if (words[0]?.simplified !== 'install') return [];
  const first = words.findIndex((word) => word.simplified !== 'install');
  return first < 0 ? [] : words.slice(first);
}

function isFixed(name: string): boolean {
  if (/^git(?:\+ssh|\+http|\+https)?:\/\//.test(name)) return name.includes('#');
  if (/\.(?:tar|tar\.gz|tgz)$/.test(name) || /^(?:\/|\.\/|\.\.\/|~\/)/.test(name)) return true;
  const scoped = name.startsWith('@') ? name.slice(1) : name;
  return scoped.includes('@');
}
