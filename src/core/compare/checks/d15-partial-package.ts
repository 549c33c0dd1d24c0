/** D15: packages that were kept in part: data of those whose programs are kept, and the bare count for all others. */
import type { Case } from '../case';
import type { PackageRecord } from '../../packages/package';
import type { TreeEntry } from '../file-tree';
import { pace } from '../steps';
import { isBesideProgram, rootsOf, type Check } from './check';

/** Never worth restoring for a program's sake. */
const PLUMBING = /^(?:var\/lib\/(?:dpkg|apt|apk|rpm)|usr\/lib\/sysimage|etc\/(?:apt|dpkg|cron|logrotate|init\.d|rc\d)|var\/cache|usr\/share\/(?:bug|debconf|lintian|perl5\/Debconf|base-files|common-licenses|keyrings)|lib\/systemd|usr\/lib\/systemd)/;
const PROGRAM = /(?:^|\/)s?bin\/[^/]+$/;

export const partialPackage: Check = {
  code: 'D15', id: 'partial-package', title: 'Package was kept in part', tiers: [2, 3],
  evidence: 'Lists of files of dpkg, apk and rpm; programs that are kept.',
  why: 'Programs open their own package’s data, plug-ins and helpers without naming them anywhere else.',
  falsePositives: 'Very many: most packages are needed in part only.',
  *find(subject) {
    const { packages } = subject.ownership;
    const kept = new Map<number, { files: number; program: string | undefined }>();
    const due = pace();
    for (const { path, type } of subject.active()) {
      if (due()) yield;
      if (type === 'dir') continue;
      const owner = subject.ownership.ownerOf(path);
      if (owner < 0 || !system(packages[owner]!)) continue;
      const known = kept.get(owner) ?? { files: 0, program: undefined };
      known.files += 1;
      if (PROGRAM.test(path) && subject.facts.get(path) !== undefined) known.program ??= path;
      kept.set(owner, known);
    }
    // Packages of one source belong together: a program's data is often in a package named -common or -data.
    const sources = new Map<string, string>();
    for (const [owner, { program }] of kept) if (program !== undefined) sources.set(sourceOf(packages[owner]!), program);
    const removed = new Map<number, TreeEntry[]>();
    for (const entry of subject.removed) {
      if (due()) yield;
      if (entry.type === 'dir') continue;
      const owner = subject.ownership.ownerOf(entry.path);
      if (owner < 0 || !system(packages[owner]!)) continue;
      const list = removed.get(owner);
      if (list === undefined) removed.set(owner, [entry]);
      else list.push(entry);
    }
    for (const [owner, entries] of removed) {
      const record = packages[owner]!;
      const program = sources.get(sourceOf(record));
      const data = program === undefined ? [] : entries.filter(({ path }) => isData(subject, path, owner, kept));
      if (data.length > 0) yield { family: `data ${sourceOf(record)}`, title: `Data of ${sourceOf(record)}`, tier: 2, confidence: 'low', roots: rootsOf(data, `belongs to ${record.name}, of which ${program!} is kept`) };
      const files = kept.get(owner)?.files ?? 0;
      if (files > 0) yield { family: record.name, title: record.name, tier: 3, confidence: 'low', roots: rootsOf(entries, `${files} of ${files + entries.length} files of ${record.name} are kept`) };
    }
  },
};

function isData(subject: Case, path: string, owner: number, kept: ReadonlyMap<number, unknown>): boolean {
  if (isBesideProgram(path) || PLUMBING.test(path)) return false;
  // Other programs of a kept package are missed only where its own scripts start them; those are small.
  return !PROGRAM.test(path) || (kept.has(owner) && subject.isApp(path));
}

function system({ manager }: PackageRecord): boolean {
  return manager === 'dpkg' || manager === 'apk' || manager === 'rpm';
}

function sourceOf({ source, name }: PackageRecord): string {
  return (source ?? name).replace(/\s.*$/, '');
}
