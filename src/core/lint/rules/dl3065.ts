/** DL3065: the platform that is used anyway. */
import { fixOf, withFix } from '../fixes/edits';
import { found, hadolintRule, ofKind } from '../hadolint-rule';

export const dl3065 = hadolintRule({
  code: 'DL3065', name: 'redundant-target-platform', severity: 'warning', fixable: 'safe',
  checks: '`FROM --platform=$TARGETPLATFORM`.',
  why: 'That is what FROM does without the flag.',
  links: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],
  bad: 'FROM --platform=$TARGETPLATFORM debian:12\n',
  good: 'FROM debian:12\n',
  *check({ instructions, dockerfile }) {
    for (const from of ofKind(instructions, 'FROM')) {
      const flag = from.flags.find(({ name }) => name === 'platform');
      if (flag?.valueSpan === undefined) continue;
      const written = dockerfile.text.slice(flag.valueSpan.start, flag.valueSpan.end);
      if (written === '$TARGETPLATFORM' || written === '${TARGETPLATFORM}') {
        const gap = dockerfile.text.slice(flag.end, from.image.start);
        const fix = gap.trim() === '' ? fixOf('Remove the flag', 'safe', [{ start: flag.start, end: from.image.start, text: '' }]) : undefined;
        yield found(from, { at: flag, message: 'The target platform is used anyway: leave the flag out.', ...withFix(fix) });
      }
    }
  },
});
