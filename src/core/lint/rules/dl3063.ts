/** DL3063: stage names with a meaning of their own. */
import { found, hadolintRule, ofKind } from '../hadolint-rule';

export const dl3063 = hadolintRule({
  code: 'DL3063', name: 'reserved-stage-name', severity: 'warning',
  checks: 'A stage is called `scratch` or `context`.',
  why: 'The builder uses these names itself; a reference would not mean the stage.',
  links: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
  bad: 'FROM debian:12 AS context\n',
  good: 'FROM debian:12 AS sources\n',
  *check({ instructions }) {
    for (const { alias, ...from } of ofKind(instructions, 'FROM')) {
      if (alias?.value === 'scratch' || alias?.value === 'context') yield found(from, { at: alias, message: `${alias.value} has a meaning of its own: choose another name.` });
    }
  },
});
