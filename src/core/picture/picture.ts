/** The rectangles of an image that can be seen from one place of its tree. */
import { escapePath, unescapePath } from '../bytes/text';
import { EntryType } from '../image/layer-table';
import type { RootFs } from '../image/root-fs';
import { squarify, type Area } from './treemap';
import type { Weights } from './weights';

export type PictureColour = 'layer' | 'package' | 'kind' | 'waste';

export interface PictureQuery {
  /** Path of the directory that fills the picture, escaped as in the tree; empty for the whole image. */
  readonly root: string;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly colour: PictureColour;
}

/** What a node is, in the picture and in the table beside it. */
export interface PictureItem {
  readonly id: number;
  /** Escaped as in the tree. */
  readonly path: string;
  readonly directory: boolean;
  readonly reachable: number;
  readonly hidden: number;
  /** Index into `groups`: its own, or for a directory the one that most of its bytes belong to. */
  readonly group: number;
}

export interface PictureRect extends PictureItem, Area {
  /** From 1 for what lies directly in the root. */
  readonly depth: number;
  /** Its content is drawn in it, below a line with its name. */
  readonly divided: boolean;
  /** Name below the directory that it is drawn in: several segments where nothing but one directory leads on. */
  readonly label: string;
  /** How many things share it, being too small to be drawn; `path` is then that of the directory that holds them. */
  readonly rest?: number;
}

export interface Picture {
  readonly root: { readonly path: string; readonly reachable: number; readonly hidden: number };
  readonly rects: readonly PictureRect[];
  /** The largest parts of the root, and how many there are. */
  readonly parts: readonly PictureItem[];
  readonly partCount: number;
  /** What the colours stand for below the root, with their reachable bytes; by index of `group`. */
  readonly groups: readonly { readonly key: string; readonly bytes: number }[];
}

/** Which group a file belongs to, by node. */
export interface Grouping {
  readonly keys: readonly string[];
  of(node: number): number;
}

/** Height of the line with a directory's name, and the ground around its content. */
const TITLE = 17;
const PAD = 2;
/** Below this a directory is drawn as one rectangle. */
const LEAST_DIVIDED = { width: 44, height: 34 } as const;
const MOST_RECTS = 1900;
const MOST_PARTS = 200;

/** Draws what `query` asks for; a root that does not exist is the whole image. */
export function drawPicture(fs: RootFs, weights: Weights, grouping: Grouping, query: PictureQuery): Picture {
  const root = Math.max(0, fs.paths.findPath(unescapePath(query.root)));
  const total = (node: number): number => weights.reachable[node]! + weights.hidden[node]!;
  const childrenOf = (node: number): number[] => {
    const found: number[] = [];
    for (let at = fs.childStart[node]!; at < fs.childStart[node + 1]!; at += 1) if (total(fs.children[at]!) > 0) found.push(fs.children[at]!);
    return found.sort((a, b) => total(b) - total(a) || a - b);
  };
  const tally = (node: number, bytes: Float64Array, amount: (node: number) => number): void => {
    const nodes = [node];
    for (let next = nodes.pop(); next !== undefined; next = nodes.pop()) {
      const own = amount(next) - below(fs, next, amount);
      if (own > 0) bytes[grouping.of(next)]! += own;
      for (let at = fs.childStart[next]!; at < fs.childStart[next + 1]!; at += 1) if (total(fs.children[at]!) > 0) nodes.push(fs.children[at]!);
    }
  };
  const groups = new Map<number, number>();
  const groupOf = (node: number): number => {
    let group = groups.get(node);
    if (group === undefined) {
      const bytes = new Float64Array(grouping.keys.length);
      tally(node, bytes, total);
      group = bytes.reduce((best, value, index) => (value > bytes[best]! ? index : best), 0);
      groups.set(node, group);
    }
    return group;
  };
  const itemOf = (node: number): PictureItem => {
    const version = weights.version[node]!;
    return {
      id: node, path: escapePath(fs.paths.pathOf(node)), reachable: weights.reachable[node]!, hidden: weights.hidden[node]!, group: groupOf(node),
      directory: (version >= 0 && fs.type[version] === EntryType.dir) || fs.childStart[node + 1]! > fs.childStart[node]!,
    };
  };
  const rects = layOut(query, root, { childrenOf, total, itemOf });
  const parts = childrenOf(root);
  const bytes = new Float64Array(grouping.keys.length);
  tally(root, bytes, (node) => weights.reachable[node]!);
  return {
    root: { path: escapePath(fs.paths.pathOf(root)), reachable: weights.reachable[root]!, hidden: weights.hidden[root]! },
    rects,
    parts: parts.slice(0, MOST_PARTS).map(itemOf),
    partCount: parts.length,
    groups: grouping.keys.map((key, index) => ({ key, bytes: bytes[index]! })),
  };
}

