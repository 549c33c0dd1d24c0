/** The tree grid's model: a window of rows of an expanded, sorted, filtered tree. Types are in `tree-view.ts`. */
import { compareBytes, escapePath } from '../bytes/text';
import { success, type Outcome } from '../problem';
import { snapshotAt, type LayerSnapshot } from './layer-snapshot';
import { entryOf, layerCount, type RootFs } from './root-fs';
import { changeNames, shownNodes, type PathLabels, type ShownNodes } from './shown-nodes';
import type { TreeAnswer, TreeQuery, TreeRow, TreeSort } from './tree-view';

const typeNames: readonly TreeRow['type'][] = ['file', 'dir', 'symlink', 'file', 'char', 'block', 'fifo'];

const NONE = new Int32Array(0);

/** One tree grid over one merged image. Opening a query folds everything but the way to what was searched. */
export class TreeView {
  readonly #fs: RootFs;
  readonly #labels: PathLabels | undefined;
  #snapshot: LayerSnapshot | undefined;
  #nodes: ShownNodes = { shown: new Uint8Array(0), open: new Uint8Array(0) };
  #sort: TreeSort = 'size';
  /** Sorted children of the directories that were opened so far. */
  #sorted = new Map<number, Int32Array>();
  /** Nodes of all rows, in order, and each one's place among its siblings, from 1. */
  #rows = new Int32Array(0);
  #positions = new Int32Array(0);

  constructor(fs: RootFs, labels?: PathLabels) {
    this.#fs = fs;
    this.#labels = labels;
  }

  /** Replaces the view. Answers the number of rows and what a filter finds, or a problem when the search cannot be understood. */
  open(query: TreeQuery): Outcome<TreeAnswer> {
    const last = layerCount(this.#fs) - 1;
    const layer = Math.max(0, Math.min(query.layer ?? last, last));
    const snapshot = this.#snapshot?.layer === layer ? this.#snapshot : snapshotAt(this.#fs, layer);
    const nodes = shownNodes(this.#fs, snapshot, query, this.#labels);
    if (!nodes.ok) return nodes;
    this.#snapshot = snapshot;
    this.#nodes = nodes.value;
    this.#sort = query.sort;
    this.#sorted = new Map();
    [this.#rows, this.#positions] = this.#unfolded(0);
    const { found } = nodes.value;
    return success({ rows: this.#rows.length, ...(found && { found: { files: found.count, bytes: found.bytes } }) });
  }

  /** Opens or folds the directory in row `row`, or all directories; answers the new number of rows. */
  toggle(row: number | 'all', expanded: boolean): { readonly rows: number } {
    const { open } = this.#nodes;
    if (row === 'all') {
      open.fill(expanded ? 1 : 0);
      [this.#rows, this.#positions] = this.#unfolded(0);
      return { rows: this.#rows.length };
    }
    const node = this.#rows[row];
    if (node === undefined || !this.#expandable(node) || (open[node] === 1) === expanded) return { rows: this.#rows.length };
    if (expanded) {
      open[node] = 1;
      const [rows, positions] = this.#unfolded(node);
      this.#rows = spliced(this.#rows, row + 1, 0, rows);
      this.#positions = spliced(this.#positions, row + 1, 0, positions);
    } else {
      const below = this.#unfolded(node)[0].length;
      open[node] = 0;
      this.#rows = spliced(this.#rows, row + 1, below, new Int32Array(0));
      this.#positions = spliced(this.#positions, row + 1, below, new Int32Array(0));
    }
    return { rows: this.#rows.length };
  }

  /** Rows [from, to), clamped to those there are. */
  rows(from: number, to: number): TreeRow[] {
    const rows: TreeRow[] = [];
    for (let at = Math.max(0, from); at < Math.min(to, this.#rows.length); at += 1) rows.push(this.#rowAt(at));
    return rows;
  }

  #rowAt(at: number): TreeRow {
    const snapshot = this.#snapshot!;
    const node = this.#rows[at]!;
    const { paths } = this.#fs;
    const entry = entryOf(this.#fs, snapshot.version[node]!);
    const owner = this.#labels?.packageOf(node);
    let level = 0;
    for (let up = node; up > 0; up = paths.parentOf(up)) level += 1;
    return {
      id: node,
      name: escapePath(paths.nameOf(node)),
      path: escapePath(entry.path),
      type: typeNames[entry.type]!,
      level,
      position: this.#positions[at]!,
      setSize: this.#childrenOf(paths.parentOf(node)).length,
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
    return this.#childrenOf(node).length > 0;
  }

  /** All rows below a directory, as far as directories are open. */
  #unfolded(top: number): [rows: Int32Array<ArrayBuffer>, positions: Int32Array<ArrayBuffer>] {
    const rows: number[] = [];
    const positions: number[] = [];
    const ways = [{ children: this.#childrenOf(top), next: 0 }];
    for (let way = ways.at(-1); way !== undefined; way = ways.at(-1)) {
      const node = way.children[way.next];
      if (node === undefined) {
        ways.pop();
        continue;
      }
      way.next += 1;
      rows.push(node);
      positions.push(way.next);
      if (this.#nodes.open[node] === 1 && this.#expandable(node)) ways.push({ children: this.#childrenOf(node), next: 0 });
    }
    return [Int32Array.from(rows), Int32Array.from(positions)];
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
    const byName = (a: number, b: number): number => compareBytes(paths.nameOf(a), paths.nameOf(b));
    if (this.#sort === 'name') return byName;
    const column = this.#sort === 'size' ? this.#sizes : this.#snapshot!.hidden;
    return (a, b) => column[b]! - column[a]! || byName(a, b);
  }
}

function spliced(column: Int32Array, at: number, removed: number, added: Int32Array): Int32Array<ArrayBuffer> {
  const result = new Int32Array(column.length - removed + added.length);
  result.set(column.subarray(0, at));
  result.set(added, at);
  result.set(column.subarray(at + removed), at + added.length);
  return result;
}
