/** PL036: Composer installs what only development needs. */
import { calls, hasFlag } from '../commands';
import { withFix } from '../fixes/edits';
import { composerWithoutDevelopment } from '../fixes/without-development';
import { commandsOf, lastingRuns, plimsollRule, setsVariable } from './plimsoll-rule';

export const pl036 = plimsollRule({
  code: 'PL036', name: 'composer-no-dev', fixable: 'review',
  checks: '`composer install` without `--no-dev` in a stage that is part of the image.',
  why: 'Test runners and debuggers become part of the image, and of what can be attacked.',
  cost: '10 to 50 MB',
  links: ['https://getcomposer.org/doc/03-cli.md#install-i'],
  bad: 'FROM php:8.3-cli\nRUN composer install && composer clear-cache\n',
  good: 'FROM php:8.3-cli\nRUN composer install --no-dev && composer clear-cache\n',
  *check(context) {
    if (setsVariable(context, /^COMPOSER_NO_DEV$/)) return;
    for (const run of lastingRuns(context)) {
      const command = commandsOf(context, run).find((one) => calls(one, 'composer', 'install') && !hasFlag(one, 'no-dev', 'dev') && !one.args.includes('global'));
      if (command !== undefined) yield {
        instruction: run, span: { start: command.start, end: command.end },
        message: 'This installs what only development needs, too: add --no-dev.', ...withFix(composerWithoutDevelopment(context, command)),
      };
    }
  },
});
