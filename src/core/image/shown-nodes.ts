/** Which nodes a tree query shows: those that match it, with the directories above them. */
import { success, type Outcome } from '../problem';
import { foundNodes } from './found-nodes';
import { Change, type LayerSnapshot } from './layer-snapshot';
import { EntryType } from './layer-table';
import type { NameText } from './name-text';
import type { RootFs } from './root-fs';
import type { PathChange, TreeQuery, TreeRow } from './tree-view';

/** What packages and the catalogue of dead weight say of paths; answers by node. */
export interface PathLabels {
  /** Name of the package that owns a path, if one does. */
  packageOf(node: number): string | undefined;
  /** Kinds of dead weight that a path belongs to. */
  kindsOf(node: number): readonly string[];
}

export const changeNames: readonly PathChange[] = ['unchanged', 'added', 'changed', 'removed'];

export interface ShownNodes {
  /** By node: 1 when it has a row. */
  readonly shown: Uint8Array;
  /** By node: 1 for directories that are open at first: those above matches of a search, or above the few changes of a layer. */
  readonly open: Uint8Array;
  /** Whether `open` is of this query alone: what was unfolded before says nothing of it. */
  readonly ownFolds: boolean;
  /** Where a query leaves paths out: what of each directory it finds, or of the layer's changes, and of the whole. */
  readonly found?: FoundSums;
}

/** Bytes and files that a query finds, each inode once. */
export interface FoundSums {
  /** By node, at and below it. */
  readonly size: Float64Array;
  readonly files: Uint32Array;
  readonly bytes: number;
  readonly count: number;
}

/** Up to this many paths, a filter by package, kind or type opens the way to each, and so do the changes of a layer. */
const FEW = 400;

/** Fails when the search is no valid expression. What `before` says may be written over with what this query shows. */
export function shownNodes(
  fs: RootFs, snapshot: LayerSnapshot, names: NameText, query: TreeQuery, labels: PathLabels | undefined, before?: ShownNodes,
): Outcome<ShownNodes> {
  const searched = foundNodes(fs, snapshot, names, query.search);
  if (!searched.ok) return searched;
  const found = searched.value;
  const filters = filtersOf(fs, snapshot, query, labels);
  const selective = found !== undefined || filters.selective;
  const narrowed = selective || filters.keep.size > 0 || query.show === 'changes';
  const summed = selective || query.show === 'changes';
  const nodes: Columns = columnsFor(fs.paths.count, summed, before);
  const rows = mark(fs, snapshot, { found, takes: filters.takes, narrowed, wholeDirectories: selective }, nodes);
  const sums = nodes.sums && { ...nodes.sums, bytes: nodes.sums.size[0]!, count: nodes.sums.files[0]! };
  const byOwner = query.package !== undefined || query.kind !== undefined || query.types !== undefined;
  const openAll = found === undefined && ((query.show === 'changes' && !selective && rows <= FEW) || (byOwner && sums !== undefined && sums.count <= FEW));
  if (openAll) openParents(fs, nodes);
  return success({ shown: nodes.shown, open: nodes.open, ownFolds: selective || openAll, ...(sums && { found: sums }) });
}

interface Filters {
  /** Whether it leaves out paths by what they are, apart from how a layer changed them. */
  readonly selective: boolean;
  readonly keep: ReadonlySet<number>;
  /** Whether a node is there at this layer and passes them all. */
  readonly takes: (node: number) => boolean;
}

function filtersOf(fs: RootFs, { version, change, touched, size, hidden }: LayerSnapshot, query: TreeQuery, labels: PathLabels | undefined): Filters {
  const { minBytes, package: owner, kind } = query;
  const types = query.types && new Set<number>(query.types.map((name: TreeRow['type']) => EntryType[name]));
  const keep = new Set<number>((query.changes ?? []).map((name) => changeNames.indexOf(name)));
  const changesOnly = query.show === 'changes';
  const removedToo = changesOnly || keep.has(Change.removed);
  const hiddenOnly = query.hiddenOnly === true;
  const selective = minBytes !== undefined || types !== undefined || hiddenOnly || owner !== undefined || kind !== undefined;
  const isThere = (node: number): boolean => version[node]! >= 0 && (removedToo || change[node] !== Change.removed);
  if (!selective && !changesOnly && keep.size === 0) return { selective, keep, takes: isThere };
  const takes = (node: number): boolean =>
    isThere(node) &&
    (!changesOnly || touched[node] === 1) &&
    (keep.size === 0 || keep.has(change[node]!)) &&
    (minBytes === undefined || size[node]! >= minBytes) &&
    (types === undefined || types.has(fs.type[version[node]!]!)) &&
    (!hiddenOnly || hidden[node] !== 0) &&
    (owner === undefined || labels?.packageOf(node) === owner) &&
    (kind === undefined || labels?.kindsOf(node).includes(kind) === true);
  return { selective, keep, takes };
}

