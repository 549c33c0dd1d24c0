/** D15: packages that were kept in part: data of those whose programs are kept, tools beside what the image starts, and the bare count for all others. */
import type { Case } from '../case';
import { readShellCommands } from '../facts/commands';
import { nameOf, type TreeEntry } from '../file-tree';
import { pace } from '../steps';
import { isPlumbing, isProgram, isSystemPackage, sourceOf } from '../system-packages';
import { isBesideProgram, rootsOf, type Check } from './check';

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
      if (owner < 0 || !isSystemPackage(packages[owner]!)) continue;
      const known = kept.get(owner) ?? { files: 0, program: undefined };
      known.files += 1;
      if (isProgram(path) && subject.facts.get(path) !== undefined) known.program ??= path;
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
      if (owner < 0 || !isSystemPackage(packages[owner]!)) continue;
      const list = removed.get(owner);
      if (list === undefined) removed.set(owner, [entry]);
      else list.push(entry);
    }
    const started = startedSources(subject);
    for (const [owner, entries] of removed) {
      const record = packages[owner]!;
      const program = sources.get(sourceOf(record));
      const data = program === undefined ? [] : entries.filter(({ path }) => isData(subject, path, owner, kept));
      if (data.length > 0) yield { family: `data ${sourceOf(record)}`, title: `Data of ${sourceOf(record)}`, tier: 2, confidence: 'low', roots: rootsOf(data, `belongs to ${record.name}, of which ${program!} is kept`) };
      const main = started.get(sourceOf(record));
      const tools = main === undefined ? [] : entries.filter(({ path }) => isProgram(path) && !isBesideProgram(path));
      if (tools.length > 0) yield { family: `tools ${sourceOf(record)}`, title: `Tools that come with ${main!}`, tier: 2, confidence: 'low', roots: rootsOf(tools, `belongs to ${record.name}; the image starts ${main!}`) };
      const files = kept.get(owner)?.files ?? 0;
      if (files > 0) yield { family: record.name, title: record.name, tier: 3, confidence: 'low', roots: rootsOf(entries, `${files} of ${files + entries.length} files of ${record.name} are kept`) };
    }
  },
};

/** They start other programs, or are chosen for the language: nobody runs such an image for their tools. */
const STARTERS = /^(?:\w*sh|busybox|env|exec|su|sudo|gosu|su-exec|setpriv|tini|dumb-init|nice|nohup|python|perl|ruby|node|nodejs|php|lua|java|escript|erl)[\d.]*$/;

/** Sources of the programs that the image's configuration starts, each with one of these: people administer a server with what came along with it. */
function startedSources(subject: Case): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const { entrypoint = [], cmd = [] } = subject.config;
  for (const text of [...entrypoint, ...cmd]) {
    for (const word of [text, ...(/\s/.test(text) ? readShellCommands(text).map((command) => command.word) : [])]) {
      const command = /\s/.test(word) || STARTERS.test(nameOf(word)) ? undefined : subject.commandBefore(word, subject.workingDir);
      const path = command === undefined ? undefined : subject.resolveBefore(command, subject.workingDir).path;
      const owner = path === undefined || !isProgram(path) || STARTERS.test(nameOf(path)) ? -1 : subject.ownership.ownerOf(path);
      if (owner >= 0 && isSystemPackage(subject.ownership.packages[owner]!)) found.set(sourceOf(subject.ownership.packages[owner]!), path!);
    }
  }
  return found;
}

/** What lies in a folder of the package's own is started by the package itself: `erlexec` by `erl`. */
const ON_PATH = /^(?:usr\/(?:local\/)?)?s?bin\//;

function isData(subject: Case, path: string, owner: number, kept: ReadonlyMap<number, unknown>): boolean {
  if (isBesideProgram(path) || isPlumbing(path)) return false;
  // Other programs of a kept package are missed only where its own scripts start them; those are small.
  return !ON_PATH.test(path) || (kept.has(owner) && subject.isApp(path));
}
