/** The tree grid's model: a window of rows of an expanded, sorted, filtered tree. Types are in `tree-view.ts`. */
import { escapePath } from '../bytes/text';
import { success, type Outcome } from '../problem';
import { snapshotAt, type LayerSnapshot } from './layer-snapshot';
import { NameText } from './name-text';
import { entryOf, layerCount, type RootFs } from './root-fs';
import { changeNames, shownNodes, type PathLabels, type ShownNodes } from './shown-nodes';
import type { TreeAnswer, TreeQuery, TreeRow, TreeWindow } from './tree-view';

const typeNames: readonly TreeRow['type'][] = ['file', 'dir', 'symlink', 'file', 'char', 'block', 'fifo'];

const NONE = new Int32Array(0);

/** Searches that find much, in each way of searching: what is typed first then meets code that the engine has compiled. */
const REHEARSALS: readonly NonNullable<TreeQuery['search']>[] = [
  { text: 'e', mode: 'text' }, { text: '**/*e*', mode: 'glob' }, { text: 'e/', mode: 'text' }, { text: '[a-z]+\\.', mode: 'regex' }, { text: 'a', mode: 'text' },
];

/**
 * One tree grid over one merged image. Of the rows only their numbers are kept: how many each directory would unfold. Folding costs one
 * climb to the root, a new order nothing at all; rows are found, and their directories sorted, when a window of them is asked for.
 */
export class TreeView {
  readonly #fs: RootFs;
  readonly #labels: PathLabels | undefined;
  readonly #names: NameText;
  #query: TreeQuery | undefined;
  #snapshot: LayerSnapshot | undefined;
  #nodes: ShownNodes = { shown: new Uint8Array(0), open: new Uint8Array(0), ownFolds: false };
  /** By node: 1 for what was unfolded while nothing was searched for or filtered. */
  #unfolded: Uint8Array | undefined;
  /** By node: how many of its children have rows, and how many rows unfold below it when it is open. */
  #children = new Uint32Array(1);
  #below = new Uint32Array(1);
  /** Sorted children of the directories that were looked into so far. */
  #sorted = new Map<number, Int32Array>();
  #state = 0;
  /** How many of the rehearsals were held. */
  #rehearsed = 0;

  constructor(fs: RootFs, labels?: PathLabels) {
    this.#fs = fs;
    this.#labels = labels;
    this.#names = new NameText(fs.paths);
  }

