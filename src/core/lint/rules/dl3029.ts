/** DL3029: FROM with a fixed platform. */
import { found, hadolintRule, ofKind } from '../hadolint-rule';

export const dl3029 = hadolintRule({
  code: 'DL3029', name: 'no-fixed-platform', severity: 'warning',
  checks: '`FROM --platform` with a value that uses neither BUILDPLATFORM nor TARGETPLATFORM.',
  why: 'A fixed platform builds the wrong image on other machines; whoever builds should choose.',
  links: ['https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/'],
  bad: 'FROM --platform=linux/amd64 debian:12\n',
  good: 'FROM --platform=$BUILDPLATFORM golang:1.23 AS build\n',
  *check({ instructions }) {
    for (const from of ofKind(instructions, 'FROM')) {
      const flag = from.flags.find(({ name }) => name === 'platform');
      if (flag?.value === undefined || flag.value === '' || /BUILDPLATFORM|TARGETPLATFORM/.test(flag.value)) continue;
      yield found(from, { at: flag, message: `The platform is fixed to ${flag.value}: leave it to whoever builds.` });
    }
  },
});