interface Model {
  childrenOf(node: number): number[];
  total(node: number): number;
  itemOf(node: number): PictureItem;
}

/** Level by level, so that a limit cuts the smallest things and not the last ones. */
function layOut(query: PictureQuery, root: number, { childrenOf, total, itemOf }: Model): PictureRect[] {
  const rects: PictureRect[] = [];
  const least = Math.max(24, (query.width * query.height) / 1500);
  let level: { readonly node: number; readonly path: string; readonly area: Area; readonly depth: number }[] = [
    { node: root, path: itemOf(root).path, depth: 1, area: { x: 0, y: 0, width: query.width, height: query.height } },
  ];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { node, path, area, depth } of level) {
      const children = childrenOf(node);
      const whole = total(node);
      const scale = whole > 0 ? (area.width * area.height) / whole : 0;
      const seen = children.filter((child) => total(child) * scale >= least);
      const { placed, rest } = squarify(seen.map(total), whole, area);
      const labelOf = (item: PictureItem): string => item.path.slice(path === '' ? 0 : path.length + 1);
      placed.forEach((place, index) => {
        if (rects.length >= MOST_RECTS) return;
        const child = onlyWay(seen[index]!, childrenOf, total);
        const item = itemOf(child);
        const divided = item.directory && place.width >= LEAST_DIVIDED.width && place.height >= LEAST_DIVIDED.height && childrenOf(child).length > 0;
        rects.push({ ...item, ...place, depth, divided, label: labelOf(item) });
        if (!divided) return;
        const inner = { x: place.x + PAD, y: place.y + TITLE, width: place.width - 2 * PAD, height: place.height - TITLE - PAD };
        next.push({ node: child, path: item.path, area: inner, depth: depth + 1 });
      });
      const small = children.slice(seen.length);
      if (small.length > 0 && rest.width * rest.height >= 1 && rects.length < MOST_RECTS) rects.push(restOf(small.map(itemOf), rest, { id: -1 - node, path, depth }));
    }
    level = next;
  }
  return rects;
}

/** Down a chain of directories that hold nothing but the next one. */
function onlyWay(node: number, childrenOf: Model['childrenOf'], total: Model['total']): number {
  let at = node;
  for (;;) {
    const [only, second] = childrenOf(at);
    if (only === undefined || second !== undefined || total(only) !== total(at) || childrenOf(only).length === 0) return at;
    at = only;
  }
}

/** One rectangle for many small things, in the colour of most of their bytes. */
function restOf(items: readonly PictureItem[], area: Area, { id, path, depth }: { readonly id: number; readonly path: string; readonly depth: number }): PictureRect {
  const groups = new Map<number, number>();
  let [reachable, hidden, group, most] = [0, 0, 0, -1];
  for (const item of items) {
    reachable += item.reachable;
    hidden += item.hidden;
    const bytes = (groups.get(item.group) ?? 0) + item.reachable + item.hidden;
    groups.set(item.group, bytes);
    if (bytes > most) [group, most] = [item.group, bytes];
  }
  return { ...area, id, path, depth, reachable, hidden, group, directory: true, divided: false, label: '', rest: items.length };
}

function below(fs: RootFs, node: number, total: (node: number) => number): number {
  let sum = 0;
  for (let at = fs.childStart[node]!; at < fs.childStart[node + 1]!; at += 1) sum += total(fs.children[at]!);
  return sum;
}
