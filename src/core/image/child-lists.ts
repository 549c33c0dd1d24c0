/** What lies in which directory: the nodes of a path index by parent. */
import type { PathIndex } from './path-index';

export interface ChildLists {
  /** Nodes in directory `n`: `children[childStart[n] .. childStart[n + 1])`, in no special order. */
  readonly childStart: Int32Array;
  readonly children: Int32Array;
}

/** A counting sort of all nodes by parent. */
export function childLists(paths: PathIndex): ChildLists {
  const { count } = paths;
  // One item more than is handed out: while it is filled, a directory's place is one further on.
  const starts = new Int32Array(count + 2);
  for (let node = 1; node < count; node += 1) starts[paths.parentOf(node) + 2]! += 1;
  for (let node = 1; node < count + 1; node += 1) starts[node + 1]! += starts[node]!;
  const children = new Int32Array(count - 1);
  for (let node = 1; node < count; node += 1) {
    const parent = paths.parentOf(node) + 1;
    children[starts[parent]!] = node;
    starts[parent]! += 1;
  }
  return { childStart: starts.slice(0, count + 1), children };
}
