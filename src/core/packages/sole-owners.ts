/** Which package a row of the file tree names: package managers list shared directories in many packages. */
import type { PathIndex } from '../image/path-index';
import type { PackageIndex } from './package-index';

const NONE = -1;
const SEVERAL = -2;

/** By node: its owner as in `PackageIndex`, except that a directory with files of another package, or of several, has none. */
export function soleOwners(paths: PathIndex, { owner }: PackageIndex): Int32Array {
  const sole = owner.slice();
  const below = new Int32Array(paths.count).fill(NONE);
  // Children have higher numbers than their parents.
  for (let node = paths.count - 1; node > 0; node -= 1) {
    const inside = below[node]!;
    if (inside !== NONE && inside !== owner[node]) sole[node] = NONE;
    const seen = inside === NONE ? owner[node]! : inside;
    const parent = paths.parentOf(node);
    if (seen !== NONE && seen !== below[parent]) below[parent] = below[parent] === NONE ? seen : SEVERAL;
  }
  return sole;
}
