/** DL4005: /bin/sh is replaced by a link. */
import { calls, head } from '../commands';
import { firstCommand, hadolintRule } from '../hadolint-rule';

export const dl4005 = hadolintRule({
  code: 'DL4005', name: 'use-shell', severity: 'warning', onbuild: true,
  checks: 'RUN links `/bin/sh` to something else.',
  why: 'SHELL says which shell the following instructions use, and leaves the system alone.',
  bad: 'FROM debian:12\nRUN ln -sf /bin/bash /bin/sh\n',
  good: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\n',
  check(context) {
    return firstCommand(context, (command) => calls(command, 'ln', '/bin/sh'), (command) => ({
      at: head(command, '/bin/sh'), message: 'Choose the shell with SHELL and leave /bin/sh alone.',
    }));
  },
});
