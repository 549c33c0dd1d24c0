/** D10: what kept Ruby, Perl and PHP code loads. */
import { pace } from '../../steps';
import type { Case } from '../case';
import { nameOf, parentOf } from '../file-tree';
import type { Needs } from '../needs';
import { appSources, isBesideProgram, lostRoots, rootsOf, type Check, type Root, type Suspicion } from './check';

const NAMES: Readonly<Record<string, string>> = { ruby: 'Ruby', perl: 'Perl', php: 'PHP' };

export const otherLanguages: Check = {
  code: 'D10', id: 'script-library', title: 'Ruby, Perl or PHP library is gone', tiers: [1, 2],
  follows: 'Libraries that restored scripts load',
  evidence: 'require, use, autoload and include of kept sources; gems with their specifications; extension= of PHP’s ini files.',
  why: 'LoadError, “Can’t locate … in @INC”, “Failed opening required”, when that line is reached.',
  falsePositives: 'Code that is never reached.',
  *find(subject, needs, pass) {
    const due = pace();
    if (pass === 'sure') {
      for (const { path } of appSources(subject)) {
        if (due()) yield;
        yield* requiresOf(subject, needs, path, 1);
      }
      yield* phpExtensions(subject);
      return;
    }
    for (const { path } of subject.otherFiles()) {
      if (due()) yield;
      yield* requiresOf(subject, needs, path, 2);
    }
    yield* gems(subject);
  },
};

function* requiresOf(subject: Case, needs: Needs, path: string, tier: 1 | 2): Generator<Suspicion> {
  const facts = subject.facts.get(path);
  const language = facts?.language;
  if (language !== 'ruby' && language !== 'perl' && language !== 'php') return;
  for (const require of facts?.requires ?? []) {
    const files = needs.required(path, language, require.name, require.kind);
    const evidence = `${path} line ${require.line} loads ${require.name}`;
    const roots: Root[] = lostRoots(files.filter((file) => !subject.has(file)), evidence);
    if (tier === 1) for (const file of files) roots.push(...autoloaded(subject, file, `may be loaded by ${file}, which ${evidence}`));
    if (roots.length === 0) continue;
    const missing = roots.map((root) => root.path);
    if (tier === 1) for (const file of missing) roots.push(...wholeGem(subject, file, `belongs to ${require.name}, which ${evidence}`));
    yield tier === 1
      ? { family: `${language} ${require.name}`, title: require.name, tier, confidence: 'high', roots }
      : { family: `${language} libraries`, title: `${NAMES[language]!} libraries that kept code loads late`, tier, confidence: 'low', roots };
  }
}

/** Classes that PHP's autoloader of a library finds when they are asked for: they lie beside it. */
function autoloaded(subject: Case, path: string, evidence: string): Root[] {
  const folder = parentOf(path);
  return nameOf(path) !== 'autoload.php' || folder === '' ? [] : rootsOf(subject.removedUnder(folder).filter((entry) => entry.path.endsWith('.php') && !isBesideProgram(entry.path)), evidence);
}

/** The gem that a file belongs to: its files, its specification, its built extensions. */
function wholeGem(subject: Case, path: string, evidence: string): Root[] {
  const gem = /^(.*)\/gems\/([^/]+)\//.exec(path);
  if (!gem) return [];
  const [, base = '', name = ''] = gem;
  const built = subject.removedUnder(`${base}/extensions`).filter((entry) => entry.path.includes(`/${name}/`));
  const specifications = subject.removedUnder(`${base}/specifications`).filter((entry) => entry.path.endsWith(`/${name}.gemspec`));
  return rootsOf([...subject.removedUnder(`${base}/gems/${name}`).filter((entry) => !isBesideProgram(entry.path)), ...built, ...specifications], evidence);
}

/** Gems of which something is kept want their specification: RubyGems looks there first. */
function* gems(subject: Case): Generator<Suspicion | undefined> {
  const kept = new Set<string>();
  const due = pace();
  for (const { path } of subject.active()) {
    if (due()) yield;
    const gem = /^(.*)\/gems\/([^/]+)\//.exec(path);
    if (gem) kept.add(path.slice(0, gem[0].length));
  }
  const roots = [...kept].flatMap((folder) => wholeGem(subject, folder, 'its gem was kept in part'));
  if (roots.length > 0) yield { family: 'gems', title: 'Rest of gems that were kept in part', tier: 2, confidence: 'low', roots };
}

function* phpExtensions(subject: Case): Generator<Suspicion | undefined> {
  const folders = new Set<string>();
  const due = pace();
  for (const { path } of subject.before.entries) {
    if (due()) yield;
    const folder = /^((?:usr\/)?(?:local\/)?lib\/php\/(?:extensions\/[^/]+|\d+))\/[^/]+\.so$/.exec(path)?.[1];
    if (folder !== undefined) folders.add(folder);
  }
  if (folders.size === 0) return;
  for (const { path } of subject.active()) {
    if (!path.endsWith('.ini')) continue;
    for (const match of (subject.facts.get(path)?.text ?? '').matchAll(/^\s*(?:zend_)?extension\s*=\s*"?([\w./-]+?)(?:\.so)?"?\s*$/gm)) {
      const name = match[1]!;
      const candidates = name.startsWith('/') ? [`${name.slice(1)}.so`] : [...folders].map((folder) => `${folder}/${name}.so`);
      const lost = candidates.filter((candidate) => subject.before.byPath.has(candidate) && !subject.has(candidate));
      if (lost.length > 0) yield { family: `extension ${name}`, title: `PHP extension ${name}`, tier: 1, confidence: 'high', roots: lostRoots(lost, `${path} says extension=${name}`) };
    }
  }
}
