/** Packages of the distribution: whoever builds them spreads one program over several, and moves its data where the distribution wants data. */
import type { PackageRecord } from '../packages/package';
import type { Case, Ownership } from './case';
import type { TreeEntry } from './file-tree';

export function isSystemPackage({ manager }: PackageRecord): boolean {
  return manager === 'dpkg' || manager === 'apk' || manager === 'rpm';
}

/** What a package was built from: packages of one source belong together, such as a program and its `-common` or `-data`. */
export function sourceOf({ source, name }: PackageRecord): string {
  return (source ?? name).replace(/\s.*$/, '');
}

/** Packages of Debian, Alpine and Fedora that scripts take for granted (POSIX’s utilities and few more). */
const EVERYDAY = /^(?:coreutils(?:-single|-common)?|dash|bash|busybox(?:-binsh)?|toybox|sed|grep|findutils|gawk|mawk|tar|gzip|xz-utils|xz|bzip2|diffutils|debianutils|bsdutils|bsdextrautils|hostname|which|procps(?:-ng)?|less|libc-bin|glibc-common)$/;

/** Whether a path belongs to a package that every system has. */
export function isEveryday(ownership: Ownership, path: string): boolean {
  const owner = ownership.ownerOf(path);
  const record = owner < 0 ? undefined : ownership.packages[owner]!;
  return record !== undefined && isSystemPackage(record) && EVERYDAY.test(record.name);
}

const PROGRAM = /(?:^|\/)s?bin\/[^/]+$|^usr\/(?:local\/)?games\/[^/]+$/;

/** Whether a path is one that people or scripts start. */
export function isProgram(path: string): boolean {
  return PROGRAM.test(path);
}

/** Never worth restoring for a program's sake. */
const PLUMBING = /^(?:var\/lib\/(?:dpkg|apt|apk|rpm)|usr\/lib\/sysimage|etc\/(?:apt|dpkg|cron|logrotate|init\.d|rc\d)|var\/cache|usr\/share\/(?:bug|debconf|lintian|perl5\/Debconf|base-files|common-licenses|keyrings)|lib\/systemd|usr\/lib\/systemd)/;

/** Whether a path serves the package manager and its like, rather than the program itself. */
export function isPlumbing(path: string): boolean {
  return PLUMBING.test(path);
}

/** Removed links of commands, by the file that they lead to in the end: Debian's alternatives belong to no package. */
export function linksToPrograms(subject: Case): ReadonlyMap<string, readonly TreeEntry[]> {
  const found = new Map<string, TreeEntry[]>();
  for (const entry of subject.removed) {
    if (entry.type !== 'symlink' || !isProgram(entry.path)) continue;
    const { path } = subject.resolveBefore(`/${entry.path}`);
    if (path === undefined || path === '') continue;
    const list = found.get(path);
    if (list === undefined) found.set(path, [entry]);
    else list.push(entry);
  }
  return found;
}
