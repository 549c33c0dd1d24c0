/** The figures that dive 0.13 prints for the same layers, its known errors included, so that the two can be compared. */
import type { LayerTable } from '../image/layer-table';
import { EntryType } from '../image/layer-table';
import type { IndexedLayers, PathIndex } from '../image/path-index';

const parentName = new Uint8Array([0x2e, 0x2e]);

/** As dive's JSON has them; percentages and scores are ratios from 0 to 1 (a leaked -1 can push them out of it). */
export interface DiveFigures {
  readonly sizeBytes: number;
  readonly userSizeBytes: number;
  readonly inefficientBytes: number;
  readonly efficiencyScore: number;
  /** null where dive prints NaN or +Inf: no bytes above the first layer. */
  readonly userWastedPercent: number | null;
  /** Paths seen twice or more, by cumulative bytes, largest first. Nodes of the index. */
  readonly inefficiencies: readonly { readonly node: number; readonly count: number; readonly bytes: number }[];
}

/**
 * dive's `Analyze` (filetree/efficiency.go, filetree/file_tree.go of v0.13), with one growing stacked tree where dive stacks
 * all lower layers again for every whiteout.
 *
 * What it does by design of the original: every copy of a path counts, the live one too; hard links are empty; opaque markers
 * vanish; a removed directory counts with all below it, at its own path; a whiteout without target ends the walk of its
 * layer and leaves a minimum of -1 behind; implied directories count as files of no size.
 */
export function diveFigures(indexed: IndexedLayers): DiveFigures {
  const { paths, tables } = indexed;
  const scratch = scratchOf(paths);
  const layers = tables.map((table, layer) => layerTree(paths, table, indexed.rowNodes[layer]!, scratch));
  const targets = layers.map((layer) => whiteoutTargets(paths, layer));
  const stacked = new StackedTree(paths);
  const efficiency = new Efficiency(paths.count);
  let sizeBytes = 0;
  layers.forEach((layer, index) => {
    sizeBytes += layer.fileSize;
    // dive copies the first tree and then stacks it upon itself: its whiteouts act on its own files from the second layer on.
    if (index === 0) stacked.copy(layer);
    walkLayer(paths, layer, targets[index]!, stacked, efficiency);
    stacked.stack(layer, targets[index]!);
  });
  const inefficientBytes = efficiency.inefficiencies.reduce((sum, node) => sum + efficiency.cumulative[node]!, 0);
  const userSizeBytes = sizeBytes - (layers[0]?.fileSize ?? 0);
  return {
    sizeBytes, userSizeBytes, inefficientBytes,
    efficiencyScore: efficiency.score(),
    userWastedPercent: userSizeBytes === 0 ? null : inefficientBytes / userSizeBytes,
    inefficiencies: efficiency.inefficiencies
      .map((node) => ({ node, count: efficiency.count[node]!, bytes: efficiency.cumulative[node]! }))
      .sort((a, b) => b.bytes - a.bytes || a.node - b.node),
  };
}

/** One layer as dive's tree has it: nodes named by its entries, with their parents. */
interface LayerTree {
  readonly fileSize: number;
  readonly nodes: readonly number[];
  /** By place in `nodes`: header size, and whether the entry is a directory (never for implied ones). */
  readonly size: Float64Array;
  readonly isDirectory: Uint8Array;
  readonly isLeaf: Uint8Array;
}

/** Columns by node that serve one layer after the other: what they hold counts where `named` or `inner` is the layer's turn. */
interface Scratch {
  /** The topmost segment of the path that begins with `.wh..wh..` (`.wh..wh.plnk` does not: dive takes it for a whiteout), or -1. */
  readonly bookkeeping: Int32Array;
  readonly named: Int32Array;
  readonly inner: Int32Array;
  readonly row: Int32Array;
  turn: number;
}

