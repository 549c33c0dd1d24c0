/** PL004: a cache mount and a clean-up of the same directory cancel each other. */
import { isPipInstall, operands, type Command } from '../commands';
import type { CommandInstruction } from '../../dockerfile/model';
import type { TextEdit } from '../../report/report';
import { fixOf, withFix } from '../fixes/edits';
import { removeCommand } from '../fixes/remove-command';
import { mountsOf } from '../mounts';
import type { LintContext } from '../rule';
import { isWithin } from './paths';
import { commandsOf, plimsollRule } from './plimsoll-rule';
import { trimEndOf } from '../../trim-chars';

export const pl004 = plimsollRule({
  code: 'PL004', name: 'cache-mount-and-clean-up', severity: 'warning', bearsOnSize: false, fixable: 'safe',
  checks: 'A RUN mounts a cache on a directory and, in the same RUN, empties that directory or tells the package manager not to use it.',
  why: 'What is in a cache mount is not in the image anyway. Emptying it only throws away what the next build would have used.',
  links: ['https://docs.docker.com/build/cache/optimize/#use-cache-mounts'],
  bad: 'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir flask==3.0.3\n',
  good: 'FROM python:3.12\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.0.3\n',
  *check(context) {
    for (const instruction of context.instructions) {
      if (instruction.kind !== 'RUN') continue;
      const run = instruction as CommandInstruction;
      const targets = mountsOf(run).flatMap(({ type, target }) => (type === 'cache' && target !== undefined ? [trimEndOf(target, '/')] : []));
      if (targets.length === 0) continue;
      const hits = commandsOf(context, run).flatMap((command) => {
        const hit = cancels(command, targets);
        return hit === undefined ? [] : [{ command, ...hit }];
      });
      const [first] = hits;
      if (first === undefined) continue;
      const edits = hits.map(({ command, flag }) => (flag === undefined ? removeCommand(context, run, command.shell) : removeWord(context, flag)));
      yield {
        instruction: run, span: first.flag === undefined ? { start: first.command.start, end: first.command.end } : first.flag,
        message: `${first.target} is a cache mount: this empties it or leaves it unused. Keep one of the two.`,
        ...withFix(fixOf('Keep the cache mount', 'safe', edits)),
      };
    }
  },
});

/** Which mounted cache a command empties, or the flag with which it does without. */
function cancels(command: Command, targets: readonly string[]): { readonly target: string; readonly flag?: { readonly start: number; readonly end: number } } | undefined {
  const within = (directory: RegExp): string | undefined => targets.find((target) => directory.test(target));
  const flagged = (names: readonly string[], directory: RegExp) => {
    const target = within(directory);
    const flag = command.words.find(({ value }) => names.includes(value));
    return target === undefined || flag === undefined ? undefined : { target, flag: { start: flag.start, end: flag.end } };
  };
  const { name, args } = command;
  if (name === 'rm') {
    const paths = operands(command);
    const deleted = paths.map(({ value }) => value.replace(/\/?\*?$/, ''));
    const target = targets.find((one) => deleted.some((path) => path.startsWith('/') && isWithin(path, one) && path !== ''));
    const all = deleted.every((path) => targets.some((one) => isWithin(path, one)));
    return target === undefined || !all ? undefined : { target };
  }
  if (isPipInstall(command)) return flagged(['--no-cache-dir', '--no-cache'], /\.cache(?:\/pip)?$/);
  if (name === 'uv') return flagged(['--no-cache', '-n'], /\.cache(?:\/uv)?$/);
  if (name === 'apk' && args.includes('add')) return flagged(['--no-cache'], /\/(?:var\/cache|etc)\/apk/);
  const cleans: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['apt-get', ['clean'], /^\/var\/cache\/apt/], ['yum', ['clean'], /^\/var\/cache\/yum/], ['dnf', ['clean'], /^\/var\/cache\/(?:dnf|libdnf5)/],
    ['microdnf', ['clean'], /^\/var\/cache\/(?:dnf|libdnf5|yum)/], ['zypper', ['clean', 'cc'], /^\/var\/cache\/zypp/],
    ['npm', ['cache', 'clean'], /\/\.npm/], ['yarn', ['cache', 'clean'], /yarn/], ['pip', ['cache', 'purge'], /\.cache(?:\/pip)?$/],
    ['conda', ['clean'], /\/pkgs/], ['composer', ['clear-cache'], /composer/],
  ];
  for (const [tool, verbs, directory] of cleans) {
    const target = name === tool && verbs.every((verb) => args.includes(verb)) ? within(directory) : undefined;
    if (target !== undefined) return { target };
  }
  return undefined;
}

/** The flag with the blanks before it. */
function removeWord(context: LintContext, flag: { readonly start: number; readonly end: number }): TextEdit | undefined {
  const { text } = context.dockerfile;
  let start = flag.start;
  while (/[ \t]/.test(text[start - 1] ?? '')) start -= 1;
  return start === flag.start || text[start - 1] === '\n' ? { start: flag.start, end: flag.end + (/^[ \t]+/.exec(text.slice(flag.end))?.[0].length ?? 0), text: '' } : { start, end: flag.end, text: '' };
}
