/** DL4004: more than one ENTRYPOINT. */
import { hadolintRule } from '../hadolint-rule';
import { repeatedInStage } from '../repeated';

export const dl4004 = hadolintRule({
  code: 'DL4004', name: 'single-entrypoint', severity: 'error', fixable: 'safe',
  checks: 'A stage has more than one ENTRYPOINT.',
  why: 'Only the last one counts.',
  links: ['https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/'],
  bad: 'FROM debian:12\nENTRYPOINT ["/a"]\nENTRYPOINT ["/b"]\n',
  good: 'FROM debian:12\nENTRYPOINT ["/b"]\n',
  check: ({ dockerfile, instructions }) => repeatedInStage(dockerfile, instructions, 'ENTRYPOINT'),
});
