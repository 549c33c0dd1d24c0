/** D19: what belongs to a kept program or library by its place rather than by its package: folders of its name, plug-ins and data that are packaged apart, programs that its package depends on. */
import { pace, type Steps } from '../../steps';
import type { Case } from '../case';
import { nameOf, parentOf, type TreeEntry } from '../file-tree';
import type { PackageRecord } from '../../packages/package';
import { isPlumbing, isProgram, isSystemPackage, linksToPrograms, sourceOf } from '../system-packages';
import { isBesideProgram, rootsOf, type Check } from './check';
import { isOfFamily } from './runtime-families';

export const namesake: Check = {
  code: 'D19', id: 'namesake', title: 'Beside a kept program or library', tiers: [2],
  evidence: 'Removed files in folders of /etc, /usr/lib, /usr/share, /var named after a kept program; plug-ins and data built from the source of a kept library; programs and data of packages that a kept one depends on.',
  why: 'Settings that an installation wrote, plug-ins of others and data belong to no package of the program, which opens them all the same.',
  falsePositives: 'Optional plug-ins and samples.',
  *find(subject) {
    const kept = yield* whatIsKept(subject);
    const due = pace();
    const links = linksToPrograms(subject);
    const libraryData = new Map<string, TreeEntry[]>();
    for (const entry of subject.removed) {
      if (due()) yield;
      const { path, type } = entry;
      if (type === 'dir' || isBesideProgram(path) || isPlumbing(path)) continue;
      const owner = subject.ownership.ownerOf(path);
      const record = owner < 0 ? undefined : subject.ownership.packages[owner]!;
      const source = record === undefined || !isSystemPackage(record) ? undefined : sourceOf(record);
      // The rest of a kept program's own packages is told by D15.
      if (source !== undefined && kept.programSources.has(source)) continue;
      const name = namesakeOf(path);
      const program = name === undefined ? undefined : (kept.programs.get(name) ?? kept.programs.get(name.replace(VERSION, '')));
      if (program !== undefined) {
        yield { family: `named ${nameOf(program)}`, title: `Folders and settings named after ${nameOf(program)}`, pool: 'Folders and settings named after kept programs', tier: 2, confidence: 'medium', roots: rootsOf([entry], `is named after ${program}, which is kept`) };
        continue;
      }
      const by = record === undefined ? undefined : kept.depended.get(record.name);
      if (by !== undefined && isProgram(path)) yield { family: 'depended', title: 'Programs of packages that kept ones depend on', tier: 2, confidence: 'low', roots: rootsOf([entry, ...(links.get(path) ?? [])], `belongs to ${record!.name}, which ${by} depends on`) };
      if (isProgram(path) || source === undefined || isOfFamily(path)) continue;
      if (LIBRARY_FOLDER.test(parentOf(path))) {
        const opener = kept.opening.get(record!.name);
        if (opener !== undefined) yield { family: 'depended libraries', title: 'Libraries of packages that kept ones depend on', tier: 2, confidence: 'low', roots: rootsOf([entry], `belongs to ${record!.name}, which ${opener} depends on`) };
        continue;
      }
      if (!kept.librarySources.has(source)) {
        if (by !== undefined && !MODULES.test(path)) yield { family: 'depended data', title: 'Data of packages that kept ones depend on', tier: 2, confidence: 'low', roots: rootsOf([entry], `belongs to ${record!.name}, which ${by} depends on`) };
        continue;
      }
      const list = libraryData.get(source);
      if (list === undefined) libraryData.set(source, [entry]);
      else list.push(entry);
    }
    for (const [source, entries] of libraryData) {
      const bytes = entries.reduce((sum, { size = 0 }) => sum + size, 0);
      const apart = bytes > LARGE;
      yield {
        family: apart ? `library ${source}` : 'libraries', title: apart ? `Plug-ins and data of ${source}` : 'Plug-ins and data of kept libraries', tier: 2, confidence: 'low',
        roots: rootsOf(entries, `was built with ${kept.librarySources.get(source)!}, which is kept`),
      };
    }
  },
};

/** What is larger is a row of its own, so that the small rest can be ticked without it. */
const LARGE = 4 * 1024 * 1024;
const VERSION = /[-_]?\d[\d.]*$/;
/** Where libraries lie that are linked, rather than opened as plug-ins. */
const LIBRARY_FOLDER = /^(?:usr\/(?:local\/)?)?lib(?:64|32)?(?:\/[\w]+-linux-\w+)?$/;
/** Languages look after their own modules. */
const MODULES = /\/(?:python[\d.]*|ruby|perl5?|php|nodejs|node_modules|java|[^/]+-packages|gems)\//;
/** Languages and the C library, whose parts have families of their own; compilers; and systems for starting services. */
const LEFT_OUT = /^(?:glibc|musl|gcc(?:-[\d.]+)?|llvm.*|binutils|python3?(?:[\d.]+)?|python3-defaults|pypy3?|perl|ruby(?:[\d.]+)?|openjdk.*|nodejs|php[\d.]*|systemd|dbus|util-linux|e2fsprogs|ncurses|shadow|dpkg|apt|debconf|init-system-helpers|base-files|tzdata|ca-certificates)$/;
/** They start whatever they are given; what is named after them is a language's library. */
const LANGUAGES = /^(?:python|perl|ruby|node|nodejs|php|lua|java|sh|bash|dash|env|busybox|test|file|install|dir|link|sort|date|time|id|locale|man|info|doc|fonts|icons|applications|games|default|init|modules|debug|security|skel|profile|ssl|X11|xml|sgml|dict|misc|awk)[\d.]*$/;

