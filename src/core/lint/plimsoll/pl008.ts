/** PL008: Composer keeps the archives it downloaded. */
import { hasFlag } from '../commands';
import { cacheRule, verbIs } from './cache-rule';

export const pl008 = cacheRule({
  code: 'PL008', name: 'composer-cache-left',
  checks: '`composer install`, `update`, `require` or `create-project` without `composer clear-cache` after it in the same RUN or a cache mount.',
  why: 'Composer keeps every archive in its cache beside `vendor`. In an image nobody will use it again.',
  cost: 'about as much as vendor, compressed',
  links: ['https://getcomposer.org/doc/03-cli.md#clear-cache-clearcache-cc'],
  bad: 'FROM composer:2\nRUN composer install --no-dev\n',
  good: 'FROM composer:2\nRUN composer install --no-dev && composer clear-cache\n',
}, {
  of: 'Composer',
  fills: (command) => command.name === 'composer' && command.args.some((arg) => ['install', 'update', 'require', 'create-project'].includes(arg)) && !hasFlag(command, 'no-cache'),
  spares: (command) => verbIs(command, ['composer'], ['clear-cache', 'clearcache', 'cc']),
  place: /composer/,
  variable: /COMPOSER_(?:CACHE_DIR|HOME)/,
  cleanUp: () => 'composer clear-cache',
});
