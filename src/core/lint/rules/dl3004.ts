/** DL3004: sudo in a build. */
import { head } from '../commands';
import { withFix } from '../fixes/edits';
import { firstCommand, fixAll, hadolintRule } from '../hadolint-rule';

/** Words that the shell reads itself where a command begins. */
const RESERVED = /^(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|in|function|select|time|coproc|\{|\})$/;

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
        // Options and assignments are meant for sudo itself; words of the shell's own grammar would begin to mean something.
        if (next === undefined || !/^[\w./$+{}-]+$/.test(next.raw) || /^-/.test(next.raw) || RESERVED.test(next.raw) || shell.name.raw !== 'sudo') return undefined;
        // A redirection between them has to stay.
        if (shell.redirects.some(({ start }) => start < next.start)) return undefined;
        return { start: shell.name.start, end: next.start, text: '' };
      });
      return { at: head(command), message: 'sudo is not needed in a build: switch with USER, or use gosu at run time.', ...withFix(fix) };
    });
  },
});
