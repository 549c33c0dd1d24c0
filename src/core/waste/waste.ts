/** Exact waste of an image: hidden bytes per path and per layer, and how the root file system grew layer by layer. */
import { EntryType } from '../image/layer-table';
import { comparePaths } from '../image/path-order';
import { ALIVE, payloadBegin, payloadEnd, payloads, type RootFs } from '../image/root-fs';
import type { WasteReason } from '../report/report';
import { findHidden, payloadBytes, type Attribute } from './hidden';

/** Hidden bytes of one path for one reason. */
export interface WasteItem {
  /** Where the bytes were (for a hard link: the name that carries them), behind links that its layer wrote through. */
  readonly node: number;
  readonly bytes: number;
  readonly storedBytes: number;
  readonly reason: WasteReason;
  /** Layers that hold the bytes, bottom first. */
  readonly layers: readonly number[];
  readonly hiddenBy?: number;
  readonly changed?: readonly Attribute[];
}

export interface LayerWaste {
  /** Sum of regular-file payloads. */
  readonly bytes: number;
  readonly hiddenBytes: number;
  readonly hiddenStoredBytes: number;
  /** Size of the root file system after this layer, and how much the layer added to it. */
  readonly runningBytes: number;
  readonly contributedBytes: number;
}

export interface Waste {
  /** By bytes, largest first, then by path and reason. */
  readonly items: readonly WasteItem[];
  readonly layers: readonly LayerWaste[];
  readonly bytes: number;
  readonly reachableBytes: number;
  readonly hiddenBytes: number;
  readonly hiddenStoredBytes: number;
  /** Regular files of the final root file system, each name counted. */
  readonly files: number;
}

const attributeOrder: readonly Attribute[] = ['mode', 'owner', 'mtime', 'xattrs'];

/** Works out all of it from the merged tree. */
export function findWaste(fs: RootFs): Waste {
  const count = fs.tables.length;
  const hiddenBytes = new Array<number>(count).fill(0);
  const hiddenStored = new Array<number>(count).fill(0);
  const items = new Map<number, Building>();
  for (const hidden of findHidden(fs)) {
    hiddenBytes[hidden.layer]! += hidden.bytes;
    hiddenStored[hidden.layer]! += hidden.storedBytes;
    const node = fs.node[hidden.version]!;
    const key = node * reasons.length + reasons.indexOf(hidden.reason);
    let item = items.get(key);
    if (item === undefined) items.set(key, (item = { node, reason: hidden.reason, bytes: 0, storedBytes: 0, layers: [], hiddenBy: -1, changed: [] }));
    item.bytes += hidden.bytes;
    item.storedBytes += hidden.storedBytes;
    if (!item.layers.includes(hidden.layer)) item.layers.push(hidden.layer);
    item.hiddenBy = Math.max(item.hiddenBy, hidden.hiddenBy ?? -1);
    for (const attribute of hidden.changed ?? []) if (!item.changed.includes(attribute)) item.changed.push(attribute);
  }
  const growth = growthOf(fs);
  let running = 0;
  const layers = fs.tables.map((table, layer): LayerWaste => {
    running += growth[layer]!;
    return {
      bytes: table === undefined ? 0 : payloadBytes(table), hiddenBytes: hiddenBytes[layer]!, hiddenStoredBytes: hiddenStored[layer]!,
      runningBytes: running, contributedBytes: growth[layer]!,
    };
  });
  return {
    items: [...items.values()].map(finished).sort((a, b) => b.bytes - a.bytes || comparePaths(fs.paths, a.node, b.node) || reasons.indexOf(a.reason) - reasons.indexOf(b.reason)),
    layers,
    bytes: sum(layers, 'bytes'),
    reachableBytes: running,
    hiddenBytes: sum(layers, 'hiddenBytes'),
    hiddenStoredBytes: sum(layers, 'hiddenStoredBytes'),
    files: countFiles(fs),
  };
}

interface Building {
  readonly node: number;
  readonly reason: WasteReason;
  bytes: number;
  storedBytes: number;
  readonly layers: number[];
  hiddenBy: number;
  readonly changed: Attribute[];
}

const reasons: readonly WasteReason[] = ['deleted', 'replaced', 'metadata-only', 'identical', 'opaque', 'superseded', 'moved', 'whiteout-payload'];

function finished(item: Building): WasteItem {
  return {
    node: item.node, bytes: item.bytes, storedBytes: item.storedBytes, reason: item.reason,
    layers: item.layers.sort((a, b) => a - b),
    ...(item.hiddenBy < 0 ? {} : { hiddenBy: item.hiddenBy }),
    ...(item.changed.length === 0 ? {} : { changed: attributeOrder.filter((attribute) => item.changed.includes(attribute)) }),
  };
}

/** By layer, bytes that it made reachable less those that it hid. */
function growthOf(fs: RootFs): number[] {
  const growth = new Array<number>(fs.tables.length + 1).fill(0);
  for (const version of payloads(fs)) {
    const size = fs.tables[fs.born[version]!]!.size[fs.row[version]!]!;
    const begin = payloadBegin(fs, version);
    const end = payloadEnd(fs, version);
    if (size === 0 || begin >= end) continue;
    growth[begin]! += size;
    if (end !== ALIVE) growth[end]! -= size;
  }
  return growth;
}

function countFiles(fs: RootFs): number {
  let files = 0;
  for (let version = 0; version < fs.versions; version += 1) {
    if (fs.died[version] === ALIVE && fs.type[version] === EntryType.file) files += 1;
  }
  return files;
}

function sum(layers: readonly LayerWaste[], field: 'bytes' | 'hiddenBytes' | 'hiddenStoredBytes'): number {
  return layers.reduce((total, layer) => total + layer[field], 0);
}
