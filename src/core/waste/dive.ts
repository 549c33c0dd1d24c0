/** The figures that dive 0.13 prints for the same layers, its known errors included, so that the two can be compared. */
import type { Rows } from '../columns';
import { childLists, type ChildLists } from '../image/child-lists';
import type { IndexedLayers } from '../image/index-paths';
import type { PathIndex } from '../image/path-index';
import { partingOf } from '../image/path-order';
import { DiveEfficiency, type Inefficiency } from './dive-efficiency';
import { DiveLayer } from './dive-layer';
import { DiveStack } from './dive-stack';

/** As dive's JSON has them; percentages and scores are ratios from 0 to 1 (a leaked -1 can push them out of it). */
export interface DiveFigures {
  readonly sizeBytes: number;
  readonly userSizeBytes: number;
  readonly inefficientBytes: number;
  readonly efficiencyScore: number;
  /** null where dive prints NaN or +Inf: no bytes above the first layer. */
  readonly userWastedPercent: number | null;
  /** Paths seen twice or more, by cumulative bytes, largest first. */
  readonly inefficiencies: Rows<Inefficiency>;
  /** By layer, the whiteout without target at which dive's walk of it ends; -1 where it is walked whole. Nodes of the index. */
  readonly walkEnds: readonly number[];
}

/**
 * dive's `Analyze` (filetree/efficiency.go, filetree/file_tree.go of v0.13), with one growing stacked tree where dive stacks
 * all lower layers again for every whiteout.
 *
 * What it does by design of the original: every copy of a path counts, the live one too; hard links are empty; opaque markers
 * vanish; a removed directory counts with all below it, at its own path; a whiteout without target ends the walk of its
 * layer and leaves a minimum of -1 behind; implied directories count as files of no size.
 */
export function diveFigures(indexed: IndexedLayers, lists: ChildLists = childLists(indexed.paths)): DiveFigures {
  const { paths, tables, rowNodes } = indexed;
  const layer = new DiveLayer(indexed);
  const stack = new DiveStack(paths, lists);
  const efficiency = new DiveEfficiency(paths.count);
  let sizeBytes = 0;
  let firstBytes = 0;
  const walkEnds: number[] = [];
  tables.forEach((table, index) => {
    layer.read(table, rowNodes[index]!);
    sizeBytes += layer.fileSize;
    // dive copies the first tree and then stacks it upon itself: its whiteouts act on its own files from the second layer on.
    if (index === 0) {
      firstBytes = layer.fileSize;
      stack.copy(layer);
    }
    walkEnds.push(walk(paths, layer, stack, efficiency));
    stack.stack(layer);
  });
  const inefficiencies = efficiency.inefficiencies();
  const inefficientBytes = inefficiencies.sum(({ bytes }) => bytes);
  const userSizeBytes = sizeBytes - firstBytes;
  return {
    sizeBytes, userSizeBytes, inefficientBytes, inefficiencies, walkEnds,
    efficiencyScore: efficiency.score(),
    userWastedPercent: userSizeBytes === 0 ? null : inefficientBytes / userSizeBytes,
  };
}

/** Visits a layer's leaves up to the first whiteout (in dive's order) that strikes out nothing; answers that, or -1. */
function walk(paths: PathIndex, layer: DiveLayer, stack: DiveStack, efficiency: DiveEfficiency): number {
  const removals = new Map<number, number>();
  let abort = -1;
  for (const [marker, target] of layer.targets) {
    if (!layer.isLeaf(marker)) continue;
    const size = stack.removalSize(target);
    if (size !== undefined) removals.set(marker, size);
    else if (abort < 0 || compareSegments(paths, marker, abort) < 0) abort = marker;
  }
  const comesBefore = abort < 0 ? undefined : orderBefore(paths, abort);
  const { nodes, count } = layer;
  for (let place = 0; place < count; place += 1) {
    const node = nodes[place]!;
    if (!layer.isLeaf(node) || comesBefore?.(node) === false) continue;
    if (layer.isMarker(node)) efficiency.add(layer.targets.get(node)!, removals.get(node)!);
    else efficiency.add(node, layer.sizeOf(node));
  }
  if (abort >= 0) efficiency.touch(layer.targets.get(abort)!);
  return abort;
}

/** Order of a walk that sorts the names of each directory: by segments, each by its bytes. */
function compareSegments(paths: PathIndex, a: number, b: number): number {
  if (a === b) return 0;
  const [left, right] = partingOf(paths, a, b);
  if (left === right) return left === a ? -1 : 1;
  return paths.compareNames(left, right);
}

/** Tells of leaves whether the walk meets them before the leaf `last`; each directory on the way is looked at once. */
function orderBefore(paths: PathIndex, last: number): (leaf: number) => boolean {
  /** The directories above `last`, each with what is next on the way to it. */
  const next = new Map<number, number>();
  for (let at = last; at > 0; at = paths.parentOf(at)) next.set(paths.parentOf(at), at);
  const known = new Map<number, boolean>();
  return (leaf) => {
    if (leaf === last) return false;
    const climbed: number[] = [];
    let at = leaf;
    while (!known.has(paths.parentOf(at)) && !next.has(paths.parentOf(at))) {
      at = paths.parentOf(at);
      climbed.push(at);
    }
    const beside = next.get(paths.parentOf(at));
    const before = beside === undefined ? known.get(paths.parentOf(at))! : paths.compareNames(at, beside) < 0;
    for (const directory of climbed) known.set(directory, before);
    return before;
  };
}
