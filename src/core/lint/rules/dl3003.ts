/** DL3003: cd in place of WORKDIR. */
import { head } from '../commands';
import { firstCommand, hadolintRule } from '../hadolint-rule';

export const dl3003 = hadolintRule({
  code: 'DL3003', name: 'use-workdir', severity: 'warning',
  checks: 'RUN changes the directory with `cd`.',
  why: 'Every RUN begins in the WORKDIR again. WORKDIR says once, for all that follows, where things happen.',
  links: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  bad: 'FROM debian:12\nRUN cd /usr/src/app && make\n',
  good: 'FROM debian:12\nWORKDIR /usr/src/app\nRUN make\n',
  check(context) {
    return firstCommand(context, (command) => command.name === 'cd', (command) => ({
      at: head(command), message: 'cd lasts until the end of this RUN: use WORKDIR.',
    }));
  },
});
