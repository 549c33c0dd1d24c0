/** DL3018: packages that apk adds without a version. */
import { calls, operands } from '../commands';
import { found, hadolintRule, runs } from '../hadolint-rule';

export const dl3018 = hadolintRule({
  code: 'DL3018', name: 'pin-apk-versions', severity: 'warning', onbuild: true,
  checks: '`apk add` names a package without a version constraint.',
  why: 'The next build may install another version. Alpine drops old versions from its repositories, so `~` with the first parts of a version holds longer than `=`.',
  bad: 'FROM alpine:3.20\nRUN apk add --no-cache curl\n',
  good: 'FROM alpine:3.20\nRUN apk add --no-cache curl~8.9\n',
  *check(context) {
    for (const run of runs(context)) {
      const loose = context.hadolintScript(run).commands.filter((command) => calls(command, 'apk', 'add'))
        .flatMap((command) => operands(command, ['t', 'virtual', 'repository', 'X']))
        .find(({ simplified }) => simplified !== 'add' && !/[=~<>]|\.apk$/.test(simplified));
      if (loose !== undefined) yield found(run, { at: loose, message: `No version is given for ${loose.value}: write ${loose.value}=VERSION.` });
    }
  },
});
