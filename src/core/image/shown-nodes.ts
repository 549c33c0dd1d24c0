/** Which nodes a tree query shows: those that match it, with the directories above them. */
import { escapePath } from '../bytes/text';
import type { Outcome } from '../problem';
import { success } from '../problem';
import { Change, type LayerSnapshot } from './layer-snapshot';
import { EntryType } from './layer-table';
import type { RootFs } from './root-fs';
import { pathTest, type PathTest } from './tree-search';
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
  /** By node: 1 for directories that are open at first: those above matches of a search. */
  readonly open: Uint8Array;
}

/** Fails when the search is no valid expression. */
export function shownNodes(fs: RootFs, snapshot: LayerSnapshot, query: TreeQuery, labels: PathLabels | undefined): Outcome<ShownNodes> {
  const test = pathTest(query.search);
  if (!test.ok) return test;
  const { paths } = fs;
  const count = paths.count;
  const shown = new Uint8Array(count);
  const open = new Uint8Array(count);
  const found = test.value === undefined ? undefined : foundNodes(fs, snapshot, test.value);
  const types = query.types && new Set<number>(query.types.map((name: TreeRow['type']) => EntryType[name]));
  const keep = new Set<number>((query.changes ?? []).map((name) => changeNames.indexOf(name)));
  const narrowed = found !== undefined || keep.size > 0 || query.minBytes !== undefined || types !== undefined || query.hiddenOnly === true || query.package !== undefined || query.kind !== undefined;
  const removedToo = query.show === 'changes' || keep.has(Change.removed);
  for (let node = 1; node < count; node += 1) {
    if (snapshot.version[node]! < 0 || (snapshot.change[node] === Change.removed && !removedToo)) continue;
    if (query.show === 'changes' && snapshot.touched[node] === 0) continue;
    if (found !== undefined && found[node] === 0) continue;
    if (keep.size > 0 && !keep.has(snapshot.change[node]!)) continue;
    if (query.minBytes !== undefined && snapshot.size[node]! < query.minBytes) continue;
    if (types !== undefined && !types.has(fs.type[snapshot.version[node]!]!)) continue;
    if (query.hiddenOnly === true && snapshot.hidden[node] === 0) continue;
    if (query.package !== undefined && labels?.packageOf(node) !== query.package) continue;
    if (query.kind !== undefined && labels?.kindsOf(node).includes(query.kind) !== true) continue;
    shown[node] = 1;
  }
  if (narrowed || query.show === 'changes') {
    // Children have higher numbers than their parents: one pass downwards reaches all that is above.
    for (let node = count - 1; node > 0; node -= 1) {
      const parent = paths.parentOf(node);
      if (shown[node] === 0 || parent <= 0) continue;
      // A match inside a match needs no search of its own: it is folded into the upper one.
      if (found !== undefined && (found[parent] === 0 || open[node] === 1)) open[parent] = 1;
      shown[parent] = 1;
    }
  }
  return success({ shown, open });
}

/** By node: 1 where the search finds the path. */
function foundNodes(fs: RootFs, snapshot: LayerSnapshot, test: PathTest): Uint8Array {
  const { paths } = fs;
  const found = new Uint8Array(paths.count);
  const prefixes = new Map<number, string>([[0, '']]);
  for (let node = 1; node < paths.count; node += 1) {
    if (snapshot.version[node]! < 0) continue;
    const path = (prefixes.get(paths.parentOf(node)) ?? '') + escapePath(paths.nameOf(node));
    if (fs.childStart[node + 1]! > fs.childStart[node]!) prefixes.set(node, `${path}/`);
    if (test(path)) found[node] = 1;
  }
  return found;
}