function scratchOf(paths: PathIndex): Scratch {
  const { count } = paths;
  const bookkeeping = new Int32Array(count).fill(-1);
  // Parents have lower numbers than what is in them.
  for (let node = 1; node < count; node += 1) {
    const above = bookkeeping[paths.parentOf(node)]!;
    bookkeeping[node] = above >= 0 ? above : paths.isDoubleMarker(node) && paths.nameOf(node)[8] === 0x2e ? node : -1;
  }
  return { bookkeeping, named: new Int32Array(count), inner: new Int32Array(count), row: new Int32Array(count), turn: 0 };
}

function layerTree(paths: PathIndex, table: LayerTable | undefined, rowNodes: Int32Array, scratch: Scratch): LayerTree {
  const { bookkeeping, named, inner, row: rowOf } = scratch;
  const turn = (scratch.turn += 1);
  const nodes: number[] = [];
  const name = (node: number, row: number): void => {
    if (named[node] !== turn) nodes.push(node);
    named[node] = turn;
    rowOf[node] = row;
  };
  let fileSize = 0;
  for (let row = 0; table !== undefined && row < table.count; row += 1) {
    fileSize += table.size[row]!;
    let node = rowNodes[row]!;
    const end = bookkeeping[node]!;
    // A path ends silently before its first `.wh..wh..` segment.
    if (end >= 0) node = paths.parentOf(end);
    if (node > 0 && (end < 0 || named[node] !== turn)) name(node, end < 0 ? row : -1);
    for (let at = node; at > 0; ) {
      at = paths.parentOf(at);
      if (at <= 0 || inner[at] === turn) break;
      inner[at] = turn;
      if (named[at] !== turn) name(at, -1);
    }
  }
  const size = new Float64Array(nodes.length);
  const isDirectory = new Uint8Array(nodes.length);
  const isLeaf = new Uint8Array(nodes.length);
  nodes.forEach((node, place) => {
    const row = rowOf[node]!;
    isLeaf[place] = inner[node] === turn ? 0 : 1;
    if (row < 0 || table === undefined) return;
    size[place] = table.size[row]!;
    isDirectory[place] = table.type[row] === EntryType.dir ? 1 : 0;
  });
  return { fileSize, nodes, size, isDirectory, isLeaf };
}

/** By whiteout node, the node whose path it strikes out (its base name without one `.wh.`). */
function whiteoutTargets(paths: PathIndex, layer: LayerTree): ReadonlyMap<number, number> {
  const targets = new Map<number, number>();
  for (const node of layer.nodes) {
    if (!paths.isMarker(node)) continue;
    const name = paths.nameOf(node).slice(4);
    targets.set(node, paths.add(paths.parentOf(node), name, 0, name.length));
  }
  return targets;
}

/** dive's stacked tree: what lower layers leave, with sizes. */
class StackedTree {
  readonly #paths: PathIndex;
  readonly #present: Uint8Array;
  readonly #size: Float64Array;
  readonly #isDirectory: Uint8Array;
  readonly #childStart: Int32Array;
  readonly #children: Int32Array;
  /** The node that `indexPaths` keeps names outside the root under, or -1. */
  readonly #outside: number;

  /** All paths must be in the index already. */
  constructor(paths: PathIndex) {
    const count = paths.count;
    this.#paths = paths;
    this.#outside = paths.find(0, parentName, 0, parentName.length);
    this.#present = new Uint8Array(count);
    this.#size = new Float64Array(count);
    this.#isDirectory = new Uint8Array(count);
    this.#childStart = new Int32Array(count + 1);
    this.#children = new Int32Array(count);
    for (let node = 1; node < count; node += 1) this.#childStart[paths.parentOf(node) + 1]! += 1;
    for (let node = 0; node < count; node += 1) this.#childStart[node + 1]! += this.#childStart[node]!;
    const fill = this.#childStart.slice();
    for (let node = 1; node < count; node += 1) {
      const parent = paths.parentOf(node);
      this.#children[fill[parent]!] = node;
      fill[parent]! += 1;
    }
  }

