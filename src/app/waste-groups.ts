/** Folds the waste list into what a person can act on: grouped by reason, layer or nothing, then by directory, largest first. */
import { readablePath } from '../core/bytes/text';
import type { WasteReason, WasteReport } from '../core/report/report';

/** A directory, a file, or a group of them. Children are sorted by bytes, largest first. */
export interface WasteNode {
  readonly id: string;
  /** Path below the parent node: several segments where only one directory leads on. */
  readonly name: string;
  /** Whole path; of a group the directory that holds all of it, empty for the root. */
  readonly path: string;
  readonly bytes: number;
  readonly storedBytes: number;
  /** Entries of the waste list in here. */
  readonly count: number;
  /** Layers that hold the hidden bytes, ascending. */
  readonly layers: readonly number[];
  /** Layers that hid them, ascending. */
  readonly hiddenBy: readonly number[];
  readonly reasons: readonly WasteReason[];
  readonly changed: readonly string[];
  /** Set on a leaf: the entry itself. */
  readonly entry?: WasteReport;
  readonly children: readonly WasteNode[];
}

/** A group with its key: the reason, or the layer that holds the bytes. */
export interface WasteGroup extends WasteNode {
  readonly group: { readonly by: 'reason'; readonly reason: WasteReason } | { readonly by: 'layer'; readonly layer: number };
}

interface Draft {
  readonly directories: Map<string, Draft>;
  readonly entries: [name: string, entry: WasteReport][];
}

/** The folded tree of all entries, without groups. */
export function foldByDirectory(waste: readonly WasteReport[], prefix = ''): WasteNode {
  const root: Draft = { directories: new Map(), entries: [] };
  for (const entry of waste) {
    const segments = entry.path.split('/');
    const name = segments.pop() ?? entry.path;
    let at = root;
    for (const segment of segments) {
      let next = at.directories.get(segment);
      if (!next) at.directories.set(segment, (next = { directories: new Map(), entries: [] }));
      at = next;
    }
    at.entries.push([name, entry]);
  }
  return finish(root, '', '', prefix);
}

function finish(draft: Draft, name: string, path: string, prefix: string): WasteNode {
  const children: WasteNode[] = [];
  for (const [segment, directory] of draft.directories) {
    let label = segment;
    let at = directory;
    // A directory with nothing but one directory in it is no step worth taking.
    while (at.entries.length === 0 && at.directories.size === 1) {
      const [only] = at.directories;
      if (!only) break;
      label += `/${only[0]}`;
      at = only[1];
    }
    children.push(finish(at, label, path ? `${path}/${label}` : label, prefix));
  }
  draft.entries.forEach(([label, entry], index) => children.push(leaf(label, entry, `${prefix}${entry.path}#${entry.reason}.${entry.layers.join('.')}.${entry.hiddenBy ?? ''}.${index}`)));
  return branch(`${prefix}${path}/`, name, path, children);
}

function leaf(name: string, entry: WasteReport, id: string): WasteNode {
  return {
    id, name, path: entry.path, bytes: entry.bytes, storedBytes: entry.storedBytes ?? 0, count: 1, layers: entry.layers,
    hiddenBy: entry.hiddenBy === undefined ? [] : [entry.hiddenBy], reasons: [entry.reason], changed: entry.changed ?? [], entry, children: [],
  };
}

function branch(id: string, name: string, path: string, children: WasteNode[]): WasteNode {
  children.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const union = <T>(of: (node: WasteNode) => readonly T[]): T[] => [...new Set(children.flatMap(of))];
  return {
    id, name, path, children,
    bytes: sum(children, (node) => node.bytes), storedBytes: sum(children, (node) => node.storedBytes), count: sum(children, (node) => node.count),
    layers: union((node) => node.layers).sort((a, b) => a - b), hiddenBy: union((node) => node.hiddenBy).sort((a, b) => a - b),
    reasons: union((node) => node.reasons), changed: union((node) => node.changed),
  };
}

function sum(nodes: readonly WasteNode[], of: (node: WasteNode) => number): number {
  return nodes.reduce((total, node) => total + of(node), 0);
}

/** Groups by reason, or by the first layer that holds the bytes; largest group first. */
export function groupWaste(waste: readonly WasteReport[], by: 'reason' | 'layer'): readonly WasteGroup[] {
  const groups = new Map<string, WasteReport[]>();
  for (const entry of waste) {
    const key = by === 'reason' ? entry.reason : String(entry.layers[0] ?? 0);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups].map(([key, entries]): WasteGroup => {
    const node = foldByDirectory(entries, `${key}:`);
    return { ...node, id: `${key}:`, group: by === 'reason' ? { by, reason: key as WasteReason } : { by, layer: Number(key) } };
  }).sort((a, b) => b.bytes - a.bytes);
}

