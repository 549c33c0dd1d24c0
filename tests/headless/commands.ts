/** The table of headless commands: one line each, loaded when it is asked for. */
import type { Command } from './command';

export const COMMANDS: Readonly<Record<string, () => Promise<{ readonly run: Command }>>> = {
  image: () => import('./commands/image'),
  tree: () => import('./commands/tree'),
  squash: () => import('./commands/squash'),
  packages: () => import('./commands/packages'),
  permalink: () => import('./commands/permalink'),
  context: () => import('./commands/context'),
  lint: async () => ({ run: (await import('./commands/lint')).lint }),
  'lint-batch': async () => ({ run: (await import('./commands/lint')).lintBatch }),
  fix: () => import('./commands/fix'),
  budget: () => import('./commands/budget'),
  export: () => import('./commands/export'),
  compare: () => import('./commands/compare'),
  advise: () => import('./commands/advise'),
};
