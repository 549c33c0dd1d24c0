/** D8: modules that kept Python code imports, packages' metadata, and codecs. */
import { pace, type Steps } from '../../steps';
import type { Case } from '../case';
import { nameOf, parentOf } from '../file-tree';
import type { Needs } from '../needs';
import { isPlumbing, isProgram } from '../system-packages';
import { appSources, isBesideProgram, lostRoots, mentions, rootsOf, type Check, type Root, type Suspicion } from './check';

export const pythonImport: Check = {
  code: 'D8', id: 'python-import', title: 'Python module is gone', tiers: [1, 2],
  evidence: 'Imports of kept modules, those inside functions included, resolved on sys.path; names of modules in extension modules and of packages in texts; dist-info of kept packages.',
  why: 'ModuleNotFoundError when that line is reached; PackageNotFoundError for metadata; LookupError for codecs.',
  falsePositives: 'Optional imports, and branches for other systems.',
  *find(subject, needs, pass) {
    if (!(yield* hasInterpreter(subject))) return;
    yield* applicationImports(subject, needs);
    if (pass === 'further') {
      yield* namedPackages(subject, needs);
      yield* libraryImports(subject, needs);
      yield* plugIns(subject, needs);
    }
    yield* metadata(subject);
    yield* codecs(subject);
  },
};

/** Without one of these nothing imports Python modules. */
const INTERPRETER = /(?:^|\/)(?:s?bin\/(?:python|pypy)3?[\d.]*|libpython3[\d.]*\.so[\d.]*)$/;

function* hasInterpreter(subject: Case): Steps<boolean> {
  const due = pace();
  for (const { path } of subject.active()) {
    if (due()) yield;
    if (INTERPRETER.test(path)) return true;
  }
  return false;
}

