/** PL037: Bundler installs what only development and tests need. */
import { calls, hasFlag } from '../commands';
import { withFix } from '../fixes/edits';
import { bundleWithoutDevelopment } from '../fixes/without-development';
import { commandsOf, lastingRuns, plimsollRule, setsVariable } from './plimsoll-rule';

export const pl037 = plimsollRule({
  code: 'PL037', name: 'bundle-without-development', fixable: 'review',
  checks: '`bundle install` in a stage that is part of the image, with no group left out by option, `bundle config` or `BUNDLE_WITHOUT`.',
  why: 'The gems of the groups development and test become part of the image.',
  cost: '20 to 100 MB',
  links: ['https://bundler.io/man/bundle-config.1.html'],
  bad: 'FROM ruby:3.3\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install && rm -f "$(gem env gemdir)"/cache/*.gem\n',
  good: 'FROM ruby:3.3\nENV BUNDLE_WITHOUT=development:test\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install && rm -f "$(gem env gemdir)"/cache/*.gem\n',
  *check(context) {
    if (setsVariable(context, /^BUNDLE_(?:WITHOUT|ONLY|CONFIG)$/)) return;
    const runs = lastingRuns(context).map((run) => ({ run, commands: commandsOf(context, run) }));
    if (runs.some(({ commands }) => commands.some((command) => calls(command, 'bundle', 'config', 'set') && command.args.some((arg) => /without|only/.test(arg))))) return;
    for (const { run, commands } of runs) {
      const command = commands.find((one) => calls(one, ['bundle', 'bundler'], 'install') && !hasFlag(one, 'without', 'deployment'));
      if (command !== undefined) yield {
        instruction: run, span: { start: command.start, end: command.end },
        message: 'This installs the groups development and test, too: leave them out with bundle config set without.', ...withFix(bundleWithoutDevelopment(context, run)),
      };
    }
  },
});
