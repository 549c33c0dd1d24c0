/** DL4000: MAINTAINER. */
import { maintainerToLabel } from '../fixes/maintainer';
import { withFix } from '../fixes/edits';
import { found, hadolintRule, ofKind } from '../hadolint-rule';

export const dl4000 = hadolintRule({
  code: 'DL4000', name: 'no-maintainer', severity: 'error', fixable: 'review',
  checks: 'MAINTAINER is used.',
  why: 'It is deprecated since Docker 1.13; a label does the same and can be read with `docker inspect`.',
  links: ['https://docs.docker.com/reference/build-checks/maintainer-deprecated/'],
  bad: 'FROM debian:12\nMAINTAINER somebody@example.com\n',
  good: 'FROM debian:12\nLABEL org.opencontainers.image.authors="somebody@example.com"\n',
  *check({ instructions, dockerfile }) {
    for (const maintainer of ofKind(instructions, 'MAINTAINER')) {
      yield found(maintainer, {
        at: maintainer.keywordSpan,
        message: 'MAINTAINER is deprecated: use the label org.opencontainers.image.authors.',
        ...withFix(maintainerToLabel(maintainer, dockerfile.escape)),
      });
    }
  },
});
