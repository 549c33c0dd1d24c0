/** PL005: npm keeps what it downloaded. */
import { hasFlag } from '../commands';
import { cacheRule, verbIs } from './cache-rule';

export const pl005 = cacheRule({
  code: 'PL005', name: 'npm-cache-left',
  checks: '`npm install` or `npm ci` without `npm cache clean --force` after it in the same RUN or a cache mount on `~/.npm`.',
  why: 'npm keeps every package that it fetched in `~/.npm`. In an image nobody will use it again.',
  cost: 'about half as much again as node_modules',
  links: ['https://docs.npmjs.com/cli/commands/npm-cache'],
  bad: 'FROM node:22\nRUN npm ci\n',
  good: 'FROM node:22\nRUN npm ci && npm cache clean --force\n',
}, {
  of: 'npm',
  fills: (command) => verbIs(command, ['npm'], ['install', 'i', 'add', 'ci', 'clean-install', 'install-ci']) && !hasFlag(command, 'cache', 'package-lock-only', 'dry-run', 'h', 'help'),
  spares: (command) => verbIs(command, ['npm'], ['cache']),
  place: /\.npm\b|_cacache/,
  variable: /npm_config_cache/i,
  sparesTimeOnly: true,
  cleanUp: () => 'npm cache clean --force',
});
