/** D15: packages that were kept in part: data of those whose programs are kept, what the started one comes with and depends on, and the bare count for all others. */
import { pace } from '../../steps';
import type { Case } from '../case';
import { readShellCommands } from '../facts/commands';
import { nameOf, type TreeEntry } from '../file-tree';
import { isEveryday, isPlumbing, isProgram, isSystemPackage, linksToPrograms, sourceOf } from '../system-packages';
import { isBesideData, isBesideProgram, isBesideStarted, rootsOf, type Check, type Root, type Suspicion } from './check';

export const partialPackage: Check = {
  code: 'D15', id: 'partial-package', title: 'Package was kept in part', tiers: [2, 3],
  follows: 'Data of restored programs',
  evidence: 'Lists of files of dpkg, apk and rpm, and what their packages depend on; programs that are kept; folders of /opt and /usr/local that one layer filled.',
  why: 'Programs open their own package’s data, plug-ins and helpers without naming them anywhere else.',
  falsePositives: 'Very many: most packages are needed in part only.',
  *find(subject) {
    const { packages } = subject.ownership;
    const kept = new Map<number, { files: number; program: string | undefined }>();
    const keptOf = (path: string): { files: number; program: string | undefined } | undefined => {
      const owner = subject.ownership.ownerOf(path);
      if (owner < 0 || !isSystemPackage(packages[owner]!)) return undefined;
      let known = kept.get(owner);
      if (known === undefined) kept.set(owner, (known = { files: 0, program: undefined }));
      return known;
    };
    const due = pace();
    for (const { path, type } of subject.active()) {
      if (due()) yield;
      if (type === 'dir') continue;
      const known = keptOf(path);
      if (known !== undefined) known.files += 1;
      // An application that is a package itself: its sources lie in its own folder, and a server or an interpreter is told where.
      if (known !== undefined && type === 'file' && OWN_FOLDER.test(path) && subject.facts.get(path)?.language !== undefined) known.program ??= path;
      if (!isProgram(path)) continue;
      // A command may be a link to a program that lies in its package's own folder.
      const program = type === 'symlink' ? subject.resolve(`/${path}`).path : path;
      if (program === undefined || subject.facts.get(program) === undefined) continue;
      // A link may be of another package, which gives the program a name and brings what it does under that name (`pdflatex`).
      for (const whose of [keptOf(program), known]) if (whose !== undefined) whose.program ??= path;
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
    const depended = dependedOn(subject, started);
    const extending = addOnsOf(subject, started);
    const links = linksToPrograms(subject);
    const withLinks = (paths: readonly TreeEntry[], evidence: string): Root[] => rootsOf([...paths, ...paths.flatMap(({ path }) => links.get(path) ?? [])], evidence);
    for (const [owner, entries] of removed) {
      const record = packages[owner]!;
      const program = sources.get(sourceOf(record));
      const data = program === undefined ? [] : entries.filter(({ path }) => isData(subject, path, owner, kept, started.has(sourceOf(record))));
      if (data.length > 0) yield { family: `data ${sourceOf(record)}`, title: `Data of ${sourceOf(record)}`, ...(started.has(sourceOf(record)) ? {} : { pool: 'Data of kept programs' }), tier: 2, confidence: started.has(sourceOf(record)) ? 'medium' : 'low', roots: withLinks(data, `belongs to ${record.name}, of which ${program!} is kept`) };
      const main = started.get(sourceOf(record));
      const tools = main === undefined ? [] : entries.filter(({ path }) => isProgram(path) && !isBesideProgram(path));
      if (tools.length > 0) yield { family: `tools ${sourceOf(record)}`, title: `Tools that come with ${main!}`, tier: 2, confidence: 'medium', roots: withLinks(tools, `belongs to ${record.name}; the image starts ${main!}`) };
      // Of a library's package nothing on PATH is kept; a program's sisters may be in a package of their own (`host` beside `dig`).
      const beside = kept.get(owner)?.program ?? (program !== undefined && isProgram(program) ? program : undefined);
      const siblings = main !== undefined || beside === undefined || STARTERS.test(nameOf(beside)) ? [] : entries.filter(({ path }) => ON_PATH.test(path) && !isBesideProgram(path) && !isEveryday(subject.ownership, path));
      if (siblings.length > 0) yield { family: `beside ${record.name}`, title: `Programs beside ${beside!}`, pool: 'Programs of packages of which another one is kept', tier: 2, confidence: 'low', roots: withLinks(siblings, `belongs to ${record.name}, of which ${beside!} is kept`) };
      const by = depended.get(owner);
      const depends = by === undefined ? [] : entries.filter(({ path }) => !isBesideProgram(path) && !isPlumbing(path));
      if (depends.length > 0) yield { family: `depends ${by!}`, title: `What ${by!} depends on`, tier: 2, confidence: 'low', roots: withLinks(depends, `belongs to ${record.name}, which the package of ${by!} depends on`) };
      const extended = by === undefined ? extending.get(owner) : undefined;
      const addOns = extended === undefined ? [] : entries.filter(({ path }) => !isBesideData(path) && !isPlumbing(path));
      if (addOns.length > 0) yield { family: `add-ons ${extended!}`, title: `Add-ons of ${extended!}`, tier: 2, confidence: 'low', roots: withLinks(addOns, `belongs to ${record.name}, which depends on the package of ${extended!}`) };
      const files = kept.get(owner)?.files ?? 0;
      if (files > 0) yield { family: record.name, title: record.name, tier: 3, confidence: 'low', roots: rootsOf(entries, `${files} of ${files + entries.length} files of ${record.name} are kept`) };
    }
    yield* installedByHand(subject);
  },
};

/** Folders of one package's own: no language's library lies there. */
const OWN_FOLDER = /^usr\/(?:local\/)?(?:share|lib(?:exec)?)\/(?!(?:python|perl|ruby|nodejs|php|lua|tcltk|java|javascript|debconf|systemd|locale)[^/]*\/)[\w.+-]+\//;

/** They start other programs, or are chosen for the language: nobody runs such an image for their tools. */
const STARTERS = /^(?:\w*sh|busybox|env|exec|su|sudo|gosu|su-exec|setpriv|tini|dumb-init|nice|nohup|python|perl|ruby|node|nodejs|php|lua|java|escript|erl)[\d.]*$/;

/** Sources of the programs that the image's configuration starts, each with one of these: people administer a server with what came along with it. */
function startedSources(subject: Case): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const { entrypoint = [], cmd = [] } = subject.config;
  for (const text of [...entrypoint, ...cmd]) {
    for (const word of [text, ...(/\s/.test(text) ? readShellCommands(text).map((command) => command.word) : ranBy(subject, text))]) {
      const command = /\s/.test(word) || STARTERS.test(nameOf(word)) ? undefined : subject.commandBefore(word, subject.workingDir);
      const path = command === undefined ? undefined : subject.resolveBefore(command, subject.workingDir).path;
      if (path === undefined || !(isProgram(command!) || OWN_FOLDER.test(path)) || STARTERS.test(nameOf(path))) continue;
      const name = command!.replace(/^\/+/, '');
      for (const part of [name, path]) {
        const owner = subject.ownership.ownerOf(part);
        if (owner >= 0 && isSystemPackage(subject.ownership.packages[owner]!)) found.set(sourceOf(subject.ownership.packages[owner]!), name);
      }
    }
  }
  return found;
}

