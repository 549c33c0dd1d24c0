/** DL3028: gems installed without a version. */
import { calls, type Command } from '../commands';
import type { ShellWord } from '../../dockerfile/shell';
import { found, hadolintRule, runs } from '../hadolint-rule';

export const dl3028 = hadolintRule({
  code: 'DL3028', name: 'pin-gem-versions', severity: 'warning', onbuild: true,
  checks: '`gem install` names a gem without a version.',
  why: 'The next build may fetch another release. Write `gem install name:version`, or use a Gemfile.lock.',
  bad: 'FROM ruby:3.3\nRUN gem install rake\n',
  good: 'FROM ruby:3.3\nRUN gem install rake:13.2.1\n',
  *check(context) {
    for (const run of runs(context)) {
      const loose = context.hadolintScript(run).commands
        .filter((command) => calls(command, 'gem', 'install', 'i') && !command.args.some(isVersion)).flatMap(gemsOf)
        .find((word) => !word.simplified.includes(':'));
      if (loose !== undefined) yield found(run, { at: loose, message: `No version is given for ${loose.value}: write ${loose.value}:VERSION.` });
    }
  },
});

/** hadolint knows `-v 1` and `--version=1`, and not `-v1`. */
function isVersion(arg: string): boolean {
  return arg === '-v' || arg === '--version' || arg.startsWith('--version=');
}

/** Up to `--`; hadolint takes the word after any option for its value. */
function gemsOf(command: Command): readonly ShellWord[] {
  const gems: ShellWord[] = [];
  let isValue = false;
  for (const word of command.words) {
    if (word.simplified === '--') break;
    const follows: boolean = isValue;
    isValue = !follows && word.simplified.startsWith('-');
    if (!follows && !isValue && word.simplified !== 'install' && word.simplified !== 'i') gems.push(word);
  }
  return gems;
}
