/** What a range of layers leaves that the program may need, as the fewest paths that COPY --from can take. */
import { EntryType } from '../../image/layer-table';
import { entryOf, versionAt, visibleChildren, type RootFs } from '../../image/root-fs';
import type { ImageFacts } from '../price/facts';
import { keptPackages, type KeptPackages } from './kept-packages';

export interface Outputs {
  /** Files and folders to copy, absolute; a folder holds nothing but what the range made. */
  readonly paths: readonly string[];
  /** Absolute paths in them that no one needs. */
  readonly removed: readonly string[];
  /** Folders from below the range whose owner or mode it changed. */
  readonly changed: readonly { readonly path: string; readonly mode: number; readonly uid: number; readonly gid: number }[];
  /** What of the dropped packages the program needs. */
  readonly packages: KeptPackages;
  /** Payloads of the range that would be gone. */
  readonly payloads: readonly number[];
}

/** More lines of COPY than this are no better than what was there. */
const MOST_PATHS = 8;
const MOST_REMOVED = 6;
const MOST_CHANGED = 3;

/** Written while building, and of no use afterwards. */
const OF_THE_BUILD = /^(?:(?:tmp|var\/tmp|var\/log|var\/cache|var\/lib\/apt\/lists|run)\/|(?:root|home\/[^/]+)\/\.(?:cache|npm|m2|gradle|node-gyp|config\/configstore|wget-hsts|\w+_history|gnupg)(?:\/|$))/;
/** What COPY takes literally, in shell form. */
const PLAIN = /^[\w./@%+:,=-]+$/;

export interface RangeLayers {
  readonly first: number;
  readonly last: number;
  /** Of a layer, whether its files are the build's product; `repeated` if the final stage makes them itself. */
  roleOf(layer: number): 'product' | 'dropped' | 'repeated';
}

/** Undefined where copying cannot do the same: the range deletes what was there before it, links stand by themselves, there are too many paths. */
export function outputsOf(facts: ImageFacts, layers: RangeLayers, unwanted: ReadonlySet<number>): Outputs | undefined {
  const { fs } = facts;
  const { first, last, roleOf } = layers;
  const kept = new Set<number>();
  const reached = new Map<number, number>();
  const below = new Uint8Array(fs.paths.count);
  const removed: number[] = [];
  const changed: number[] = [];
  for (let version = 0; version < fs.versions; version += 1) {
    const [born, died] = [fs.born[version]!, fs.died[version]!];
    if (born > last || died <= born) continue;
    if (born < first) {
      if (died >= first && died <= last && roleOf(died) === 'product' && versionAt(fs, fs.node[version]!, last) < 0) return undefined;
      if (died > last || (died >= first && roleOf(died) !== 'product')) markAbove(fs, fs.node[version]!, fs.type[version] === EntryType.dir ? 0 : FOREIGN, below);
      continue;
    }
    if (died <= last) continue;
    const node = fs.node[version]!;
    if (roleOf(born) !== 'product') {
      if (fs.type[version] !== EntryType.dir) markAbove(fs, node, FOREIGN, below);
      continue;
    }
    if (fs.type[version] === EntryType.dir) {
      const before = versionAt(fs, node, first - 1);
      if (before >= 0) {
        if (fs.row[version]! >= 0 && !sameAttributes(fs, before, version)) changed.push(version);
        continue;
      }
      if (fs.row[version]! < 0) continue;
    }
    const path = facts.pathOf(version);
    if (unwanted.has(fs.payload[version]!)) removed.push(version);
    else {
      reached.set(version, node);
      if (!OF_THE_BUILD.test(path)) {
        kept.add(node);
        markAbove(fs, node, KEPT, below);
      }
    }
  }
  const roots: Shown[] = [];
  if (!collectRoots(fs, 0, last, kept, below, roots) || roots.length === 0) return undefined;
  const isPlain = (version: number): boolean => {
    const before = versionAt(fs, fs.node[version]!, first - 1);
    return before < 0 ? isDefault(fs, version) : fs.row[version]! < 0 || sameAttributes(fs, before, version);
  };
  const narrow = roots.map((root) => narrowed(fs, root, last, below, isPlain));
  for (const { version } of narrow) if (fs.type[version] === EntryType.dir && !isPlain(version) && !changed.includes(version)) changed.push(version);
  const outputs = new Set(narrow.map(({ node }) => node));
  const isCopied = (node: number): boolean => within(fs, node, outputs);
  const stored = new Set([...reached].flatMap(([version, node]) => (isCopied(node) ? [fs.payload[version]!] : [])));
  const absolute = (versions: readonly number[]): readonly string[] => versions.map((version) => `/${facts.pathOf(version)}`);
  const paths = absolute(narrow.map(({ version }) => version));
  const gone = absolute(removed.filter((version) => isCopied(fs.node[version]!)));
  const attributes = changed.map((version) => {
    const { mode, uid, gid } = entryOf(fs, version);
    return { path: `/${facts.pathOf(version)}`, mode, uid, gid };
  }).filter(({ path }) => !OF_THE_BUILD.test(path.slice(1)));
  if (gone.length > MOST_REMOVED || attributes.length > MOST_CHANGED || ![...paths, ...gone, ...attributes.map(({ path }) => path)].every((path) => PLAIN.test(path))) return undefined;
  const packages = keptPackages(facts, (layer) => layer >= first && layer <= last && roleOf(layer) === 'dropped');
  if (packages === undefined) return undefined;
  const payloads = facts.own.filter((payload) => fs.born[payload]! >= first && fs.born[payload]! <= last && roleOf(fs.born[payload]!) !== 'repeated' && !stored.has(payload) && !packages.payloads.has(payload));
  return { paths: paths.toSorted(), removed: gone, changed: attributes, packages, payloads };
}

