/** FromPlatformFlagConstDisallowed: `--platform=linux/amd64` written into FROM. */
import { globalScope } from '../../dockerfile/scope';
import { buildkitRule, finding } from './buildkit-rule';
import { parsePlatform } from './platform';
import { progressOf } from './progress';

export const fromPlatformFlagConstDisallowed = buildkitRule({
  code: 'FromPlatformFlagConstDisallowed', name: 'from-platform-flag-constant',
  checks: 'FROM has a fixed platform, and the name of the stage does not say so.',
  why: 'The image can then be built for that one platform only. Whoever builds chooses: docker build --platform.',
  bad: 'FROM --platform=linux/amd64 alpine:3.20\n',
  good: 'FROM --platform=$BUILDPLATFORM alpine:3.20\n',
  *check({ dockerfile }) {
    if (!progressOf(dockerfile).toImages) return;
    const scope = globalScope(dockerfile);
    for (const { from, name = '' } of dockerfile.stages) {
      if (from.platform === undefined || from.platform === '') continue;
      const { matched, unmatched, text, error } = scope.expand(from.platform);
      if (matched.size > 0 || unmatched.size > 0) continue;
      const platform = error === undefined ? parsePlatform(text) : undefined;
      if (!platform) return;
      if (name.includes(platform.os) || name.includes(platform.architecture)) continue;
      yield finding(dockerfile, from, `FROM is fixed to the platform ${text}.`, from.flags.find((flag) => flag.name === 'platform'));
    }
  },
});
