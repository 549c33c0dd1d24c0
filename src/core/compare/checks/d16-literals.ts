/** D16: removed files whose names stand in kept programs, configuration and sources. */
import type { Case } from '../case';
import { isConfigFile } from '../facts/file-facts';
import { parentOf } from '../file-tree';
import type { Needs } from '../needs';
import { normalise } from '../resolve';
import { pace } from '../steps';
import { appSources, isBesideProgram, lostRoots, rootsOf, type Check, type Root } from './check';

/** A folder with more files is left to the family that it belongs to. */
const MAX_FOLDER = 300;
/** Texts of the application that one step looks at. */
const TEXTS = 16;
const PATH = /(?:^|[\s"'`=:(,[{<>;|&@])(\/(?:[\w@+.-]+\/)*[\w@+.*-]+)/gm;

export const namedPath: Check = {
  code: 'D16', id: 'named-path', title: 'Named in a kept file', tiers: [1, 2],
  evidence: 'Absolute paths in the application’s sources and configuration; paths and names of libraries in the data of kept ELF files, and their notes on dlopen.',
  why: 'Programs open what they name.',
  falsePositives: 'Defaults that were compiled in and are never used.',
  *find(subject, needs, pass) {
    if (pass === 'sure') {
      const due = pace(TEXTS);
      for (const { path } of appSources(subject)) {
        if (due()) yield;
        const roots = textRoots(subject, path);
        if (roots.length > 0) yield { family: path, title: `Paths in ${path}`, tier: 1, confidence: 'medium', roots };
      }
      return;
    }
    const due = pace();
    for (const { path } of subject.otherFiles()) {
      if (due()) yield;
      const facts = subject.facts.get(path);
      if (facts?.text !== undefined && isConfigFile(path)) {
        const roots = textRoots(subject, path);
        if (roots.length > 0) yield { family: `config ${parentOf(path)}`, title: `Paths in configuration of /${parentOf(path)}`, tier: 2, confidence: 'medium', roots };
      }
      if (facts?.elf === undefined) continue;
      const roots = elfRoots(subject, needs, path);
      if (roots.length > 0) yield { family: `elf ${path}`, title: `Names in ${path}`, tier: 2, confidence: 'low', roots };
    }
  },
};

function textRoots(subject: Case, path: string): Root[] {
  const roots: Root[] = [];
  const text = subject.facts.get(path)?.text ?? '';
  const language = subject.facts.get(path)?.language;
  const comments = language === 'node' || language === 'php' ? /^\s*(?:\/\/|\*).*$/gm : /^\s*[#;].*$/gm;
  for (const match of text.replace(comments, '').matchAll(PATH)) {
    const name = match[1]!;
    const evidence = `${path} names ${name}`;
    if (name.includes('*')) {
      const pattern = new RegExp(`^${normalise(name).replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
      roots.push(...rootsOf(subject.removedUnder(parentOf(normalise(name))).filter((entry) => pattern.test(entry.path)), evidence));
      continue;
    }
    const target = subject.resolveBefore(name).path;
    if (target === undefined || target === '') continue;
    if (subject.before.byPath.get(target)?.type === 'dir') {
      const inside = subject.removedUnder(target).filter((entry) => !isBesideProgram(entry.path));
      if (inside.length > 0 && inside.length <= MAX_FOLDER && target.split('/').length > 2) roots.push(...rootsOf(inside, evidence));
    } else roots.push(...lostRoots(subject.lost(name), evidence));
  }
  return roots;
}

function elfRoots(subject: Case, needs: Needs, path: string): Root[] {
  const elf = subject.facts.get(path)!.elf!;
  const roots = elf.paths.flatMap((name) => (subject.before.byPath.get(subject.resolveBefore(name).path ?? '')?.type === 'dir' ? [] : lostRoots(subject.lost(name).filter((lost) => !isBesideProgram(lost)), `${path} holds ${name}`)));
  for (const name of [...elf.dlopen, ...elf.libraries]) {
    if (needs.libraries.find(name, path, elf, (candidate) => subject.resolve(candidate)) !== undefined) continue;
    const original = needs.libraries.find(name, path, elf, (candidate) => subject.resolveBefore(candidate));
    if (original?.path !== undefined) roots.push(...lostRoots([...original.links, original.path].filter((part) => !subject.has(part)), `${path} holds ${name}`));
  }
  return roots;
}
