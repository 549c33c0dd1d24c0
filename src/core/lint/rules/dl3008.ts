/** DL3008: packages that apt-get installs without a version. */
import { calls, operands } from '../commands';
import { found, hadolintRule, runs } from '../hadolint-rule';

export const dl3008 = hadolintRule({
  code: 'DL3008', name: 'pin-apt-get-versions', severity: 'warning', onbuild: true,
  checks: '`apt-get install` names a package without a version.',
  why: 'The next build may install another version and behave differently; a pinned version makes the change visible and rebuilds the layer when it should be rebuilt.',
  bad: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n',
  good: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.* && rm -rf /var/lib/apt/lists/*\n',
  *check(context) {
    for (const run of runs(context)) {
      const loose = context.hadolintScript(run).commands.filter((command) => calls(command, 'apt-get', 'install'))
        .flatMap((command) => operands(command, ['t', 'target-release']))
        .find(({ simplified }) => simplified !== 'install' && !/[=/]|\.deb$/.test(simplified));
      if (loose !== undefined) yield found(run, { at: loose, message: `No version is given for ${loose.value}: write ${loose.value}=VERSION.` });
    }
  },
});
