/** The byte order of whole paths, told without writing them out. */
import type { PathIndex } from './path-index';

const slash = 0x2f;

/** Where two paths part: the siblings that lead to each, or twice the outer one where one lies inside the other. */
export function partingOf(paths: PathIndex, a: number, b: number): readonly [left: number, right: number] {
  let [left, right] = [a, b];
  let [depthA, depthB] = [paths.depthOf(a), paths.depthOf(b)];
  for (; depthA > depthB; depthA -= 1) left = paths.parentOf(left);
  for (; depthB > depthA; depthB -= 1) right = paths.parentOf(right);
  if (left === right) return [left, right];
  while (paths.parentOf(left) !== paths.parentOf(right)) {
    left = paths.parentOf(left);
    right = paths.parentOf(right);
  }
  return [left, right];
}

/** Byte order of two whole paths (`a`, `a-b`, `a/c`): negative, 0 or positive. */
export function comparePaths(paths: PathIndex, a: number, b: number): number {
  if (a === b) return 0;
  const [left, right] = partingOf(paths, a, b);
  // One lies inside the other.
  if (left === right) return left === a ? -1 : 1;
  const [lengthA, lengthB] = [paths.nameLength(left), paths.nameLength(right)];
  const shared = Math.min(lengthA, lengthB);
  for (let at = 0; at < shared; at += 1) {
    const difference = paths.nameByte(left, at) - paths.nameByte(right, at);
    if (difference !== 0) return difference;
  }
  // The shorter name is followed by a slash, or by nothing.
  if (lengthA < lengthB) return left === a ? -1 : slash - paths.nameByte(right, shared);
  return right === b ? 1 : paths.nameByte(left, shared) - slash;
}

/** Whether `node`, a later name in the directory of `folder`, still comes before what is in `folder`: it is `folder`'s name and goes on below `/`. */
export function precedesContent(paths: PathIndex, node: number, folder: number): boolean {
  const length = paths.nameLength(folder);
  if (paths.nameLength(node) <= length || paths.nameByte(node, length) >= slash) return false;
  for (let at = 0; at < length; at += 1) if (paths.nameByte(node, at) !== paths.nameByte(folder, at)) return false;
  return true;
}
