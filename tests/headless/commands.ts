/** The table of headless commands: one line each, loaded when it is asked for. */
import type { Command } from './command';

export const COMMANDS: Readonly<Record<string, () => Promise<{ readonly run: Command }>>> = {
  permalink: () => import('./commands/permalink'),
};
