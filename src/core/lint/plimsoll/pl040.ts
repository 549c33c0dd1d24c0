/** PL040: git clone brings the whole history. */
import { once } from '../../once';
import { flagValues, hasFlag, operands, type Command } from '../commands';
import { withFix } from '../fixes/edits';
import { fixAll, insertAfter } from '../hadolint-rule';
import type { LintContext } from '../rule';
import { commandsOf, lastingRuns, plimsollRule } from './plimsoll-rule';
import { foldersOf } from './path-index';
import { trimEndOf } from '../../trim-chars';

export const pl040 = plimsollRule({
  code: 'PL040', name: 'git-history', fixable: 'review',
  checks: '`git clone` without `--depth` in a stage that is part of the image, and neither the clone nor its `.git` is deleted in the same RUN.',
  why: 'The history of a project often outweighs its files, and no program reads it.',
  cost: 'from a few to some hundred MB',
  links: ['https://git-scm.com/docs/git-clone'],
  bad: 'FROM debian:12\nRUN git clone https://github.com/example/app.git /srv/app\n',
  good: 'FROM debian:12\nRUN git clone --depth 1 https://github.com/example/app.git /srv/app && rm -rf /srv/app/.git\n',
  *check(context) {
    for (const run of lastingRuns(context)) {
      const commands = commandsOf(context, run);
      const deletes = deletions(commands);
      const all = commands.filter((command) => clones(command) && !deletes(command));
      const [clone] = all;
      if (clone === undefined) continue;
      const fix = usesHistory(context) || !all.every(isRemote) ? undefined : fixAll('Clone with --depth 1', 'review', all, (one) => insertAfter(one, ['clone'], '--depth 1'));
      yield {
        instruction: run, span: { start: clone.start, end: clone.end },
        message: 'The whole history stays in this layer: clone with --depth 1, or delete .git in the same RUN.', ...withFix(fix),
      };
    }
  },
});

/** Whether git is called for anything but cloning, or by a version scheme that reads tags: the history may then be needed. */
const usesHistory = once((context: LintContext): boolean => {
  const others = lastingRuns(context).flatMap((run) => commandsOf(context, run))
    .some(({ name, args }) => (name === 'git' && !args.includes('clone') && !args.includes('config')) || name === 'hub');
  return others || /setuptools.?scm|versioneer|git describe|\bhash\b|\bcommit\b/i.test(context.dockerfile.text);
});

/** Git copies a local repository whole, and submodules have depths of their own. */
function isRemote(command: Command): boolean {
  return command.args.some((arg) => /^(?:https?|git|ssh):\/\//.test(arg)) && !hasFlag(command, 'recursive', 'recurse-submodules', 'mirror', 'local', 'n', 'no-checkout');
}

function clones(command: Command): boolean {
  return command.name === 'git' && operands(command, ['C', 'c'])[0]?.value === 'clone' && !hasFlag(command, 'depth', 'bare', 'shallow-since');
}

/** Whether a command behind a clone deletes it: any deletion of folders may mean it. */
function deletions(commands: readonly Command[]): (clone: Command) => boolean {
  /** The last command that names a path, one of its parts, or something that may be any path. */
  const paths = new Map<string, number>();
  const parts = new Map<string, number>();
  let any = -1;
  for (const { name, args, start } of commands) {
    if (name !== 'rm' && name !== 'mv' && name !== 'find') continue;
    for (const arg of args) {
      if (/\.git|[*$]/.test(arg) || arg === '..') any = start;
      paths.set(arg, start);
      for (const part of arg.split('/')) parts.set(part, start);
    }
  }
  return (clone) => {
    const branch = flagValues(clone, 'b').map(({ value }) => value);
    const [, url, target] = operands(clone, ['C', 'c', 'b', 'branch', 'o', 'origin', 'j', 'jobs']).filter(({ value }) => !branch.includes(value));
    const name = trimEndOf((target ?? url)?.value ?? '', '/').replace(/\.git$/, '').replace(/^.*[/:]/s, '');
    const folders = foldersOf(target?.value ?? '');
    return Math.max(any, parts.get(name) ?? -1, ...folders.slice(1).map((folder) => paths.get(folder) ?? -1)) > clone.start;
  };
}
