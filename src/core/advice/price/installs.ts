/** Which packages an install command names, for the managers whose databases tell needs from recommendations. */
import { hasFlag, operands, type Command } from '../../lint/commands';

export interface AptInstall {
  /** Names without version, release and architecture. */
  readonly names: readonly string[];
  /** Recommended packages were left out. */
  readonly lean: boolean;
  /** Something that cannot be read as a name: a variable, a file, a task. */
  readonly unsure: boolean;
}

const VALUED = ['t', 'o', 'c', 'target-release', 'option', 'default-release', 'config-file'];

/** What an `apt-get install` (or `apt`, `aptitude`) names; undefined for every other command. */
export function readAptInstall(command: Command): AptInstall | undefined {
  if (command.name !== 'apt-get' && command.name !== 'apt' && command.name !== 'aptitude') return undefined;
  const [verb, ...words] = operands(command, VALUED);
  if (verb === undefined || !['install', 'reinstall', 'build-dep', 'dist-upgrade', 'full-upgrade', 'upgrade'].includes(verb.value)) return undefined;
  const lean = hasFlag(command, 'no-install-recommends', 'without-recommends')
    || command.words.some(({ value }) => /^(?:-o)?APT::Install-Recommends=(?:"?)(?:0|no|false|off)/i.test(value));
  const names: string[] = [];
  let unsure = verb.value !== 'install' && verb.value !== 'reinstall';
  for (const word of words) {
    const name = /^([a-z0-9][a-z0-9.+-]*?)(?::[a-z0-9-]+)?(?:[=/][^=/]*)?$/.exec(word.value)?.[1];
    if (!word.literal || name === undefined) unsure = true;
    else names.push(name);
  }
  return { names, lean, unsure };
}