interface Columns {
  readonly shown: Uint8Array;
  readonly open: Uint8Array;
  readonly sums?: { readonly size: Float64Array; readonly files: Uint32Array } | undefined;
}

/** Empty columns: those of the query before, where they were its own. */
function columnsFor(count: number, summed: boolean, before: ShownNodes | undefined): Columns {
  const own = before?.ownFolds === true && before.shown.length === count ? before : undefined;
  return {
    shown: own?.shown.fill(0) ?? new Uint8Array(count),
    open: own?.open.fill(0) ?? new Uint8Array(count),
    ...(summed && { sums: own?.found ? { size: own.found.size.fill(0), files: own.found.files.fill(0) } : { size: new Float64Array(count), files: new Uint32Array(count) } }),
  };
}

interface Marking {
  readonly found: Uint8Array | undefined;
  readonly takes: (node: number) => boolean;
  /** Whether some paths are left out, and the directories above those that are shown must be shown too. */
  readonly narrowed: boolean;
  /** A directory that is found without anything in it counts whole, and else, as an entry of a layer, nothing; what was removed keeps what it had. */
  readonly wholeDirectories: boolean;
}

/** Fills the columns from the leaves up, since children have higher numbers than their parents; answers how many nodes pass by themselves. */
function mark(fs: RootFs, snapshot: LayerSnapshot, { found, takes, narrowed, wholeDirectories }: Marking, { shown, open, sums }: Columns): number {
  const { allParents: parents, count } = fs.paths;
  const { version, change } = snapshot;
  const passes = (node: number): boolean => found?.[node] !== 0 && takes(node);
  const twins = sums && linksCountedElsewhere(fs, snapshot, passes);
  let rows = 0;
  for (let node = count - 1; node > 0; node -= 1) {
    if (found !== undefined && found[node] === 0 && shown[node] === 0) continue;
    const passed = passes(node);
    if (passed) {
      shown[node] = 1;
      rows += 1;
    } else if (shown[node] === 0) continue;
    const parent = parents[node]!;
    const removed = change[node] === Change.removed;
    if (sums !== undefined && version[node]! >= 0) {
      const { size, files } = sums;
      if (passed && !removed && fs.type[version[node]!] === EntryType.file) {
        files[node]! += 1;
        if (!twins!.has(node)) size[node]! += snapshot.size[node]!;
      } else if (passed && files[node] === 0 && (wholeDirectories || removed)) {
        size[node] = snapshot.size[node]!;
        files[node] = snapshot.files[node]!;
      }
      // What was removed counts in removed directories only, as in the whole tree.
      if (!removed || change[parent] === Change.removed) {
        size[parent]! += size[node]!;
        files[parent]! += files[node]!;
      }
    }
    if (!narrowed || parent === 0) continue;
    // A match inside a match needs no search of its own: it is folded into the upper one.
    if (found !== undefined && (found[parent] === 0 || open[node] === 1)) open[parent] = 1;
    shown[parent] = 1;
  }
  return rows;
}

/** Of hard links that are found, only the first one has the bytes: the others. */
function linksCountedElsewhere(fs: RootFs, { version, change }: LayerSnapshot, passes: (node: number) => boolean): ReadonlySet<number> {
  const twins = new Set<number>();
  for (const names of fs.linkGroups.values()) {
    const nodes = names.filter((name) => version[fs.node[name]!] === name && change[fs.node[name]!] !== Change.removed).map((name) => fs.node[name]!).filter(passes);
    const first = nodes.reduce((least, node) => Math.min(least, node), Infinity);
    for (const node of nodes) if (node !== first) twins.add(node);
  }
  return twins;
}

/** Opens the way to all that is shown. */
function openParents(fs: RootFs, { shown, open }: Columns): void {
  const { allParents: parents } = fs.paths;
  for (let node = 1; node < shown.length; node += 1) if (shown[node] === 1 && parents[node]! > 0) open[parents[node]!] = 1;
}
