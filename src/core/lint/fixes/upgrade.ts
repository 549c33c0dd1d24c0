/** Takes the upgrade of all packages out of a RUN: the base image is where updates belong. */
import type { CommandInstruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import type { Command } from '../commands';
import { cleanUpOf } from '../plimsoll/managers';
import type { LintContext } from '../rule';
import { laterUse } from './apt-lists';
import { fixOf, removeInstruction } from './edits';
import { removeCommand } from './remove-command';

/** All of it goes where nothing but fetching lists and cleaning up would be left. */
export function upgradeFix(context: LintContext, run: CommandInstruction, isUpgrade: (command: Command) => boolean): Fix | undefined {
  const { commands } = context.hadolintScript(run);
  if (context.scriptsOf(run).length !== 1) return undefined;
  const idle = (command: Command): boolean => isUpgrade(command) || cleanUpOf(command) !== undefined || command.name === 'set'
    || (['apt-get', 'apt', 'aptitude', 'apk'].includes(command.name) && command.args.some((arg) => ['update', 'clean', 'autoclean', 'autoremove'].includes(arg)));
  const needed = laterUse(context, run) !== undefined;
  // Neighbours share the && between them: the next one goes in the next round.
  const edits = commands.every((command) => (needed ? isUpgrade(command) : idle(command))) ? [removeInstruction(context.dockerfile, run)] : commands.filter(isUpgrade).slice(0, 1).map(({ shell }) => removeCommand(context, run, shell));
  const fix = fixOf('Leave the updates to the base image', 'review', edits);
  return fix === undefined ? undefined : { ...fix, assumes: ['The base image is current: its packages stay as it has them (docker build --pull fetches the newest).'] };
}