/** What the image starts is often a script of its own, which starts the server in the end. */
function ranBy(subject: Case, word: string): readonly string[] {
  const { path } = subject.resolveBefore(subject.commandBefore(word, subject.workingDir) ?? word, subject.workingDir);
  const facts = path === undefined || !subject.isApp(path) ? undefined : subject.facts.get(path);
  return facts?.language !== 'shell' ? [] : (facts.commands ?? []).map((command) => command.word).filter((command) => {
    const program = subject.commandBefore(command, subject.workingDir);
    return program !== undefined && !isEveryday(subject.ownership, subject.resolveBefore(program).path ?? '');
  });
}

/** What lies in a folder of the package's own is started by the package itself: `erlexec` by `erl`. */
const ON_PATH = /^(?:usr\/(?:local\/)?)?(?:s?bin|games)\//;

function isData(subject: Case, path: string, owner: number, kept: ReadonlyMap<number, unknown>, started: boolean): boolean {
  if ((started ? isBesideStarted(path) : isBesideData(path)) || isPlumbing(path)) return false;
  // Other programs of a kept package are missed only where its own scripts start them; those are small.
  return !ON_PATH.test(path) || (kept.has(owner) && subject.isApp(path));
}

/** Packages that those of a started program need or recommend, each with that program: its author knew what it opens and runs. */
function dependedOn(subject: Case, started: ReadonlyMap<string, string>): ReadonlyMap<number, string> {
  const { packages } = subject.ownership;
  const found = new Map<number, string>();
  if (started.size === 0) return found;
  const byName = new Map<string, number>();
  packages.forEach((record, index) => {
    if (isSystemPackage(record)) for (const name of [record.name, ...record.provides]) if (!byName.has(name)) byName.set(name, index);
  });
  for (const record of packages) {
    const program = isSystemPackage(record) ? started.get(sourceOf(record)) : undefined;
    if (program === undefined) continue;
    for (const name of [...record.depends, ...record.recommends].flatMap((alternatives) => alternatives.split('|'))) {
      const index = byName.get(name);
      if (index !== undefined && !packages[index]!.essential && !started.has(sourceOf(packages[index]!))) found.set(index, program);
    }
  }
  return found;
}

