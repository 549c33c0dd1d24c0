/** DL3004: sudo in a build. */
import { head } from '../commands';
import { firstCommand, hadolintRule } from '../hadolint-rule';

export const dl3004 = hadolintRule({
  code: 'DL3004', name: 'no-sudo', severity: 'error', onbuild: true,
  checks: 'RUN calls `sudo`.',
  why: 'A build is root already unless USER says otherwise. sudo changes signals and the environment, and adds a way to become root to the image.',
  bad: 'FROM debian:12\nRUN sudo make install\n',
  good: 'FROM debian:12\nRUN make install\n',
  check(context) {
    return firstCommand(context, (command) => command.name === 'sudo', (command) => ({
      at: head(command), message: 'sudo is not needed in a build: switch with USER, or use gosu at run time.',
    }));
  },
});
