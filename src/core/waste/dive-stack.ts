/** dive's stacked tree: what lower layers leave, with sizes. */
import type { ChildLists } from '../image/child-lists';
import type { PathIndex } from '../image/path-index';
import type { DiveLayer } from './dive-layer';

const parentName = new Uint8Array([0x2e, 0x2e]);

export class DiveStack {
  readonly #paths: PathIndex;
  readonly #lists: ChildLists;
  readonly #present: Uint8Array;
  readonly #size: Float64Array;
  readonly #isDirectory: Uint8Array;
  /** The node that `indexPaths` keeps names outside the root under, or -1. */
  readonly #outside: number;

  /** All paths must be in the index already. */
  constructor(paths: PathIndex, lists: ChildLists) {
    this.#paths = paths;
    this.#lists = lists;
    this.#outside = paths.find(0, parentName, 0, parentName.length);
    this.#present = new Uint8Array(paths.count);
    this.#size = new Float64Array(paths.count);
    this.#isDirectory = new Uint8Array(paths.count);
  }

  copy(layer: DiveLayer): void {
    for (let place = 0; place < layer.count; place += 1) this.#take(layer, layer.nodes[place]!);
  }

  stack(layer: DiveLayer): void {
    if (this.#outside >= 0 && layer.has(this.#outside)) {
      this.#stackInOrder(layer);
      return;
    }
    // Siblings are visited in byte order: where the name sorts before its whiteout, the new file is struck out too.
    const comesFirst = (marker: number, target: number): boolean => layer.has(target) && this.#paths.compareNames(target, marker) < 0;
    for (const [marker, target] of layer.targets) if (!comesFirst(marker, target)) this.#remove(target);
    for (let place = 0; place < layer.count; place += 1) {
      const node = layer.nodes[place]!;
      if (!layer.isMarker(node)) this.#take(layer, node);
      else if (!layer.isLeaf(node) && this.#present[node] === 0) this.#set(node, 0, 0);
    }
    for (const [marker, target] of layer.targets) if (comesFirst(marker, target)) this.#remove(target);
  }

  /** What a whiteout of `target` weighs: all below a directory, nothing for anything else; undefined where it is missing. */
  removalSize(target: number): number | undefined {
    const node = this.#struckOut(target);
    if (node === 0) return 0;
    if (this.#present[node] === 0) return undefined;
    if (this.#isDirectory[node] === 0) return 0;
    let sum = 0;
    this.#visit(node, (below) => {
      sum += this.#size[below]!;
    });
    return sum;
  }

  /**
   * Node by node as dive visits them, what is in a directory before it: names outside the root land among those inside, so that
   * siblings do not tell the order. Stacking cleans paths again: what climbed out of the root lands in it.
   */
  #stackInOrder(layer: DiveLayer): void {
    const paths = this.#paths;
    const { childStart, children } = this.#lists;
    /** Where the nodes below the outside land; -1 for nowhere, which counts as the root in the end. */
    const landing = new Map([[this.#outside, 0]]);
    const waiting = [0];
    while (waiting.length > 0) {
      const next = waiting.pop()!;
      if (next >= 0) {
        const inside = Array.from(children.subarray(childStart[next], childStart[next + 1])).filter((child) => layer.has(child));
        inside.sort((left, right) => paths.compareNames(right, left));
        waiting.push(~next);
        for (const child of inside) waiting.push(child);
        const above = landing.get(next);
        if (above !== undefined) for (const child of inside) landing.set(child, above < 0 ? -1 : paths.find(above, paths.nameOf(child), 0, paths.nameLength(child)));
        continue;
      }
      const node = ~next;
      const target = layer.targets.get(node);
      if (node === 0) continue;
      if (target !== undefined) {
        this.#remove(target);
        continue;
      }
      const into = Math.max(landing.get(node) ?? node, 0);
      this.#set(into, layer.sizeOf(node), layer.isDirectory(node) ? 1 : 0);
      for (let at = paths.parentOf(into); at > 0 && this.#present[at] === 0; at = paths.parentOf(at)) this.#set(at, 0, 0);
    }
  }

  #take(layer: DiveLayer, node: number): void {
    this.#set(node, layer.sizeOf(node), layer.isDirectory(node) ? 1 : 0);
  }

  #set(node: number, size: number, isDirectory: number): void {
    if (node === 0) return;
    this.#present[node] = 1;
    this.#size[node] = size;
    this.#isDirectory[node] = isDirectory;
  }

  #remove(target: number): void {
    const node = this.#struckOut(target);
    if (node === 0 || this.#present[node] === 0) return;
    this.#visit(node, (below) => {
      this.#present[below] = 0;
    });
  }

  /** A bare `.wh.` names its directory with a trailing slash, which dive's lookup ignores. */
  #struckOut(target: number): number {
    return this.#paths.nameLength(target) === 0 ? this.#paths.parentOf(target) : target;
  }

  #visit(node: number, visitor: (node: number) => void): void {
    const { childStart, children } = this.#lists;
    const waiting = [node];
    while (waiting.length > 0) {
      const at = waiting.pop()!;
      for (let place = childStart[at]!; place < childStart[at + 1]!; place += 1) {
        const child = children[place]!;
        if (this.#present[child] === 1) waiting.push(child);
      }
      visitor(at);
    }
  }
}
