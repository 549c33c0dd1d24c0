/** RedundantTargetPlatform: `--platform=$TARGETPLATFORM`, which is the default. */
import { globalScope } from '../../dockerfile/scope';
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
      const fix = flag && gap?.trim() === '' ? { title: 'Remove the flag', safety: 'safe' as const, edits: [{ start: flag.start, end: from.image.start, text: '' }] } : undefined;
      yield finding(dockerfile, from, `${from.platform} is the platform that FROM uses anyway.`, flag, fix);
    }
  },
});
