/** A layer's entries in the order and with the quirks of dive's file tree (dive/filetree, version 0.13). */
import { latin1 } from '../bytes/latin1';

/** One node: `row` of the table is its payload, undefined for a directory that no entry names. */
interface Node {
  readonly name: string;
  readonly children: Map<string, Node>;
  row?: number;
}

/** AUFS bookkeeping and opaque markers: dive drops the rest of such a path without a word. */
const DOUBLE_WHITEOUT = '.wh..wh..';

/** The rows of a layer and their paths. */
export interface LayerPaths {
  readonly count: number;
  pathOf(row: number): Uint8Array;
  /** The whiteout at which dive's walk ends, in latin1; undefined where it visits all. */
  readonly walkEnd: string | undefined;
}

/** A node as dive visits it. */
export interface Visit {
  /** Of the layer; undefined for a directory that no entry names. */
  readonly row: number | undefined;
  readonly leaf: boolean;
  /** Of a leaf that no entry names: a directory of which only a marker is told. */
  readonly path?: string;
}

/** A layer in dive's post-order: children before their directory, names in byte order. Of two entries with one path the later counts. */
export function diveOrder({ count, pathOf }: Omit<LayerPaths, 'walkEnd'>): readonly Visit[] {
  const root: Node = { name: '', children: new Map() };
  for (let row = 0; row < count; row += 1) addPath(root, latin1(pathOf(row)), row);
  return postOrder(root);
}

/**
 * When dive's walk meets each of the given paths for the second time, as increasing numbers: the order of its list of inefficient files
 * before that is sorted.
 */
export function secondMeetings(layers: readonly (readonly [LayerPaths, readonly Visit[]])[], paths: ReadonlySet<string>): ReadonlyMap<string, number> {
  const seen = new Set<string>();
  const met = new Map<string, number>();
  for (const [{ pathOf, walkEnd }, visits] of layers) {
    for (const { row, leaf, path: unnamed } of visits) {
      if (!leaf) continue;
      const written = row === undefined ? unnamed : latin1(pathOf(row));
      if (written !== undefined && written === walkEnd) break;
      const path = written?.replace(/(^|\/)\.wh\.([^/]*)$/, '$1$2');
      if (path === undefined || !paths.has(path)) continue;
      if (seen.has(path) && !met.has(path)) met.set(path, met.size);
      seen.add(path);
    }
  }
  return met;
}

function addPath(root: Node, path: string, row: number): void {
  if (path === '') return;
  let node = root;
  for (const name of path.split('/')) {
    let child = node.children.get(name);
    if (child === undefined) {
      if (name.startsWith(DOUBLE_WHITEOUT)) return;
      child = { name, children: new Map() };
      node.children.set(name, child);
    }
    node = child;
  }
  node.row = row;
}

/** Without recursion: a hostile path may be thousands of directories deep. */
function postOrder(root: Node): Visit[] {
  const order: Visit[] = [];
  const stack: { readonly node: Node; readonly children: readonly Node[]; next: number }[] = [{ node: root, children: sorted(root), next: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = top.children[top.next];
    if (child !== undefined) {
      top.next += 1;
      stack.push({ node: child, children: sorted(child), next: 0 });
      continue;
    }
    const { row, children } = top.node;
    const leaf = children.size === 0;
    if (top.node !== root) order.push({ row, leaf, ...(leaf && row === undefined ? { path: stack.slice(1).map(({ node }) => node.name).join('/') } : {}) });
    stack.pop();
  }
  return order;
}

/** Names hold one byte a character, so the order of code units is the order of bytes. */
function sorted(node: Node): readonly Node[] {
  return [...node.children.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
