/** DL4003: more than one CMD. */
import { hadolintRule } from '../hadolint-rule';
import { repeatedInStage } from '../repeated';

export const dl4003 = hadolintRule({
  code: 'DL4003', name: 'single-cmd', severity: 'warning', fixable: 'safe',
  checks: 'A stage has more than one CMD.',
  why: 'Only the last one counts.',
  links: ['https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/'],
  bad: 'FROM debian:12\nCMD ["/a"]\nCMD ["/b"]\n',
  good: 'FROM debian:12\nCMD ["/b"]\n',
  check: ({ dockerfile, instructions }) => repeatedInStage(dockerfile, instructions, 'CMD'),
});
