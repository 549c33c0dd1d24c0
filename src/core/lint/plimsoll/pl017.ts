/** PL017: gem install writes documentation. */
import { hasFlag, head } from '../commands';
import { fixAll, insertAfter } from '../hadolint-rule';
import { withFix } from '../fixes/edits';
import { commandsOf, lastingRuns, plimsollRule, rootImage } from './plimsoll-rule';
import { verbIs } from './cache-rule';

export const pl017 = plimsollRule({
  code: 'PL017', name: 'gem-no-document', fixable: 'safe',
  checks: '`gem install` or `gem update` without `--no-document`, on images other than `ruby`, which turns it off itself.',
  why: 'RubyGems writes documentation for every gem it installs. In an image nobody reads it.',
  cost: 'a few MB a gem, and build time',
  links: ['https://guides.rubygems.org/command-reference/#gem-install'],
  bad: 'FROM debian:12\nRUN gem install rake:13.2.1\n',
  good: 'FROM debian:12\nRUN gem install --no-document rake:13.2.1\n',
  *check(context) {
    if (context.dockerfile.text.includes('gemrc')) return;
    for (const run of lastingRuns(context)) {
      if (/(?:^|\/)j?ruby(?::|$)/.test(rootImage(context.dockerfile, run.stage))) continue;
      const all = commandsOf(context, run).filter((command) => verbIs(command, ['gem'], ['install', 'update', 'i'])
        && !hasFlag(command, 'no-document', 'N', 'no-ri', 'no-rdoc', 'no-doc') && !command.args.some((arg) => arg.startsWith('--document')));
      const [first] = all;
      if (first === undefined) continue;
      const fix = fixAll('Add --no-document', 'safe', all, (command) => insertAfter(command, ['install', 'update', 'i'], '--no-document'));
      yield {
        instruction: run, span: head(first, 'install', 'update', 'i'),
        message: 'This writes documentation for each gem: add --no-document.', ...withFix(fix),
      };
    }
  },
});