interface Shown {
  readonly node: number;
  readonly version: number;
}

/** Bits of a folder: something in it is to be copied; something in it is not of the range. */
const KEPT = 1;
const FOREIGN = 2;

function markAbove(fs: RootFs, node: number, bit: number, below: Uint8Array): void {
  if (bit === 0) return;
  for (let at = node; at > 0 && (below[at]! & bit) === 0; at = fs.paths.parentOf(at)) below[at]! |= bit;
}

function sameAttributes(fs: RootFs, one: number, other: number): boolean {
  const [a, b] = [entryOf(fs, one), entryOf(fs, other)];
  return a.mode === b.mode && a.uid === b.uid && a.gid === b.gid;
}

/** False where something to be copied is neither file nor folder, or too much stands apart. */
function collectRoots(
  fs: RootFs, node: number, layer: number, kept: ReadonlySet<number>, below: Uint8Array, roots: Shown[],
): boolean {
  for (const child of visibleChildren(fs, node, layer)) {
    if ((below[child.node]! & KEPT) === 0) continue;
    const type = fs.type[child.version]!;
    const whole = type === EntryType.dir ? (below[child.node]! & FOREIGN) === 0 : type === EntryType.file && kept.has(child.node);
    if (whole) roots.push(child);
    else if (type !== EntryType.dir || !collectRoots(fs, child.node, layer, kept, below, roots)) return false;
    if (roots.length > MOST_PATHS) return false;
  }
  return true;
}

/**
 * The folder in which something stands at last. Builders differ in the owner and mode that the folder itself gets which COPY makes: one
 * that is not plain is better copied as part of the folder above it.
 */
function narrowed(fs: RootFs, root: Shown, layer: number, below: Uint8Array, isPlain: (version: number) => boolean): Shown {
  let at = root;
  while (fs.type[at.version] === EntryType.dir && isPlain(at.version)) {
    const [only, ...others] = visibleChildren(fs, at.node, layer).filter(({ node }) => (below[node]! & KEPT) !== 0);
    if (only === undefined || others.length > 0 || fs.type[only.version] !== EntryType.dir || !isPlain(only.version)) break;
    at = only;
  }
  return at;
}

function isDefault(fs: RootFs, version: number): boolean {
  const { mode, uid, gid } = entryOf(fs, version);
  return mode === 0o755 && uid === 0 && gid === 0;
}

function within(fs: RootFs, node: number, outputs: ReadonlySet<number>): boolean {
  for (let at = node; at > 0; at = fs.paths.parentOf(at)) if (outputs.has(at)) return true;
  return false;
}
