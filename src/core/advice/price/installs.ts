/** Which packages an install command names, for the managers whose databases tell needs from recommendations. */
import { hasFlag, operands, type Command } from '../../lint/commands';
import type { PackageManager } from '../../packages/package';

export interface Install {
  /** As written, without version and architecture where the manager sets them off with a sign of their own. */
  readonly names: readonly string[];
  /** Recommended packages were left out. */
  readonly lean: boolean;
  /** Something that cannot be read as a name: a variable, a file, a group; or a command that brings what it does not name. */
  readonly unsure: boolean;
  /** apk: the name under which all of them can be removed again. */
  readonly virtual?: string;
}

interface Installer {
  readonly manager: PackageManager;
  /** Verbs that install by name, and those that bring something else. */
  readonly installs: readonly string[];
  readonly brings: readonly string[];
  readonly valued: readonly string[];
}

const RPM_VALUED = ['setopt', 'enablerepo', 'disablerepo', 'repo', 'repofrompath', 'exclude', 'x', 'c', 'config', 'installroot', 'releasever', 'advisory'];
const DNF: Installer = {
  manager: 'rpm', installs: ['install', 'in', 'reinstall'], valued: RPM_VALUED,
  brings: ['groupinstall', 'group', 'module', 'localinstall', 'builddep', 'upgrade', 'update', 'up', 'distro-sync', 'swap', 'downgrade'],
};
const APT: Installer = {
  manager: 'dpkg', installs: ['install', 'reinstall'], brings: ['build-dep', 'dist-upgrade', 'full-upgrade', 'upgrade'],
  valued: ['t', 'o', 'c', 'target-release', 'option', 'default-release', 'config-file'],
};
const INSTALLERS: ReadonlyMap<string, Installer> = new Map([
  ['apt-get', APT], ['apt', APT], ['aptitude', APT], ['dnf', DNF], ['dnf5', DNF], ['yum', DNF], ['microdnf', DNF], ['tdnf', DNF],
  ['zypper', { manager: 'rpm', installs: ['install', 'in'], brings: ['update', 'up', 'patch', 'dist-upgrade', 'dup', 'source-install', 'si'], valued: ['r', 'repo', 'from', 't', 'type', 'p', 'plus-repo', 'R', 'root'] }],
  ['apk', { manager: 'apk', installs: ['add'], brings: ['upgrade', 'fix'], valued: ['t', 'virtual', 'X', 'repository', 'p', 'root', 'arch', 'keys-dir', 'repositories-file', 'cache-dir'] }],
]);

/** What an install command of `manager` names; undefined for every other command. */
export function readInstall(command: Command, manager: PackageManager): Install | undefined {
  const installer = INSTALLERS.get(command.name);
  if (installer?.manager !== manager) return undefined;
  const { installs, brings, valued } = installer;
  const [verb, ...words] = operands(command, valued);
  if (verb === undefined || ![...installs, ...brings].includes(verb.value)) return undefined;
  const names: string[] = [];
  let unsure = !installs.includes(verb.value);
  for (const word of words) {
    const name = NAMES[manager]?.exec(word.value)?.[1];
    if (!word.literal || name === undefined) unsure = true;
    else names.push(name);
  }
  const at = command.flags.find(({ name }) => name === 'virtual' || name === 't')?.at;
  const virtual = manager !== 'apk' || at === undefined ? undefined : command.words[at]!.value.split('=')[1] ?? command.words[at + 1]?.value;
  return { names, lean: isLean(command), unsure, ...(virtual === undefined ? {} : { virtual }) };
}

const NAMES: Partial<Record<PackageManager, RegExp>> = {
  dpkg: /^([a-z0-9][a-z0-9.+-]*?)(?::[a-z0-9-]+)?(?:[=/][^=/]*)?$/,
  rpm: /^([A-Za-z0-9][\w.+~^:-]*)(?:[<>=].*)?$/,
  apk: /^([a-z0-9._+-]+)(?:[@=<>~].*)?$/,
};

function isLean({ name, words, ...command }: Command): boolean {
  if (name === 'zypper') return hasFlag({ name, words, ...command }, 'no-recommends');
  if (INSTALLERS.get(name) === DNF) return words.some(({ value }) => /^(?:--setopt=)?\*?\.?install_weak_deps=(?:0|no|false|off)$/i.test(value));
  return hasFlag({ name, words, ...command }, 'no-install-recommends', 'without-recommends')
    || words.some(({ value }) => /^(?:-o)?APT::Install-Recommends=(?:"?)(?:0|no|false|off)/i.test(value));
}
