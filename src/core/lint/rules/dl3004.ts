/** DL3004: sudo in a build. */
import { head } from '../commands';
import { withFix } from '../fixes/edits';
import { firstCommand, fixAll, hadolintRule } from '../hadolint-rule';

export const dl3004 = hadolintRule({
  code: 'DL3004', name: 'no-sudo', severity: 'error', onbuild: true, fixable: 'review',
  checks: 'RUN calls `sudo`.',
  why: 'A build is root already unless USER says otherwise. sudo changes signals and the environment, and adds a way to become root to the image.',
  bad: 'FROM debian:12\nRUN sudo make install\n',
  good: 'FROM debian:12\nRUN make install\n',
  check(context) {
    const user = context.instructions.some((one) => one.kind === 'USER' && !/^(?:root|0)(?::|$)/.test(one.args.text.trim()));
    return firstCommand(context, (command) => command.name === 'sudo', (command, all) => {
      const fix = user ? undefined : fixAll('Leave sudo out', 'review', all, ({ shell }) => {
        const [next] = shell.args;
        // Options and assignments are meant for sudo itself.
        if (next === undefined || /^-|=/.test(next.value) || shell.name.raw !== 'sudo') return undefined;
        return { start: shell.name.start, end: next.start, text: '' };
      });
      return { at: head(command), message: 'sudo is not needed in a build: switch with USER, or use gosu at run time.', ...withFix(fix) };
    });
  },
});
