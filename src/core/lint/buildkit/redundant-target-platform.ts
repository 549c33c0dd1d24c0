/** RedundantTargetPlatform: `--platform=$TARGETPLATFORM`, which is the default. */
import { globalScope } from '../../dockerfile/scope';
import { fixOf } from '../fixes/edits';
import { buildkitRule, finding } from './buildkit-rule';
import { progressOf } from './progress';

const TARGET = 'TARGETPLATFORM';

export const redundantTargetPlatform = buildkitRule({
  code: 'RedundantTargetPlatform', name: 'redundant-target-platform', fixable: 'safe',
  checks: 'FROM asks for `$TARGETPLATFORM`.',
  why: 'That is the platform that FROM uses anyway.',
  bad: 'FROM --platform=$TARGETPLATFORM alpine:3.20 AS run\n',
  good: 'FROM alpine:3.20 AS run\n',
  *check({ dockerfile }) {
    if (!progressOf(dockerfile).toImages) return;
    const scope = globalScope(dockerfile);
    for (const { from } of dockerfile.stages) {
      if (from.platform === undefined) continue;
      const { matched, unmatched, text, error } = scope.expand(from.platform);
      if (error !== undefined) return;
      if (matched.size !== 1 || unmatched.size > 0 || !matched.has(TARGET) || text !== scope.value(TARGET)) continue;
      const flag = from.flags.find(({ name }) => name === 'platform');
      const gap = flag && dockerfile.text.slice(flag.end, from.image.start);
      // The classic builder knows no such variable, and takes what stands behind `:-`.
      const safety = from.platform.includes(':') ? 'review' : 'safe';
      const fix = flag && gap?.trim() === '' ? fixOf('Remove the flag', safety, [{ start: flag.start, end: from.image.start, text: '' }]) : undefined;
      yield finding(dockerfile, from, `${from.platform} is the platform that FROM uses anyway.`, flag, fix);
    }
  },
});