function* applicationImports(subject: Case, needs: Needs): Generator<Suspicion | undefined> {
  const due = pace();
  for (const { path } of appSources(subject)) {
    if (due()) yield;
    const facts = subject.facts.get(path);
    for (const statement of facts?.imports ?? []) {
      const files = needs.python.resolve(statement, path);
      const missing = [...files, ...needs.onDemand(files, statement.names.length > 0 ? statement.names : membersIn(facts?.text ?? ''))].filter((file) => !subject.has(file) && !subject.isApp(file));
      if (missing.length === 0) continue;
      const name = statement.module.split('.')[0]!;
      const evidence = `${path} line ${statement.line} imports ${statement.module}`;
      const packages = new Set(missing.flatMap((file) => packageOf(file) ?? []));
      const tier = statement.guarded && !statement.lazy ? 2 : 1;
      yield { family: `${name} ${tier}`, title: name, tier, confidence: tier === 1 ? 'high' : 'medium', roots: [...lostRoots(missing, evidence), ...[...packages].flatMap((folder) => wholePackage(subject, folder, `belongs to ${name}, which ${evidence}`))] };
    }
  }
  // Settings name modules in texts (Django's INSTALLED_APPS, logging handlers, worker classes).
  for (const { path, line, match } of yield* mentions(subject, /(['"])([a-z_]\w*(?:\.\w+)+)\1/g, 4000)) {
    const name = match[2]!;
    const missing = needs.python.find(name, path).filter((file) => !subject.has(file) && !subject.isApp(file));
    if (missing.length > 0 && /\.(?:py|so)$/.test(missing[0]!)) {
      yield { family: `named ${name.split('.')[0]!}`, title: `Modules of ${name.split('.')[0]!} that are named in texts`, pool: 'Packages and modules that texts name', tier: 2, confidence: 'medium', roots: lostRoots(missing, `${path} line ${line} names ${name}`) };
    }
  }
}

/** Texts there need no quotes. */
const SETTINGS = /\.(?:ya?ml|toml|ini|cfg|conf)$/;

/** Themes, parsers and back ends are named in settings by the package that brings them: `html_theme = 'own_theme'`. */
function* namedPackages(subject: Case, needs: Needs): Generator<Suspicion | undefined> {
  const seen = new Set<string>();
  const quoted = yield* mentions(subject, /(['"])([A-Za-z_]\w{2,60})\1/g, 6000);
  const bare = (yield* mentions(subject, /(?:[:=,[]|^[ \t]*-)([ \t]*)([A-Za-z_]\w{2,60})(?:\.\w+)*[ \t]*(?=[,\]:\r\n]|$)/gm, 6000)).filter(({ path }) => SETTINGS.test(path));
  for (const { path, line, match } of [...quoted, ...bare]) {
    const name = match[2]!;
    if (seen.has(name)) continue;
    seen.add(name);
    const folder = needs.python.find(name, path).map(packageOf).find((found) => found !== undefined);
    const evidence = `${path} line ${line} names ${name}`;
    const roots = folder === undefined ? [] : wholePackage(subject, folder, evidence);
    if (roots.length > 0) yield { family: `named ${name}`, title: `Package ${name}, which is named in a text`, pool: 'Packages and modules that texts name', tier: 2, confidence: 'medium', roots };
  }
}

/** Names behind a dot: what a module that is imported as a whole may be asked for. */
function membersIn(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(/\.([A-Za-z_]\w*)/g), (match) => match[1]!))];
}

function* libraryImports(subject: Case, needs: Needs): Generator<Suspicion | undefined> {
  const folders = new Set<string>();
  const due = pace();
  for (const { path } of subject.otherFiles()) {
    if (due()) yield;
    const facts = subject.facts.get(path);
    const folder = packageOf(path);
    if (folder !== undefined && /\.(?:py|so)$/.test(path)) folders.add(folder);
    if (facts === undefined || (facts.imports === undefined && facts.elf === undefined)) continue;
    const roots: Root[] = [];
    for (const statement of facts.imports ?? []) {
      const missing = needs.python.resolve(statement, path).filter((file) => !subject.has(file));
      roots.push(...lostRoots(missing, `${path} line ${statement.line} imports ${statement.module}`));
    }
    for (const word of facts.elf?.words ?? []) roots.push(...lostRoots(needs.python.find(word, path).filter((file) => !subject.has(file)), `${path} names ${word}`));
    if (roots.length === 0) continue;
    const name = folder === undefined ? 'the standard library' : nameOf(folder).replace(/\.py$/, '');
    yield { family: `lib ${folder ?? 'standard'}`, title: `Modules that ${name} imports late`, pool: 'Modules that packages import late', tier: 2, confidence: 'low', roots };
  }
  for (const folder of folders) {
    if (due()) yield;
    const roots = wholePackage(subject, folder, `belongs to ${nameOf(folder)}, which was kept in part`);
    if (roots.length > 0) yield { family: `rest ${folder}`, title: `Rest of ${nameOf(folder)}`, pool: 'Rest of packages that were kept in part', tier: 2, confidence: 'low', roots };
  }
}

/** Folder (or single file) of a third-party package that a file belongs to. */
function packageOf(path: string): string | undefined {
  return /^.*\/(?:site|dist)-packages\/[^/]+/.exec(path)?.[0].replace(/\.(?:dist|egg)-info$/, '');
}

/** All files of a package and its metadata. */
function wholePackage(subject: Case, folder: string, evidence: string): Root[] {
  const name = simple(nameOf(folder).replace(/\.py$/, ''));
  const beside = subject.removedUnder(parentOf(folder)).filter(({ path }) => {
    const info = /^(.*?)-[\d][^/]*\.(?:dist|egg)-info(?:\/|$)|^(.*?)\.libs\//.exec(path.slice(parentOf(folder).length + 1));
    return info !== null && simple(info[1] ?? info[2]!) === name;
  });
  // A distribution moves data out of the package: Debian's docutils reads its templates from /usr/share. What can be started there are its tools.
  const data = subject.removedBeside(folder.endsWith('.py') ? folder : `${folder}/__init__.py`)
    .filter(({ path, type, mode = 0 }) => (type !== 'file' || (mode & 0o111) === 0) && !/\/(?:site|dist)-packages\//.test(path) && !isBesideProgram(path) && !isPlumbing(path) && !isProgram(path));
  const single = subject.has(folder) ? undefined : subject.before.byPath.get(folder);
  return rootsOf([...(single === undefined ? [] : [single]), ...subject.removedUnder(folder).filter(({ path }) => !isBesideProgram(path)), ...beside, ...data], evidence);
}

/** Plug-ins announce themselves in their metadata, under a group that begins with the name of the package that asks for them: `pytest11`, `flask.commands`. */
function* plugIns(subject: Case, needs: Needs): Generator<Suspicion | undefined> {
  const kept = new Set<string>();
  const due = pace();
  for (const { path } of subject.active()) {
    if (due()) yield;
    const folder = path.endsWith('.py') ? packageOf(path) : undefined;
    if (folder !== undefined) kept.add(simple(nameOf(folder).replace(/\.py$/, '')));
  }
  for (const { path } of subject.before.entries) {
    if (due()) yield;
    if (!path.endsWith('-info/entry_points.txt')) continue;
    const groups = (subject.facts.get(path)?.text ?? '').split(/^\s*\[/m).slice(1);
    for (const group of groups) {
      const host = simple(/^[A-Za-z_]+/.exec(group)?.[0] ?? '');
      if (!kept.has(host)) continue;
      const modules = Array.from(group.matchAll(/^[^=\n]+=\s*([\w.]+)/gm), (match) => match[1]!);
      const folders = new Set(modules.flatMap((name) => needs.python.find(name, path).map(packageOf).filter((found) => found !== undefined)));
      const roots = [...folders].flatMap((folder) => wholePackage(subject, folder, `${path} announces a plug-in of ${host}, which is kept`));
      if (roots.length > 0) yield { family: `plug-ins ${host}`, title: `Plug-ins of ${host}`, pool: 'Plug-ins of kept packages', tier: 2, confidence: 'medium', roots };
    }
  }
}

function simple(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '_');
}

/** Entry points and versions are read from metadata; frameworks look up their plug-ins so. */
function* metadata(subject: Case): Generator<Suspicion | undefined> {
  const removed = subject.removed.filter(({ path, type }) => type !== 'dir' && /\.(?:dist|egg)-info(?:\/|$)/.test(path));
  if (removed.length === 0) return;
  const [asked] = yield* mentions(subject, /\b(?:importlib[._]metadata|pkg_resources|entry_points)\b/);
  const names = new Set<string>();
  const due = pace();
  for (const { path } of subject.active()) {
    if (due()) yield;
    const folder = packageOf(path);
    if (folder !== undefined) names.add(simple(nameOf(folder).replace(/\.py$/, '')));
  }
  const kept = removed.filter(({ path }) => {
    const info = /\/([^/]+?)-\d[^/]*\.(?:dist|egg)-info(?:\/|$)/.exec(path);
    return info !== null && names.has(simple(info[1]!));
  });
  if (kept.length > 0) {
    yield {
      family: 'metadata', title: 'Metadata of Python packages', tier: asked === undefined ? 2 : 1, confidence: 'medium',
      roots: rootsOf(kept, asked === undefined ? 'its package is kept' : `${asked.path} line ${asked.line} reads metadata`),
    };
  }
}

function* codecs(subject: Case): Generator<Suspicion | undefined> {
  const removed = subject.removed.filter(({ path }) => /\/python3[\d.]*\/encodings\/\w+\.py$|\/lib-dynload\/_codecs_\w+\.[\w-]*\.?so$|\/lib-dynload\/(?:_multibytecodec|unicodedata)[\w.-]*\.so$/.test(path));
  if (removed.length === 0) return;
  const named = new Map<string, string>();
  for (const { path, line, match } of yield* mentions(subject, /(?:encode|decode|encoding|charset|codec)\w*\s*[=(,:]?\s*(?:encoding\s*=\s*)?['"]([\w-]{3,20})['"]/g, 200)) {
    named.set(match[1]!.toLowerCase().replace(/-/g, '_'), `${path} line ${line}`);
  }
  const sure = removed.flatMap(({ path }) => {
    const by = named.get(nameOf(path).replace(/\..*$/, ''));
    return by === undefined ? [] : [{ path, evidence: `${by} names this codec` }];
  });
  if (sure.length > 0) yield { family: 'codecs named', title: 'Codecs that the application names', tier: 1, confidence: 'medium', roots: sure };
  yield { family: 'codecs', title: 'Other codecs of Python', tier: 2, confidence: 'low', roots: rootsOf(removed, 'loaded by name, when a text asks for that codec') };
}
