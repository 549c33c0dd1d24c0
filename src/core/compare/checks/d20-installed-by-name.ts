/** D20: what somebody installed by name. Package managers write down which packages were asked for, and which came along. */
import { pace, type Steps } from '../../steps';
import type { Case } from '../case';
import type { TreeEntry } from '../file-tree';
import { isPlumbing, isSystemPackage, linksToPrograms, sourceOf } from '../system-packages';
import { isBesideData, isBesideProgram, rootsOf, type Check } from './check';

export const installedByName: Check = {
  code: 'D20', id: 'installed-by-name', title: 'What was installed by name is gone', tiers: [2],
  evidence: 'Packages that apt, apk, dnf and pip were asked for (extended_states, world, packages.toml, REQUESTED), those that these stand for, and programs and data of what they depend on; files of no package in folders of users and of data.',
  why: 'Whoever made the image asked for it, so something starts it or reads it: a program that a setting or a request names, a plug-in, a model that was downloaded.',
  falsePositives: 'Tools that only the build needed.',
  *find(subject) {
    const named = yield* installed(subject);
    const links = linksToPrograms(subject);
    const { packages } = subject.ownership;
    const due = pace();
    for (const entry of subject.removed) {
      if (due()) yield;
      const { path, type } = entry;
      if (type === 'dir' || isPlumbing(path)) continue;
      const owner = subject.ownership.ownerOf(path);
      if (owner < 0) {
        if (!OF_USERS.test(path) || LEFTOVER.test(path) || named.base(entry) || subject.isApp(path) || isBesideProgram(path)) continue;
        const folder = path.split('/').slice(0, -1).slice(0, 3).join('/');
        yield { family: `no package ${folder}`, title: `Files in /${folder} that no package brought`, pool: 'Files that no package brought', tier: 2, confidence: 'low', roots: rootsOf([entry], 'belongs to no package: a step of the build put it there') };
        continue;
      }
      const asked = named.asked.get(owner);
      const by = asked ?? (isLibrary(path) ? undefined : named.along.get(owner));
      if (by === undefined || named.base(entry) || (asked === undefined ? isBesideProgram(path) : isBesideData(path))) continue;
      const evidence = `belongs to ${packages[owner]!.name}${asked === undefined ? `, which ${by} depends on` : ''}; ${by} was installed by name`;
      yield { family: by, title: `${by}, which was installed by name`, pool: 'Packages that were installed by name', tier: 2, confidence: 'low', roots: rootsOf([entry, ...(links.get(path) ?? [])], evidence) };
    }
  },
};

/** Where people put what no package brings: home folders, data of services, what was unpacked by hand. */
const OF_USERS = /^(?:root|home\/[^/]+|srv|opt|data|models?|var\/(?:lib|www|opt|spool)|usr\/local\/(?:share|etc|libexec|var)|etc)\/[^/]/;
/** Made anew by whoever reads it, or left by the build. */
const LEFTOVER = /^var\/lib\/(?:systemd|ucf|pam|misc|private|dbus)\/|^etc\/(?:alternatives|apk|dnf|yum|ssl\/certs|rc\w?\.d|\.pwd\.lock|(?:passwd|group|shadow|gshadow|subuid|subgid)-$|machine-id|systemd|init\.d|ld\.so\.cache)|(?:^|\/)\.(?:cache\/(?:pip|yarn|go-build|npm)|npm\/_|bash_history|wget-hsts)|\/\.(?:git|svn)\/|\/(?:node_modules|site-packages|dist-packages)\//;
const LIBRARY_FOLDER = /^(?:usr\/(?:local\/)?)?lib(?:64|32)?\/(?:[\w]+-linux-\w+\/)?[^/]+\.so[^/]*$/;
/** Only a build needs these, or every image has them. */
const FOR_BUILDS = /^(?:.*-(?:dev|devel|dbg|doc|docs)|build-essential|build-base|dpkg-dev|apt.*|debian-archive-keyring|gnupg\w*|base-files|libc-bin|init-system-helpers|perl-base|debconf|adduser)$/;

function isLibrary(path: string): boolean {
  return LIBRARY_FOLDER.test(path);
}

interface Installed {
  /** Packages that were asked for, each by the name that was asked for. */
  readonly asked: ReadonlyMap<number, string>;
  /** Packages that came along with one, with its name. */
  readonly along: ReadonlyMap<number, string>;
  /** The lowest layer is a distribution's: nobody asked for what is in it. */
  base(entry: TreeEntry): boolean;
}

function* installed(subject: Case): Steps<Installed> {
  const { packages } = subject.ownership;
  const names = recordedNames(subject);
  const asked = new Map<number, string>();
  const along = new Map<number, string>();
  const byName = new Map<string, number>();
  packages.forEach((record, index) => {
    if (!isSystemPackage(record)) return;
    for (const name of [record.name, ...record.provides]) if (!byName.has(name)) byName.set(name, index);
    if (!record.essential && !FOR_BUILDS.test(record.name) && names(record.manager, record.name)) asked.set(index, record.name);
  });
  const due = pace();
  const filled = new Set<number>();
  let layered = false;
  for (const { path, type, layer } of subject.before.entries) {
    if (due()) yield;
    if (layer > 0) layered = true;
    if (type !== 'file' && type !== 'symlink') continue;
    if (REQUESTED.test(path)) {
      const owner = subject.ownership.ownerOf(path);
      if (owner >= 0) asked.set(owner, packages[owner]!.name);
    } else if (!isBesideProgram(path) && asked.size > 0) {
      const owner = subject.ownership.ownerOf(path);
      if (owner >= 0) filled.add(owner);
    }
  }
  const base = (entry: TreeEntry): boolean => layered && entry.layer === 0;
  // What stands for others has no files of its own: these were meant.
  for (const [index, name] of asked) {
    const { depends, recommends, manager } = packages[index]!;
    if (manager === 'pip') continue;
    for (const need of [...depends, ...recommends].flatMap((alternatives) => alternatives.split('|'))) {
      const other = byName.get(need);
      if (other === undefined || packages[other]!.essential || asked.has(other) || FOR_BUILDS.test(packages[other]!.name)) continue;
      if (!filled.has(index) || sourceOf(packages[other]!) === sourceOf(packages[index]!)) asked.set(other, name);
      else if (!along.has(other)) along.set(other, name);
    }
  }
  return { asked, along, base };
}

const REQUESTED = /\.dist-info\/REQUESTED$/;

/** Whether a manager's record says that a package was asked for. No record says nothing. */
function recordedNames(subject: Case): (manager: string, name: string) => boolean {
  // What is known of a record that changed is the smaller image's.
  const changed = new Set(subject.changed.map(({ after }) => after.path));
  const text = (path: string): string | undefined => (changed.has(path) ? undefined : subject.facts.get(path)?.text);
  const states = text('var/lib/apt/extended_states');
  const automatic = new Set(Array.from((states ?? '').matchAll(/^Package: (\S+)(?:\n(?!\n).*)*?\nAuto-Installed: 1/gm), (match) => match[1]!));
  const world = new Set(Array.from((text('etc/apk/world') ?? '').matchAll(/^([\w.+-]+)/gm), (match) => match[1]!));
  const reasons = new Set(Array.from((text('usr/lib/sysimage/libdnf5/packages.toml') ?? '').matchAll(/"([\w.+-]+)\.\w+"\s*=\s*\{[^}\n]*reason\s*=\s*"User"/g), (match) => match[1]!));
  return (manager, name) => (manager === 'dpkg' ? states !== undefined && !automatic.has(name) : manager === 'apk' ? world.has(name) : manager === 'rpm' && reasons.has(name));
}
