/** PL025: zypper brings recommended packages along. */
import { calls, hasFlag, head } from '../commands';
import { fixAll, insertAfter } from '../hadolint-rule';
import { withFix } from '../fixes/edits';
import { commandsOf, lastingRuns, plimsollRule } from './plimsoll-rule';

export const pl025 = plimsollRule({
  code: 'PL025', name: 'zypper-no-recommends', fixable: 'review',
  checks: '`zypper install` without `--no-recommends`.',
  why: 'zypper installs recommended packages unless told not to.',
  cost: 'from a few to some hundred MB',
  links: ['https://doc.opensuse.org/documentation/leap/reference/html/book-reference/cha-sw-cl.html'],
  bad: 'FROM opensuse/leap:15.6\nRUN zypper install -y git && zypper clean\n',
  good: 'FROM opensuse/leap:15.6\nRUN zypper install -y --no-recommends git && zypper clean\n',
  *check(context) {
    if (/solver\.onlyRequires/.test(context.dockerfile.text)) return;
    for (const run of lastingRuns(context)) {
      const all = commandsOf(context, run).filter((command) => calls(command, 'zypper', 'install', 'in') && !hasFlag(command, 'no-recommends', 'recommends'));
      const [first] = all;
      if (first === undefined) continue;
      const fix = fixAll('Add --no-recommends', 'review', all, (command) => insertAfter(command, ['install', 'in'], '--no-recommends'));
      yield {
        instruction: run, span: head(first, 'install', 'in'),
        message: 'Recommended packages are installed too: add --no-recommends.', ...withFix(fix),
      };
    }
  },
});