  /** Does a part of the work that the first search would have to do; false when nothing is left. */
  prepareSearch(): boolean {
    if (this.#names.prepare()) return true;
    const search = REHEARSALS[this.#rehearsed];
    if (search === undefined || this.#snapshot === undefined) return false;
    this.#rehearsed += 1;
    shownNodes(this.#fs, this.#snapshot, this.#names, { show: 'all', sort: 'size', search }, undefined);
    return this.#rehearsed < REHEARSALS.length;
  }

  /**
   * Replaces the view. Answers the number of rows and what a filter finds, or a problem when the search cannot be understood. What was
   * unfolded stays so, except that a search or filter, and a layer of few changes, unfold the way to what they show and nothing else.
   */
  open(query: TreeQuery): Outcome<TreeAnswer> {
    const last = layerCount(this.#fs) - 1;
    const layer = Math.max(0, Math.min(query.layer ?? last, last));
    const snapshot = this.#snapshot?.layer === layer ? this.#snapshot : snapshotAt(this.#fs, layer);
    if (this.#snapshot !== snapshot || !sameNodes(this.#query, query)) {
      const nodes = shownNodes(this.#fs, snapshot, this.#names, query, this.#labels, this.#nodes);
      if (!nodes.ok) return nodes;
      this.#nodes = nodes.value.ownFolds ? nodes.value : { ...nodes.value, open: (this.#unfolded ??= nodes.value.open) };
      this.#snapshot = snapshot;
      this.#count();
    }
    this.#query = query;
    this.#sorted = new Map();
    this.#state += 1;
    const { found } = this.#nodes;
    return success({ rows: this.#below[0]!, ...(found && { found: { files: found.count, bytes: found.bytes } }) });
  }

  /** Opens or folds a directory, named by the `id` of its row, or all of them; answers the new number of rows. */
  toggle(id: number | 'all', expanded: boolean): { readonly rows: number } {
    const { open } = this.#nodes;
    const { paths } = this.#fs;
    if (id === 'all') {
      open.fill(expanded ? 1 : 0);
      this.#count();
      this.#state += 1;
    } else if (id > 0 && id < paths.count && this.#expandable(id) && (open[id] === 1) !== expanded) {
      open[id] = expanded ? 1 : 0;
      const change = expanded ? this.#below[id]! : -this.#below[id]!;
      // What is folded higher up does not change what unfolds above it.
      for (let up = paths.parentOf(id); up >= 0; up = paths.parentOf(up)) {
        this.#below[up]! += change;
        if (up > 0 && open[up] === 0) break;
      }
      this.#state += 1;
    }
    return { rows: this.#below[0]! };
  }

  /** Rows [from, to) with the state of the tree that they belong to. */
  window(from: number, to: number): TreeWindow {
    return { state: this.#state, count: this.#below[0]!, from: Math.max(0, from), rows: this.rows(from, to) };
  }

  /** Rows [from, to), clamped to those there are. */
  rows(from: number, to: number): TreeRow[] {
    const rows: TreeRow[] = [];
    if (this.#snapshot === undefined) return rows;
    let at = 0;
    const ways = [{ children: this.#childrenOf(0), next: 0 }];
    for (let way = ways.at(-1); way !== undefined && at < to; way = ways.at(-1)) {
      const node = way.children[way.next];
      if (node === undefined) {
        ways.pop();
        continue;
      }
      way.next += 1;
      const open = this.#nodes.open[node] === 1;
      if (open && at + 1 + this.#below[node]! <= from) {
        at += 1 + this.#below[node]!;
        continue;
      }
      if (at >= from) rows.push(this.#rowOf(node, ways.length, way.next, way.children.length));
      at += 1;
      if (open && this.#expandable(node)) ways.push({ children: this.#childrenOf(node), next: 0 });
    }
    return rows;
  }

  /** Counts rows from the leaves up: children have higher numbers than their parents. */
  #count(): void {
    const { allParents: parents, count } = this.#fs.paths;
    const { shown, open } = this.#nodes;
    const children = this.#children.length === count ? this.#children.fill(0) : new Uint32Array(count);
    const below = this.#below.length === count ? this.#below.fill(0) : new Uint32Array(count);
    for (let node = count - 1; node > 0; node -= 1) {
      if (shown[node] === 0) continue;
      const parent = parents[node]!;
      children[parent]! += 1;
      below[parent]! += open[node] === 1 ? 1 + below[node]! : 1;
    }
    this.#children = children;
    this.#below = below;
  }

  #rowOf(node: number, level: number, position: number, setSize: number): TreeRow {
    const snapshot = this.#snapshot!;
    const { paths } = this.#fs;
    const entry = entryOf(this.#fs, snapshot.version[node]!);
    const owner = this.#labels?.packageOf(node);
    return {
      id: node,
      name: escapePath(paths.nameOf(node)),
      path: escapePath(entry.path),
      type: typeNames[entry.type]!,
      level,
      position,
      setSize,
      expandable: this.#expandable(node),
      expanded: this.#nodes.open[node] === 1 && this.#expandable(node),
      size: this.#sizes[node]!,
      files: (this.#nodes.found?.files ?? snapshot.files)[node]!,
      hiddenBytes: snapshot.hidden[node]!,
      mode: entry.mode, uid: entry.uid, gid: entry.gid, mtime: entry.mtime,
      ...(entry.link === undefined ? {} : { link: escapePath(entry.link) }),
      change: changeNames[snapshot.change[node]!]!,
      layer: this.#fs.born[entry.version]!,
      ...(owner === undefined ? {} : { package: owner }),
    };
  }

  /** Bytes by node: of what a filter finds where there is one, except for removed paths, which keep what they had. */
  get #sizes(): Float64Array {
    return this.#nodes.found?.size ?? this.#snapshot!.size;
  }

  /** A file can have rows below it too: what a layer removed when it put the file where a directory was. */
  #expandable(node: number): boolean {
    return this.#children[node]! > 0;
  }

  #childrenOf(node: number): Int32Array {
    const { children, childStart } = this.#fs;
    if (childStart[node] === childStart[node + 1]) return NONE;
    const known = this.#sorted.get(node);
    if (known !== undefined) return known;
    const shown = children.subarray(childStart[node], childStart[node + 1]).filter((child) => this.#nodes.shown[child] === 1);
    const sorted = shown.sort(this.#order());
    this.#sorted.set(node, sorted);
    return sorted;
  }

  /** Largest first, or by name; ties by name, in byte order. */
  #order(): (a: number, b: number) => number {
    const { paths } = this.#fs;
    const byName = (a: number, b: number): number => paths.compareNames(a, b);
    const sort = this.#query?.sort ?? 'size';
    if (sort === 'name') return byName;
    const column = sort === 'size' ? this.#sizes : this.#snapshot!.hidden;
    return (a, b) => column[b]! - column[a]! || byName(a, b);
  }
}

/** Whether two queries show the same paths, in whatever order. */
function sameNodes(one: TreeQuery | undefined, other: TreeQuery): boolean {
  return one !== undefined && JSON.stringify({ ...one, sort: '' }) === JSON.stringify({ ...other, sort: '' });
}
