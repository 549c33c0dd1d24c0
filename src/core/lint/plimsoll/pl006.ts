/** PL006: pnpm keeps packages that nothing links to. */
import { hasFlag } from '../commands';
import { cacheRule, verbIs } from './cache-rule';

export const pl006 = cacheRule({
  code: 'PL006', name: 'pnpm-store-left',
  checks: '`pnpm install`, `add` or `fetch` without `pnpm store prune` after it in the same RUN or a cache mount on the store.',
  why: 'The store holds every version that pnpm fetched, with its metadata. What node_modules links to costs nothing twice, the rest does.',
  cost: 'a few MB, more where packages were replaced',
  links: ['https://pnpm.io/docker'],
  bad: 'FROM node:22\nRUN pnpm install --frozen-lockfile\n',
  good: 'FROM node:22\nRUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm install --frozen-lockfile\n',
}, {
  of: 'pnpm',
  fills: (command) => verbIs(command, ['pnpm'], ['install', 'i', 'add', 'fetch', 'deploy']) && !hasFlag(command, 'store-dir', 'offline'),
  spares: (command) => verbIs(command, ['pnpm'], ['store']),
  place: /pnpm/,
  variable: /store_dir/i,
  cleanUp: () => 'pnpm store prune',
});
