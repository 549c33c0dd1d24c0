/** D16: removed files whose names stand in kept programs, configuration and sources. */
import { pace } from '../../steps';
import type { Case } from '../case';
import { isConfigFile, withoutComments } from '../facts/file-facts';
import { parentOf } from '../file-tree';
import { LOADED_BY_SCRIPT, type Loading } from '../libraries';
import type { Needs } from '../needs';
import { normalise } from '../resolve';
import { isPlumbing } from '../system-packages';
import { appSources, isBesideApplication, isBesideProgram, lostRoots, rootsOf, type Check, type Root } from './check';
import { isOfFamily } from './runtime-families';

/** A folder with more files is left to the family that it belongs to. */
const MAX_FOLDER = 300;
/** Texts of the application that one step looks at. */
const TEXTS = 16;
const PATH = /(?:^|[\s"'`=:(,[{<>;|&@])(\/(?:[\w@+.-]+\/)*[\w@+.*-]+)/gm;

export const namedPath: Check = {
  code: 'D16', id: 'named-path', title: 'Named in a kept file', tiers: [1, 2],
  evidence: 'Absolute paths, and names of libraries, in the application’s sources, in kept scripts and configuration, and in the data of kept ELF files; their notes on dlopen.',
  why: 'Programs open what they name.',
  falsePositives: 'Defaults that were compiled in and are never used.',
  *find(subject, needs, pass) {
    if (pass === 'sure') {
      const due = pace(TEXTS);
      for (const { path } of appSources(subject)) {
        if (due()) yield;
        // Its own files that are gone are a matter of D7.
        const roots = [...textRoots(subject, path), ...libraryRoots(subject, needs, path)].filter((root) => !subject.isApp(root.path) || isBesideApplication(root.path, subject.workingDir));
        if (roots.length > 0) yield { family: parentOf(path), title: `Paths that sources in /${parentOf(path)} name`, tier: 1, confidence: 'medium', roots };
      }
      return;
    }
    const due = pace();
    for (const { path } of subject.otherFiles()) {
      if (due()) yield;
      const facts = subject.facts.get(path);
      if (facts?.text !== undefined && isConfigFile(path)) {
        const roots = [...textRoots(subject, path), ...libraryRoots(subject, needs, path)];
        if (roots.length > 0) yield { family: `config ${parentOf(path)}`, title: `Paths in configuration of /${parentOf(path)}`, pool: 'Paths in configuration', tier: 2, confidence: 'medium', roots };
      }
      if (facts?.elf === undefined) {
        const roots = facts?.named === undefined || facts.text !== undefined ? [] : [...facts.named.paths.flatMap((name) => rootsAt(subject, name, `${path} names ${name}`)), ...libraryRoots(subject, needs, path)];
        if (roots.length > 0) yield { family: 'scripts', title: 'Paths and libraries that kept scripts name', tier: 2, confidence: 'low', roots };
        continue;
      }
      const roots = elfRoots(subject, needs, path);
      const of = subject.ownerName(path) ?? `/${parentOf(path)}`;
      if (roots.length > 0) yield { family: `elf ${of}`, title: `Names in programs and libraries of ${of}`, pool: 'Names in programs and libraries', tier: 2, confidence: 'low', roots };
    }
  },
};

function textRoots(subject: Case, path: string): Root[] {
  const roots: Root[] = [];
  const text = subject.facts.get(path)?.text ?? '';
  for (const match of withoutComments(text, subject.facts.get(path)?.language).matchAll(PATH)) {
    const name = match[1]!;
    const evidence = `${path} names ${name}`;
    if (name.includes('*')) {
      const pattern = new RegExp(`^${normalise(name).replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
      roots.push(...rootsOf(subject.removedUnder(parentOf(normalise(name))).filter((entry) => pattern.test(entry.path)), evidence));
      continue;
    }
    roots.push(...rootsAt(subject, name, evidence));
  }
  return roots;
}

/** What is gone of a path: the file with the links on the way, or what was in the folder. */
function rootsAt(subject: Case, name: string, evidence: string): Root[] {
  const target = subject.resolveBefore(name).path;
  if (target === undefined || target === '') return [];
  if (subject.before.byPath.get(target)?.type !== 'dir') return lostRoots(subject.lost(name), evidence);
  if (target.split('/').length <= 2 || isPlumbing(target)) return [];
  const inside = subject.removedUnder(target).filter((entry) => !isBesideProgram(entry.path));
  return inside.length <= MAX_FOLDER ? rootsOf(inside, evidence) : [];
}

/** Libraries that a source opens by itself, looked up as the loader does. */
function libraryRoots(subject: Case, needs: Needs, path: string): Root[] {
  return (subject.facts.get(path)?.named?.libraries ?? []).flatMap((name) => libraryAt(subject, needs, name, path, LOADED_BY_SCRIPT, `${path} opens ${name}`));
}

function libraryAt(subject: Case, needs: Needs, name: string, path: string, loading: Loading, evidence: string): Root[] {
  if (needs.libraries.find(name, path, loading, (candidate) => subject.resolve(candidate)) !== undefined) return [];
  const original = needs.libraries.find(name, path, loading, (candidate) => subject.resolveBefore(candidate));
  return original?.path === undefined ? [] : lostRoots([...original.links, original.path].filter((part) => !subject.has(part)), evidence);
}

function elfRoots(subject: Case, needs: Needs, path: string): Root[] {
  const elf = subject.facts.get(path)!.elf!;
  return [
    // What lies in a folder that it names is left to the family that it belongs to.
    ...elf.paths.flatMap((name) => rootsAt(subject, name, `${path} holds ${name}`).filter((root) => !isBesideProgram(root.path) && (root.path === name.slice(1) || !isOfFamily(root.path)))),
    ...[...elf.dlopen, ...elf.libraries].flatMap((name) => libraryAt(subject, needs, name, path, elf, `${path} holds ${name}`)),
  ];
}
