/** DL3012: more than one HEALTHCHECK. */
import { hadolintRule } from '../hadolint-rule';
import { repeatedInStage } from '../repeated';

export const dl3012 = hadolintRule({
  code: 'DL3012', name: 'single-healthcheck', severity: 'error', fixable: 'safe',
  checks: 'A stage has more than one HEALTHCHECK.',
  why: 'Only the last one counts.',
  bad: 'FROM debian:12\nHEALTHCHECK CMD ["/check"]\nHEALTHCHECK NONE\n',
  good: 'FROM debian:12\nHEALTHCHECK CMD ["/check"]\n',
  check: ({ dockerfile, instructions }) => repeatedInStage(dockerfile, instructions, 'HEALTHCHECK'),
});
