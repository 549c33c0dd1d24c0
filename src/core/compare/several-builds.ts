/** Several slim builds of one original: what all of them keep, and what flickers from run to run. */
import type { FileTree } from './file-tree';

export interface Flicker {
  readonly path: string;
  /** Indexes of the builds that keep it, in order. */
  readonly keptBy: readonly number[];
}

export interface SeveralBuilds {
  /** Paths that every build keeps. */
  readonly always: number;
  /** Paths that some builds keep and others do not: signs of code that ran in some observations only. Byte order. */
  readonly flickers: readonly Flicker[];
  /** Paths of the original that at least one build keeps, byte order: the union is the safest list that the runs give. */
  readonly union: readonly string[];
}

/** Paths that the original does not have (left over from the runs) are not looked at, nor are folders. */
export function compareBuilds(original: FileTree, builds: readonly FileTree[]): SeveralBuilds {
  const flickers: Flicker[] = [];
  const union: string[] = [];
  let always = 0;
  for (const { path, type } of original.entries) {
    if (type === 'dir') continue;
    const keptBy = builds.flatMap(({ byPath }, index) => (byPath.has(path) ? [index] : []));
    if (keptBy.length === 0) continue;
    union.push(path);
    if (keptBy.length === builds.length) always += 1;
    else flickers.push({ path, keptBy });
  }
  return { always, flickers, union };
}