/** The name of the folder (or of the settings) that a path lies in, by the Filesystem Hierarchy Standard. */
function namesakeOf(path: string): string | undefined {
  const match = /^(?:usr\/(?:local\/)?(?:lib(?:64|exec)?(?:\/[\w]+-linux-\w+)?|share)|etc(?:\/(?:default|sysconfig))?|var\/(?:lib|cache|spool)|opt)\/([\w+.-]+)/.exec(path);
  return match?.[1]?.replace(/(?:\.conf|\.cfg|\.d|rc)$/, '');
}

/** Programs, libraries and modules: what has these speaks for itself once it is restored. */
const HOLDS_CODE = /(?:^|\/)s?bin\/[^/]+$|\.so(?:\.[\d.]+)?$|\.(?:py|pm|rb|jar)$/;

/** A package of nothing but data, or of nothing at all, passes on what it depends on: style sheets and their DTDs, a name that stands for a version. Virtual names count for those who provide them. */
function* alongChains(subject: Case, depended: Map<string, string>, withCode: ReadonlySet<string>): Steps<void> {
  const records = new Map<string, PackageRecord>();
  const providers = new Map<string, PackageRecord[]>();
  const due = pace();
  for (const record of subject.ownership.packages) {
    if (due()) yield;
    if (!isSystemPackage(record)) continue;
    records.set(record.name, record);
    for (const name of record.provides) providers.set(name, [...(providers.get(name) ?? []), record]);
  }
  for (const [name, by] of depended) {
    if (due()) yield;
    for (const { name: provider } of providers.get(name) ?? []) if (!LEFT_OUT.test(provider) && !depended.has(provider)) depended.set(provider, by);
    const record = records.get(name);
    if (record === undefined || record.essential || withCode.has(name)) continue;
    for (const next of [...record.depends, ...record.recommends].flatMap((alternatives) => alternatives.split('|'))) if (!LEFT_OUT.test(next) && !depended.has(next)) depended.set(next, by);
  }
}

interface Kept {
  /** By name, the package's and source's included: the path of the program. */
  readonly programs: ReadonlyMap<string, string>;
  readonly programSources: ReadonlySet<string>;
  readonly librarySources: ReadonlyMap<string, string>;
  /** Packages that a kept one depends on, with its name. */
  readonly depended: ReadonlyMap<string, string>;
  /** The same, languages included: what a library opens by name is declared nowhere else (the Java runtime and fontconfig). */
  readonly opening: ReadonlyMap<string, string>;
}

function* whatIsKept(subject: Case): Steps<Kept> {
  const programs = new Map<string, string>();
  const programSources = new Set<string>();
  const librarySources = new Map<string, string>();
  const depended = new Map<string, string>();
  const opening = new Map<string, string>();
  const seen = new Set<number>();
  const withCode = new Set<string>();
  const due = pace();
  for (const { path, type } of subject.removed) {
    if (due()) yield;
    if (type !== 'dir' && HOLDS_CODE.test(path)) withCode.add(subject.ownerName(path) ?? '');
  }
  for (const { path, type } of subject.active()) {
    if (due()) yield;
    if (type === 'dir') continue;
    const target = type === 'symlink' ? subject.resolve(`/${path}`).path : path;
    if (target === undefined) continue;
    const owner = subject.ownership.ownerOf(target);
    const record = owner < 0 ? undefined : subject.ownership.packages[owner]!;
    const known = record !== undefined && isSystemPackage(record) ? record : undefined;
    const source = known === undefined ? undefined : sourceOf(known);
    if (isProgram(path) && subject.facts.has(target)) {
      for (const name of new Set([nameOf(path), ...(known === undefined ? [] : [known.name, source!])])) if (!LANGUAGES.test(name) && !programs.has(name)) programs.set(name, path);
      if (source !== undefined) programSources.add(source);
    } else if (source !== undefined && !LEFT_OUT.test(source) && /\.so(?:\.[\d.]+)?$/.test(target) && !librarySources.has(source)) librarySources.set(source, target);
    if (known === undefined || known.essential || seen.has(owner)) continue;
    seen.add(owner);
    for (const name of known.depends.flatMap((alternatives) => alternatives.split('|'))) if (!opening.has(name)) opening.set(name, known.name);
    if (LEFT_OUT.test(source!)) continue;
    for (const name of [...known.depends, ...known.recommends].flatMap((alternatives) => alternatives.split('|'))) if (!LEFT_OUT.test(name) && !depended.has(name)) depended.set(name, known.name);
  }
  yield* alongChains(subject, depended, withCode);
  return { programs, programSources, librarySources, depended, opening };
}
