/** D9: modules that kept JavaScript loads. */
import { pace } from '../../steps';
import type { Case } from '../case';
import { nameOf, parentOf } from '../file-tree';
import type { Needs } from '../needs';
import { normalise } from '../resolve';
import { appSources, isBesideProgram, lostRoots, mentions, rootsOf, type Check, type Root, type Suspicion } from './check';

export const nodeModule: Check = {
  code: 'D9', id: 'node-module', title: 'Node module is gone', tiers: [1, 2],
  evidence: 'Literals in require and import of kept files, main and exports of package.json, folders of names put together at run time, texts that name an installed package.',
  why: '“Cannot find module”, when that line is reached.',
  falsePositives: 'Dead branches and optional packages.',
  *find(subject, needs, pass) {
    if (pass === 'further') {
      yield* askedFor(subject, needs);
      yield* libraries(subject, needs);
      return;
    }
    const due = pace();
    for (const { path } of appSources(subject)) {
      if (due()) yield;
      const facts = subject.facts.get(path);
      if (facts?.language !== 'node') continue;
      for (const require of facts.requires ?? []) {
        const evidence = `${path} line ${require.line} loads ${require.name}`;
        if (require.kind === 'folder') {
          const folder = normalise(`${parentOf(path)}/${require.name}`);
          const roots = rootsOf(subject.removedUnder(folder).filter((entry) => !isBesideProgram(entry.path)), evidence);
          if (roots.length > 0) yield { family: `folder ${folder}`, title: `Modules in /${folder}`, tier: 1, confidence: 'medium', roots };
          continue;
        }
        const missing = needs.node.resolve(require, path).filter((file) => !subject.has(file) && !/\/package\.json$/.test(file));
        if (missing.length === 0) continue;
        const whole = [...new Set(missing.flatMap((file) => packageFolder(file) ?? []))].flatMap((folder) => packageWithDependencies(subject, needs, folder, `comes with ${require.name}, which ${evidence}`));
        const name = require.kind === 'relative' ? 'relative' : packageName(require.name);
        yield { family: name, title: name === 'relative' ? 'Own modules' : name, tier: 1, confidence: 'high', roots: [...lostRoots(missing, evidence), ...whole] };
      }
    }
    yield* namedPackages(subject, needs);
  },
};

/** View engines, dialects and transports are named in texts: `app.set('view engine', 'pug')`. */
function* namedPackages(subject: Case, needs: Needs): Generator<Suspicion | undefined> {
  const seen = new Set<string>();
  for (const { path, line, match } of yield* mentions(subject, /(['"])((?:@[\w.-]+\/)?[a-z][\w.-]{1,60})\1/g, 6000)) {
    const name = match[2]!;
    if (seen.has(name) || subject.facts.get(path)?.language !== 'node') continue;
    seen.add(name);
    const folder = needs.node.packageFolder(name, path);
    if (folder === undefined || subject.has(`${folder}/package.json`)) continue;
    yield { family: name, title: name, tier: 1, confidence: 'medium', roots: packageWithDependencies(subject, needs, folder, `${path} line ${line} names ${name}`) };
  }
}

/** What the application's own package.json asks for is loaded somewhere, whatever the name in the source is put together from. */
function* askedFor(subject: Case, needs: Needs): Generator<Suspicion | undefined> {
  for (const { path } of [...subject.keptAppFiles(), ...subject.removed]) {
    if (nameOf(path) !== 'package.json' || !subject.isApp(path)) continue;
    yield;
    for (const name of subject.facts.get(path)?.manifest?.dependencies ?? []) {
      const folder = needs.node.packageFolder(name, path);
      const roots = folder === undefined ? [] : packageWithDependencies(subject, needs, folder, `${path} asks for ${name}`);
      if (roots.length > 0) yield { family: `asked ${name}`, title: `${name}, which package.json asks for`, pool: 'Packages that package.json asks for', tier: 2, confidence: 'medium', roots };
    }
  }
}

function* libraries(subject: Case, needs: Needs): Generator<Suspicion | undefined> {
  const folders = new Set<string>();
  const due = pace();
  for (const { path } of subject.otherFiles()) {
    if (due()) yield;
    const folder = packageFolder(path);
    if (folder !== undefined) folders.add(folder);
    const facts = subject.facts.get(path);
    if (facts?.language !== 'node') continue;
    const roots: Root[] = [];
    for (const require of facts.requires ?? []) {
      const evidence = `${path} line ${require.line} loads ${require.name}`;
      if (require.kind === 'folder') roots.push(...rootsOf(subject.removedUnder(normalise(`${parentOf(path)}/${require.name}`)), evidence));
      else roots.push(...lostRoots(needs.node.resolve(require, path).filter((file) => !subject.has(file)), evidence));
    }
    if (roots.length > 0) yield { family: `lib ${folder ?? ''}`, title: `Modules that ${folder === undefined ? 'scripts' : nameOf(folder)} loads late`, pool: 'Modules that packages load late', tier: 2, confidence: 'low', roots };
  }
  for (const folder of folders) {
    if (due()) yield;
    const roots = rootsOf(ownFiles(subject, folder), `belongs to ${nameOf(folder)}, which was kept in part`);
    if (roots.length > 0) yield { family: 'rest', title: 'Rest of Node packages that were kept in part', tier: 2, confidence: 'low', roots };
  }
}

function packageName(spec: string): string {
  return spec.split('/').slice(0, spec.startsWith('@') ? 2 : 1).join('/');
}

function packageFolder(path: string): string | undefined {
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\/|^(usr\/(?:share|lib)\/nodejs\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.slice(1).find((part) => part !== undefined);
}

function ownFiles(subject: Case, folder: string): ReturnType<Case['removedUnder']> {
  return subject.removedUnder(folder).filter(({ path }) => !isBesideProgram(path) && !path.slice(folder.length).includes('/node_modules/'));
}

/** A package's files and those of all that it depends on. */
function packageWithDependencies(subject: Case, needs: Needs, folder: string, evidence: string): Root[] {
  const folders = new Set([folder]);
  for (const each of folders) {
    for (const name of subject.facts.get(`${each}/package.json`)?.manifest?.dependencies ?? []) {
      const found = needs.node.packageFolder(name, `${each}/package.json`);
      if (found !== undefined) folders.add(found);
    }
    if (folders.size > 2000) break;
  }
  return [...folders].flatMap((each) => rootsOf(ownFiles(subject, each), evidence));
}
