/** Package managers as clean-up rules know them: which commands fill a cache, and which empty it. */
import { isPipInstall, operands, type Command } from '../commands';

export type Manager = 'apt' | 'apt archives' | 'yum' | 'dnf' | 'zypper' | 'apk' | 'pip' | 'npm' | 'yarn' | 'conda' | 'pacman';

/** Where each keeps its cache, for `rm`. */
const PLACES: readonly (readonly [Manager, RegExp])[] = [
  ['apt', /^\/var\/lib\/apt\/lists(?:\/\*?)?$|^\/var\/lib\/apt\/lists\/\*/],
  ['yum', /^\/var\/cache\/yum/], ['dnf', /^\/var\/cache\/(?:dnf|libdnf5)/], ['zypper', /^\/var\/cache\/zypp/], ['apk', /^\/var\/cache\/apk/],
  ['pip', /^(?:\/root|~)\/\.cache(?:\/pip)?(?:\/\*?)?$/], ['npm', /^(?:\/root|~)\/\.npm(?:\/\*?)?$/],
  ['yarn', /^(?:\/root|~|\/usr\/local\/share)\/\.cache\/yarn/], ['conda', /conda\d?\/pkgs/], ['pacman', /^\/var\/cache\/pacman/],
];

/** The managers whose cache a command fills. */
export function fills(command: Command): readonly Manager[] | undefined {
  const { name, args } = command;
  const has = (...verbs: readonly string[]): boolean => args.some((arg) => verbs.includes(arg));
  if (name === 'apt-get' || name === 'apt' || name === 'aptitude') return has('update') ? ['apt'] : undefined;
  if (name === 'yum') return has('install', 'update', 'upgrade', 'groupinstall') ? ['yum'] : undefined;
  if (name === 'dnf' || name === 'microdnf') return has('install', 'update', 'upgrade') ? ['dnf'] : undefined;
  if (name === 'zypper') return has('install', 'in', 'update', 'up', 'patch', 'dup') ? ['zypper'] : undefined;
  if (name === 'apk') return has('update') || (has('add') && !has('--no-cache')) ? ['apk'] : undefined;
  if (isPipInstall(command)) return has('--no-cache-dir') ? undefined : ['pip'];
  if (name === 'npm') return has('install', 'i', 'ci') ? ['npm'] : undefined;
  if (name === 'yarn') return has('install', 'add') || args.length === 0 ? ['yarn'] : undefined;
  if (name === 'conda' || name === 'mamba' || name === 'micromamba') return has('install', 'create', 'update') ? ['conda'] : undefined;
  return name === 'pacman' && args.some((arg) => /^-S[yu]*$/.test(arg)) ? ['pacman'] : undefined;
}

/** The manager whose cache a command empties; nothing else is deleted by it. */
export function cleanUpOf(command: Command): Manager | undefined {
  const { name, args } = command;
  const has = (...verbs: readonly string[]): boolean => args.some((arg) => verbs.includes(arg));
  if (name === 'rm') {
    const paths = operands(command);
    const managers = new Set(paths.map(({ value }) => PLACES.find(([, place]) => place.test(value))?.[0]));
    const [manager] = managers;
    return managers.size === 1 ? manager : undefined;
  }
  if (name === 'yum' || name === 'dnf' || name === 'microdnf') return has('clean') ? (name === 'yum' ? 'yum' : 'dnf') : undefined;
  if (name === 'zypper') return has('clean', 'cc') ? 'zypper' : undefined;
  if (/^pip[\d.]*$/.test(name)) return has('cache') && has('purge') ? 'pip' : undefined;
  if (name === 'npm') return has('cache') && has('clean') ? 'npm' : undefined;
  if (name === 'yarn') return has('cache') && has('clean') ? 'yarn' : undefined;
  if (name === 'conda' || name === 'mamba' || name === 'micromamba') return has('clean') ? 'conda' : undefined;
  return undefined;
}
