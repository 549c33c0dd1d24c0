/** MaintainerDeprecated: MAINTAINER, which a label replaces. */
import { maintainerToLabel } from '../fixes/maintainer';
import { buildkitRule, finding } from './buildkit-rule';
import { progressOf } from './progress';

export const maintainerDeprecated = buildkitRule({
  code: 'MaintainerDeprecated', name: 'maintainer-deprecated', fixable: 'review',
  checks: 'MAINTAINER is used.',
  why: 'It is deprecated. A label says the same and can be read and filtered by.',
  bad: 'FROM alpine:3.20\nMAINTAINER crew@example.org\n',
  good: 'FROM alpine:3.20\nLABEL org.opencontainers.image.authors="crew@example.org"\n',
  *check({ dockerfile }) {
    for (const instruction of progressOf(dockerfile).instructions) {
      if (instruction.kind !== 'MAINTAINER') continue;
      yield finding(dockerfile, instruction, 'MAINTAINER is deprecated; use a label.', instruction.keywordSpan, maintainerToLabel(instruction, dockerfile.escape));
    }
  },
});
