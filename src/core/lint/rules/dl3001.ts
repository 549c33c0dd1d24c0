/** DL3001: commands that make no sense while an image is built. */
import { head } from '../commands';
import { firstCommand, hadolintRule } from '../hadolint-rule';

const POINTLESS: ReadonlySet<string> = new Set(['free', 'kill', 'mount', 'ps', 'service', 'shutdown', 'ssh', 'top', 'vim']);

export const dl3001 = hadolintRule({
  code: 'DL3001', name: 'pointless-command', severity: 'info', onbuild: true,
  checks: 'RUN calls `free`, `kill`, `mount`, `ps`, `service`, `shutdown`, `ssh`, `top` or `vim`.',
  why: 'Such commands act on running processes, the kernel or a terminal. Nothing of that is left in the image.',
  bad: 'FROM debian:12\nRUN service ssh start\n',
  good: 'FROM debian:12\nCMD ["/usr/sbin/sshd", "-D"]\n',
  check(context) {
    return firstCommand(context, (command) => POINTLESS.has(command.name), (command) => ({
      at: head(command), message: `${command.name} has no lasting effect in a build.`,
    }));
  },
});
