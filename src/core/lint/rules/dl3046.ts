/** DL3046: useradd with a high user id writes a huge sparse file. */
import { flagValues, hasFlag, head } from '../commands';
import { firstCommand, fixAll, hadolintRule } from '../hadolint-rule';

export const dl3046 = hadolintRule({
  code: 'DL3046', name: 'useradd-no-log-init', severity: 'warning', bearsOnSize: true, onbuild: true, fixable: 'safe',
  checks: '`useradd -u` with a user id of more than five digits and without `-l` (`--no-log-init`).',
  why: 'useradd writes the user into `/var/log/lastlog` and `/var/log/faillog` at a place that depends on the id. The files are sparse, but layers do not keep holes.',
  cost: 'hundreds of MB to many GB, growing with the id',
  bad: 'FROM debian:12\nRUN useradd -u 1234567 app\n',
  good: 'FROM debian:12\nRUN useradd -l -u 1234567 app\n',
  check(context) {
    return firstCommand(
      context,
      (command) => command.name === 'useradd' && !hasFlag(command, 'l', 'no-log-init') && flagValues(command, 'u').some((id) => id.simplified.length > 5),
      (command, all) => {
        const fix = fixAll('Add -l', 'safe', all, ({ shell }) => (shell.name.end - shell.name.start === shell.name.raw.length && shell.name.value === 'useradd'
          ? { start: shell.name.end, end: shell.name.end, text: ' -l' } : undefined));
        return { at: head(command), message: 'With so high a user id useradd writes huge log files: add -l.', ...(fix === undefined ? {} : { fix }) };
      },
    );
  },
});
