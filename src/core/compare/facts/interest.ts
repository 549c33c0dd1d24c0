/** Which names in kept files matter: those of removed files. All others are dropped on the spot. */
import { pace, type Steps } from '../../steps';
import { nameOf, parentOf, type TreeEntry } from '../file-tree';
import { isProgram } from '../system-packages';

export interface NameInterest {
  /** An absolute path. */
  path(text: string): boolean;
  /** The file name of a shared library, maybe with folders before it. */
  library(name: string): boolean;
  /** The file name of something that can be started. */
  program(name: string): boolean;
  /** The dotted name of a Python module. */
  module(name: string): boolean;
  /** File names of removed libraries that `-lNAME` would mean. */
  versionsOf(name: string): readonly string[];
}

/** Folders nearer to the root hold what belongs to many programs. */
const LEAST_DEPTH = 3;

export function* interestIn(removed: readonly TreeEntry[]): Steps<NameInterest> {
  const paths = new Set<string>();
  const folders = new Set<string>();
  const libraries = new Set<string>();
  const versions = new Map<string, string[]>();
  const programs = new Set<string>();
  const modules = new Set<string>();
  const due = pace();
  for (const { path, type } of removed) {
    if (due()) yield;
    if (type === 'dir') continue;
    paths.add(path);
    const folder = parentOf(path);
    if (!folders.has(folder) && folder.split('/').length >= LEAST_DEPTH) folders.add(folder);
    const name = nameOf(path);
    if (isProgram(path)) programs.add(name);
    if (name.includes('.so')) {
      libraries.add(name);
      const stem = /^lib(.+?)\.so/.exec(name)?.[1];
      if (stem !== undefined) versions.set(stem, [...(versions.get(stem) ?? []), name]);
    }
    const module = /\/(?:lib-dynload|site-packages|dist-packages|python3\.\d+)\/([\w/]+?)(?:\/__init__)?(?:\.py|(?:\.(?:cpython|pypy)-?[\w-]+|\.abi3)?\.so)$/.exec(path);
    if (module) modules.add(module[1]!.replaceAll('/', '.'));
  }
  const known = (path: string): boolean => paths.has(path) || folders.has(path);
  return {
    path: (text) => {
      const path = text.slice(1).replace(/\/$/, '');
      return known(path) || (/^(?:lib|bin|sbin)/.test(path) && known(`usr/${path}`));
    },
    library: (name) => libraries.has(nameOf(name)),
    program: (name) => programs.has(name),
    module: (name) => modules.has(name),
    versionsOf: (name) => versions.get(name) ?? [],
  };
}
