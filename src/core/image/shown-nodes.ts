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

/** Fails when the search is no valid expression. */
export function shownNodes(fs: RootFs, snapshot: LayerSnapshot, names: NameText, query: TreeQuery, labels: PathLabels | undefined): Outcome<ShownNodes> {
  const searched = foundNodes(fs, snapshot, names, query.search);
  if (!searched.ok) return searched;
  const found = searched.value;
  const { paths } = fs;
  const count = paths.count;
  const shown = new Uint8Array(count);
  const open = new Uint8Array(count);
  const types = query.types && new Set<number>(query.types.map((name: TreeRow['type']) => EntryType[name]));
  const keep = new Set<number>((query.changes ?? []).map((name) => changeNames.indexOf(name)));
  const selective = found !== undefined || query.minBytes !== undefined || types !== undefined || query.hiddenOnly === true || query.package !== undefined || query.kind !== undefined;
  const narrowed = selective || keep.size > 0;
  const changesOnly = query.show === 'changes';
  const removedToo = changesOnly || keep.has(Change.removed);
  let rows = 0;
  for (let node = 1; node < count; node += 1) {
    if (snapshot.version[node]! < 0 || (snapshot.change[node] === Change.removed && !removedToo)) continue;
    if (changesOnly && snapshot.touched[node] === 0) continue;
    if (found?.[node] === 0) continue;
    if (keep.size > 0 && !keep.has(snapshot.change[node]!)) continue;
    if (query.minBytes !== undefined && snapshot.size[node]! < query.minBytes) continue;
    if (types !== undefined && !types.has(fs.type[snapshot.version[node]!]!)) continue;
    if (query.hiddenOnly === true && snapshot.hidden[node] === 0) continue;
    if (query.package !== undefined && labels?.packageOf(node) !== query.package) continue;
    if (query.kind !== undefined && labels?.kindsOf(node).includes(query.kind) !== true) continue;
    shown[node] = 1;
    rows += 1;
  }
  const sums = selective || changesOnly ? foundSums(fs, snapshot, shown, selective) : undefined;
  const byOwner = query.package !== undefined || query.kind !== undefined || types !== undefined;
  const openAll = found === undefined && ((changesOnly && !selective && rows <= FEW) || (byOwner && sums !== undefined && sums.count <= FEW));
  if (narrowed || changesOnly) {
    // Children have higher numbers than their parents: one pass downwards reaches all that is above.
    for (let node = count - 1; node > 0; node -= 1) {
      const parent = paths.parentOf(node);
      if (shown[node] === 0 || parent <= 0) continue;
      // A match inside a match needs no search of its own: it is folded into the upper one.
      if (found !== undefined && (found[parent] === 0 || open[node] === 1)) open[parent] = 1;
      if (openAll) open[parent] = 1;
      shown[parent] = 1;
    }
  }
  return success({ shown, open, ownFolds: selective || openAll, ...(sums && { found: sums }) });
}

/**
 * `matches` has 1 for what the query finds itself. A directory that is found without anything in it counts whole if `wholeDirectories`,
 * and else, as an entry of a layer, nothing; what was removed keeps what it had.
 */
function foundSums(fs: RootFs, snapshot: LayerSnapshot, matches: Uint8Array, wholeDirectories: boolean): FoundSums {
  const { paths } = fs;
  const size = new Float64Array(paths.count);
  const files = new Uint32Array(paths.count);
  const isFound = (node: number, version: number): boolean =>
    version >= 0 && matches[node] === 1 && fs.type[version] === EntryType.file && snapshot.change[node] !== Change.removed;
  for (let node = 1; node < paths.count; node += 1) {
    if (!isFound(node, snapshot.version[node]!)) continue;
    files[node] = 1;
    size[node] = snapshot.size[node]!;
  }
  // Of hard links, only the first that is found has the bytes.
  for (const names of fs.linkGroups.values()) {
    const found = names.filter((version) => snapshot.version[fs.node[version]!] === version && isFound(fs.node[version]!, version)).map((version) => fs.node[version]!);
    const first = Math.min(...found);
    for (const node of found) if (node !== first) size[node] = 0;
  }
  for (let node = paths.count - 1; node > 0; node -= 1) {
    if (matches[node] === 1 && files[node] === 0 && (wholeDirectories || snapshot.change[node] === Change.removed)) {
      size[node] = snapshot.size[node]!;
      files[node] = snapshot.files[node]!;
    }
    const parent = paths.parentOf(node);
    // What was removed counts in removed directories only, as in the whole tree.
    if (parent < 0 || snapshot.version[node]! < 0 || (snapshot.change[node] === Change.removed && snapshot.change[parent] !== Change.removed)) continue;
    size[parent]! += size[node]!;
    files[parent]! += files[node]!;
  }
  return { size, files, bytes: size[0]!, count: files[0]! };
}