/** Packages that depend on that of a started program, each with it: plug-ins and data by others, which were installed for its sake. */
function addOnsOf(subject: Case, started: ReadonlyMap<string, string>): ReadonlyMap<number, string> {
  const { packages } = subject.ownership;
  const programs = new Map<string, string>();
  const found = new Map<number, string>();
  if (started.size === 0) return found;
  for (const record of packages) {
    const program = isSystemPackage(record) ? started.get(sourceOf(record)) : undefined;
    if (program !== undefined) programs.set(record.name, program);
  }
  packages.forEach((record, index) => {
    if (!isSystemPackage(record) || started.has(sourceOf(record))) return;
    const name = record.depends.flatMap((alternatives) => alternatives.split('|')).find((one) => programs.has(one));
    if (name !== undefined) found.set(index, programs.get(name)!);
  });
  return found;
}

const BY_HAND = /^(?:usr\/local|opt\/[^/]+)(?=\/)/;
/** Languages look after their own modules. */
const MODULES = /\/(?:python[\d.]*|ruby|perl5?|php|node_modules|[^/]+-packages|gems)\//;

/** What one layer unpacked or built into a folder of no package, where a program of it is kept. */
function* installedByHand(subject: Case): Generator<Suspicion | undefined> {
  const due = pace();
  const programs = new Map<string, string>();
  const keyOf = ({ path, layer }: TreeEntry): string | undefined => {
    const folder = BY_HAND.exec(path)?.[0];
    return folder === undefined || subject.isApp(path) || subject.ownership.ownerOf(path) >= 0 ? undefined : `${layer} ${folder}`;
  };
  for (const { path, type } of subject.active()) {
    if (due()) yield;
    // The layers of the smaller image tell nothing.
    const before = type === 'file' && isProgram(path) ? subject.before.byPath.get(path) : undefined;
    const key = before === undefined ? undefined : keyOf(before);
    if (key !== undefined && !programs.has(key)) programs.set(key, path);
  }
  if (programs.size === 0) return;
  for (const entry of subject.removed) {
    if (due()) yield;
    if (entry.type === 'dir' || isBesideProgram(entry.path) || MODULES.test(entry.path)) continue;
    const key = keyOf(entry);
    const program = key === undefined ? undefined : programs.get(key);
    if (program === undefined) continue;
    const folder = BY_HAND.exec(entry.path)![0];
    yield { family: `by hand ${key!}`, title: `Rest of what was installed into /${folder}`, tier: 2, confidence: 'low', roots: rootsOf([entry], `came with ${program}, in the same layer`) };
  }
}