/** Bytes that each layer holds of a node; undefined where an entry lies in several, whose shares the report does not tell. */
export function bytesByLayer(node: WasteNode): ReadonlyMap<number, number> | undefined {
  const held = new Map<number, number>();
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const child of next.children) open.push(child);
    if (!next.entry) continue;
    const [layer, ...others] = next.entry.layers;
    if (layer === undefined || others.length > 0) return undefined;
    held.set(layer, (held.get(layer) ?? 0) + next.bytes);
  }
  return held;
}

/** One thing to do: what one layer's command hid, in one directory. */
export interface Saving {
  readonly node: WasteNode;
  readonly reason: WasteReason;
  /** The layer whose command hid the bytes; absent where the image does not tell. */
  readonly hiddenBy?: number;
}

/** A directory keeps the name of a saving only while it holds this share of it; below that the parent names it better. */
const TELLING_SHARE = 0.9;

/** The largest savings: waste with the same cause is one saving, named by the deepest directory that holds nearly all of it. */
export function biggestSavings(waste: readonly WasteReport[], count: number): readonly Saving[] {
  const causes = new Map<string, WasteReport[]>();
  for (const entry of waste) {
    const key = `${entry.reason} ${entry.hiddenBy ?? ''}`;
    const cause = causes.get(key);
    if (cause) cause.push(entry);
    else causes.set(key, [entry]);
  }
  // Folding costs time on the main thread: only what is shown is folded.
  const largest = [...causes.values()].map((entries) => ({ entries, bytes: entries.reduce((total, { bytes }) => total + bytes, 0) })).sort((a, b) => b.bytes - a.bytes);
  return largest.slice(0, count).map(({ entries, bytes }): Saving => {
    const [first] = entries;
    const path = tellingPath(entries, bytes);
    const union = <T>(of: (entry: WasteReport) => readonly T[]): T[] => [...new Set(entries.flatMap(of))];
    return {
      node: {
        id: '/', name: path, path, bytes, storedBytes: entries.reduce((total, { storedBytes }) => total + (storedBytes ?? 0), 0), count: entries.length,
        layers: union(({ layers }) => layers).sort((a, b) => a - b), hiddenBy: union(({ hiddenBy }) => (hiddenBy === undefined ? [] : [hiddenBy])),
        reasons: union(({ reason }) => [reason]), changed: union(({ changed }) => changed ?? []), children: [],
      },
      reason: first?.reason ?? 'deleted',
      ...(first?.hiddenBy !== undefined && { hiddenBy: first.hiddenBy }),
    };
  });
}

/** The deepest path that nearly all of the bytes lie in; empty for the root. */
function tellingPath(entries: readonly WasteReport[], whole: number): string {
  let path = '';
  let inside = entries;
  for (;;) {
    const sums = new Map<string, number>();
    const from = path === '' ? 0 : path.length + 1;
    for (const entry of inside) {
      if (entry.path.length < from) continue;
      const end = entry.path.indexOf('/', from);
      const name = entry.path.slice(from, end < 0 ? undefined : end);
      sums.set(name, (sums.get(name) ?? 0) + entry.bytes);
    }
    const [name, bytes] = [...sums].reduce((a, b) => (b[1] > a[1] ? b : a), ['', -1]);
    if (bytes < whole * TELLING_SHARE || bytes < 0) return path;
    path = path === '' ? name : `${path}/${name}`;
    const below = `${path}/`;
    inside = inside.filter((entry) => entry.path === path || entry.path.startsWith(below));
  }
}

/** Keeps entries of the layer whose path contains the text, case ignored; a text with a leading slash must stand at the beginning of the path. */
export function filterWaste(waste: readonly WasteReport[], text: string, layer: number | undefined): readonly WasteReport[] {
  const needle = text.toLowerCase().replace(/^\//, '');
  if (needle === '' && layer === undefined) return waste;
  const anchored = text.startsWith('/');
  const matches = (path: string): boolean => {
    const readable = readablePath(path).toLowerCase();
    return anchored ? readable.startsWith(needle) : readable.includes(needle);
  };
  return waste.filter((entry) => (needle === '' || matches(entry.path)) && (layer === undefined || entry.layers.includes(layer)));
}
