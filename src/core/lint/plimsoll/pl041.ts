/** PL041: useradd with a high user id, written in the long form that hadolint does not see. */
import { hasFlag, head, type Command } from '../commands';
import { fixAll } from '../hadolint-rule';
import { withFix } from '../fixes/edits';
import type { CommandInstruction } from '../../dockerfile/model';
import { commandsOf, plimsollRule } from './plimsoll-rule';

export const pl041 = plimsollRule({
  code: 'PL041', name: 'useradd-high-uid', severity: 'warning', fixable: 'safe',
  checks: '`useradd --uid` with a user id of more than five digits and without `-l` (`--no-log-init`).',
  why: 'useradd writes into `/var/log/lastlog` at a place that depends on the id. The file is sparse, but layers do not keep holes.',
  cost: 'hundreds of MB to many GB, growing with the id',
  links: ['https://docs.docker.com/build/building/best-practices/#user'],
  bad: 'FROM debian:12\nRUN useradd --uid 1234567 app\n',
  good: 'FROM debian:12\nRUN useradd -l --uid 1234567 app\n',
  *check(context) {
    for (const instruction of context.instructions) {
      if (instruction.kind !== 'RUN') continue;
      const run = instruction as CommandInstruction;
      const all = commandsOf(context, run).filter((command) => command.name === 'useradd' && !hasFlag(command, 'l', 'no-log-init') && /^\d{6,}$/.test(longUid(command) ?? ''));
      const [first] = all;
      if (first === undefined) continue;
      const fix = fixAll('Add -l', 'safe', all, ({ shell }) => (shell.name.value === 'useradd' ? { start: shell.name.end, end: shell.name.end, text: ' -l' } : undefined));
      yield { instruction: run, span: head(first), message: 'With so high a user id useradd writes huge log files: add -l.', ...withFix(fix) };
    }
  },
});

function longUid({ words }: Command): string | undefined {
  const at = words.findIndex(({ value }) => value === '--uid' || value.startsWith('--uid='));
  const word = words[at]?.value;
  return word === '--uid' ? words[at + 1]?.value : word?.slice('--uid='.length);
}