  copy(layer: LayerTree): void {
    layer.nodes.forEach((node, place) => {
      this.#set(node, layer.size[place]!, layer.isDirectory[place]!);
    });
  }

  stack(layer: LayerTree, targets: ReadonlyMap<number, number>): void {
    if (this.#outside >= 0 && layer.nodes.includes(this.#outside)) {
      this.#stackInOrder(layer, targets);
      return;
    }
    const inLayer = new Set<number>();
    for (const target of targets.values()) inLayer.add(target);
    const named = new Set(layer.nodes.filter((node) => inLayer.has(node)));
    // Siblings are visited in byte order: where the name sorts before its whiteout, the new file is struck out too.
    const comesFirst = (marker: number, target: number): boolean => named.has(target) && this.#sortsBeforeMarker(target, marker);
    for (const [marker, target] of targets) if (!comesFirst(marker, target)) this.#remove(target);
    layer.nodes.forEach((node, place) => {
      if (!targets.has(node)) this.#set(node, layer.size[place]!, layer.isDirectory[place]!);
      else if (layer.isLeaf[place] === 0 && this.#present[node] === 0) this.#set(node, 0, 0);
    });
    for (const [marker, target] of targets) if (comesFirst(marker, target)) this.#remove(target);
  }

  /**
   * Node by node as dive visits them, what is in a directory before it: names outside the root land among those inside, so that
   * siblings do not tell the order. Stacking cleans paths again: what climbed out of the root lands in it.
   */
  #stackInOrder(layer: LayerTree, targets: ReadonlyMap<number, number>): void {
    const paths = this.#paths;
    const places = new Map(layer.nodes.map((node, place) => [node, place]));
    /** Where the nodes below the outside land; -1 for nowhere, which counts as the root in the end. */
    const landing = new Map([[this.#outside, 0]]);
    const waiting = [0];
    while (waiting.length > 0) {
      const next = waiting.pop()!;
      if (next >= 0) {
        const inside = Array.from(this.#children.subarray(this.#childStart[next], this.#childStart[next + 1])).filter((child) => places.has(child));
        inside.sort((left, right) => compareNames(paths, right, left));
        waiting.push(~next);
        for (const child of inside) waiting.push(child);
        const above = landing.get(next);
        if (above !== undefined) for (const child of inside) landing.set(child, above < 0 ? -1 : paths.find(above, paths.nameOf(child), 0, paths.nameLength(child)));
        continue;
      }
      const node = ~next;
      const target = targets.get(node);
      if (node === 0) continue;
      if (target !== undefined) {
        this.#remove(target);
        continue;
      }
      const place = places.get(node)!;
      const into = Math.max(landing.get(node) ?? node, 0);
      this.#set(into, layer.size[place]!, layer.isDirectory[place]!);
      for (let at = paths.parentOf(into); at > 0 && this.#present[at] === 0; at = paths.parentOf(at)) this.#set(at, 0, 0);
    }
  }

  /** What a whiteout of `target` weighs: all below a directory, nothing for anything else; undefined where it is missing. */
  removalSize(target: number): number | undefined {
    // A bare `.wh.` names its directory with a trailing slash, which dive's lookup ignores.
    const node = this.#paths.nameLength(target) === 0 ? this.#paths.parentOf(target) : target;
    if (node === 0) return 0;
    if (this.#present[node] === 0) return undefined;
    if (this.#isDirectory[node] === 0) return 0;
    let sum = 0;
    this.#visit(node, (below) => {
      sum += this.#size[below]!;
    });
    return sum;
  }

  #set(node: number, size: number, isDirectory: number): void {
    if (node === 0) return;
    this.#present[node] = 1;
    this.#size[node] = size;
    this.#isDirectory[node] = isDirectory;
  }

  #remove(target: number): void {
    const node = this.#paths.nameLength(target) === 0 ? this.#paths.parentOf(target) : target;
    if (node === 0 || this.#present[node] === 0) return;
    this.#visit(node, (below) => {
      this.#present[below] = 0;
    });
  }

  #visit(node: number, visitor: (node: number) => void): void {
    const waiting = [node];
    while (waiting.length > 0) {
      const at = waiting.pop()!;
      for (let place = this.#childStart[at]!; place < this.#childStart[at + 1]!; place += 1) {
        const child = this.#children[place]!;
        if (this.#present[child] === 1) waiting.push(child);
      }
      visitor(at);
    }
  }

  #sortsBeforeMarker(target: number, marker: number): boolean {
    return compareNames(this.#paths, target, marker) < 0;
  }
}

/** dive's map of paths: how often each was seen, its bytes over all layers and its smallest copy. */
class Efficiency {
  readonly count: Int32Array;
  readonly cumulative: Float64Array;
  readonly smallest: Float64Array;
  readonly #seen: Uint8Array;
  readonly inefficiencies: number[] = [];

  constructor(nodes: number) {
    this.count = new Int32Array(nodes);
    this.cumulative = new Float64Array(nodes);
    this.smallest = new Float64Array(nodes);
    this.#seen = new Uint8Array(nodes);
  }

  /** Notes a path without a size: what an aborted walk leaves. */
  touch(node: number): void {
    if (this.#seen[node] === 1) return;
    this.#seen[node] = 1;
    this.smallest[node] = -1;
  }

  add(node: number, size: number): void {
    this.touch(node);
    this.cumulative[node]! += size;
    if (this.smallest[node]! < 0 || size < this.smallest[node]!) this.smallest[node] = size;
    this.count[node]! += 1;
    if (this.count[node] === 2) this.inefficiencies.push(node);
  }

  score(): number {
    let smallest = 0;
    let cumulative = 0;
    for (let node = 0; node < this.count.length; node += 1) {
      smallest += this.smallest[node]!;
      cumulative += this.cumulative[node]!;
    }
    return cumulative === 0 ? 1 : smallest / cumulative;
  }
}

/** Visits a layer's leaves up to the first whiteout (in dive's order) that strikes out nothing. */
function walkLayer(paths: PathIndex, layer: LayerTree, targets: ReadonlyMap<number, number>, stacked: StackedTree, efficiency: Efficiency): void {
  const removals = new Map<number, number>();
  let abort = -1;
  layer.nodes.forEach((node, place) => {
    const target = targets.get(node);
    if (target === undefined || layer.isLeaf[place] === 0) return;
    const size = stacked.removalSize(target);
    if (size !== undefined) removals.set(node, size);
    else if (abort < 0 || compareSegments(paths, node, abort) < 0) abort = node;
  });
  layer.nodes.forEach((node, place) => {
    if (layer.isLeaf[place] === 0) return;
    if (abort >= 0 && compareSegments(paths, node, abort) >= 0) return;
    const target = targets.get(node);
    if (target === undefined) efficiency.add(node, layer.size[place]!);
    else efficiency.add(target, removals.get(node)!);
  });
  if (abort >= 0) efficiency.touch(targets.get(abort)!);
}

/** Order of a walk that sorts the names of each directory: by segments, each by its bytes. */
function compareSegments(paths: PathIndex, a: number, b: number): number {
  if (a === b) return 0;
  const left = ancestors(paths, a);
  const right = ancestors(paths, b);
  let at = 0;
  while (at < left.length && at < right.length && left[at] === right[at]) at += 1;
  if (at === left.length || at === right.length) return left.length - right.length;
  return compareNames(paths, left[at]!, right[at]!);
}

/** A node and those above it, topmost first, without the root. */
function ancestors(paths: PathIndex, node: number): number[] {
  const chain = [];
  for (let at = node; at > 0; at = paths.parentOf(at)) chain.push(at);
  return chain.reverse();
}

function compareNames(paths: PathIndex, a: number, b: number): number {
  const left = paths.nameOf(a);
  const right = paths.nameOf(b);
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) if (left[at] !== right[at]) return left[at]! - right[at]!;
  return left.length - right.length;
}
