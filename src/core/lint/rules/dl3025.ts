/** DL3025: commands in shell form. */
import { withFix } from '../fixes/edits';
import { toJsonForm } from '../fixes/json-form';
import { found, hadolintRule, ofKind } from '../hadolint-rule';

export const dl3025 = hadolintRule({
  code: 'DL3025', name: 'json-command', severity: 'warning', fixable: 'review',
  checks: 'CMD, ENTRYPOINT or HEALTHCHECK CMD is in shell form.',
  why: 'The shell becomes process 1 and does not pass signals on, so that `docker stop` waits in vain. Arguments added at run time are lost as well.',
  links: ['https://docs.docker.com/reference/build-checks/json-args-recommended/'],
  bad: 'FROM debian:12\nCMD /app --serve\n',
  good: 'FROM debian:12\nCMD ["/app", "--serve"]\n',
  *check({ instructions }) {
    for (const instruction of ofKind(instructions, 'CMD', 'ENTRYPOINT', 'HEALTHCHECK')) {
      if (instruction.json !== undefined || (instruction.kind === 'HEALTHCHECK' && instruction.none)) continue;
      const { args } = instruction;
      yield found(instruction, {
        at: args.span(0, args.text.trimEnd().length),
        message: 'The shell stands between the container and this command: write a JSON array.',
        ...withFix(toJsonForm(instruction)),
      });
    }
  },
});
