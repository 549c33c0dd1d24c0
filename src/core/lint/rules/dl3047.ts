/** DL3047: wget's progress bar fills the log. */
import { hasFlag, head } from '../commands';
import { withFix } from '../fixes/edits';
import { firstCommand, fixAll, hadolintRule } from '../hadolint-rule';

export const dl3047 = hadolintRule({
  code: 'DL3047', name: 'wget-progress', severity: 'info', onbuild: true, fixable: 'safe',
  checks: '`wget` without `--progress`, `-q`, `-nv`, `-o` or `-a`.',
  why: 'The progress bar writes thousands of lines into the build log.',
  bad: 'FROM debian:12\nRUN wget https://example.com/app\n',
  good: 'FROM debian:12\nRUN wget --progress=dot:giga https://example.com/app\n',
  check(context) {
    return firstCommand(
      context,
      (command) => command.name === 'wget' && !command.args.includes('-nv')
        && !hasFlag(command, 'progress', 'q', 'quiet', 'o', 'output-file', 'a', 'append-output', 'no-verbose'),
      (command, all) => {
        // BusyBox has no --progress and no -nv, but -q.
        const fix = fixAll('Add -q', 'safe', all, ({ shell }) => (shell.name.value === 'wget' && shell.name.end - shell.name.start === shell.name.raw.length
          ? { start: shell.name.end, end: shell.name.end, text: ' -q' } : undefined));
        return { at: head(command), message: 'The progress bar fills the build log: add --progress=dot:giga, -nv or -q.', ...withFix(fix) };
      },
    );
  },
});
