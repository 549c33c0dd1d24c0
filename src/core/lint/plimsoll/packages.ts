/** Which packages a RUN installs from a distribution, and which of them it removes again. */
import { operands, type Command } from '../commands';
import type { ShellWord } from '../../dockerfile/shell';

const INSTALLERS: Readonly<Record<string, readonly string[]>> = {
  'apt-get': ['install'], apt: ['install'], aptitude: ['install'], yum: ['install'], dnf: ['install', 'in'], microdnf: ['install'], tdnf: ['install'],
  zypper: ['install', 'in'], apk: ['add'],
};
const REMOVERS: readonly string[] = ['remove', 'purge', 'autoremove', 'erase', 'del', 'rm'];
const VALUED = ['t', 'virtual', 'o', 'option', 'target-release', 'setopt', 'enablerepo', 'disablerepo', 'repository', 'X', 'c'];

/** The words that name packages, without versions cut off; empty for anything but an installation. */
export function installed(command: Command): readonly ShellWord[] {
  const verbs = INSTALLERS[command.name];
  if (verbs === undefined || !Object.hasOwn(INSTALLERS, command.name)) return [];
  const words = operands(command, VALUED);
  return verbs.includes(words[0]?.value ?? '') ? words.slice(1) : [];
}

/** `curl=7.88.*`, `gcc-13`, `foo:amd64` without version and architecture. */
export function packageName(word: ShellWord): string {
  return word.value.replace(/[=:<>~@].*$/s, '');
}

/** Whether the command removes packages. */
export function uninstalls(command: Command): boolean {
  return Object.hasOwn(INSTALLERS, command.name) && command.args.some((arg) => REMOVERS.includes(arg));
}
