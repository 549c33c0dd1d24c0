/** DL3043: what ONBUILD cannot hold. */
import { found, hadolintRule, ofKind } from '../hadolint-rule';

const FORBIDDEN: ReadonlySet<string> = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);

export const dl3043 = hadolintRule({
  code: 'DL3043', name: 'valid-onbuild', severity: 'error',
  checks: 'ONBUILD holds ONBUILD, FROM or MAINTAINER.',
  why: 'The builder refuses these when the trigger would run.',
  bad: 'FROM debian:12\nONBUILD FROM debian:11\n',
  good: 'FROM debian:12\nONBUILD COPY app.conf /etc/\n',
  *check({ instructions }) {
    for (const onbuild of ofKind(instructions, 'ONBUILD')) {
      const { inner } = onbuild;
      const keyword = inner?.keyword ?? /^\w+/.exec(onbuild.args.text)?.[0].toUpperCase() ?? '';
      if (FORBIDDEN.has(keyword)) yield found(onbuild, { at: inner?.keywordSpan ?? onbuild.keywordSpan, message: `ONBUILD cannot hold ${keyword}.` });
    }
  },
});
