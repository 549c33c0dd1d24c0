/** Exact waste of an image: hidden bytes per path and per layer, and how the root file system grew layer by layer. */
import type { Rows } from '../columns';
import { EntryType } from '../image/layer-table';
import { ALIVE, payloadBegin, payloadEnd, payloads, type RootFs } from '../image/root-fs';
import { findHidden, payloadBytes } from './hidden';
import { wasteItems, type WasteItem } from './waste-items';

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
  readonly items: Rows<WasteItem>;
  readonly layers: readonly LayerWaste[];
  readonly bytes: number;
  readonly reachableBytes: number;
  readonly hiddenBytes: number;
  readonly hiddenStoredBytes: number;
  /** Regular files of the final root file system, each name counted. */
  readonly files: number;
}

/** Works out all of it from the merged tree. */
export function findWaste(fs: RootFs): Waste {
  const count = fs.tables.length;
  const hiddenBytes = new Array<number>(count).fill(0);
  const hiddenStored = new Array<number>(count).fill(0);
  const hidden = findHidden(fs);
  for (const { layer, bytes, storedBytes } of hidden) {
    hiddenBytes[layer]! += bytes;
    hiddenStored[layer]! += storedBytes;
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
    items: wasteItems(fs, hidden),
    layers,
    bytes: sum(layers, 'bytes'),
    reachableBytes: running,
    hiddenBytes: sum(layers, 'hiddenBytes'),
    hiddenStoredBytes: sum(layers, 'hiddenStoredBytes'),
    files: countFiles(fs),
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
