/** What squashing any range of layers saves: all ranges at once, from the merged image, without reading the file again. */
import type { AnalysedImage } from '../image/analyse';
import { EntryType } from '../image/layer-table';
import { ALIVE, payloadEnd, payloads, type RootFs } from '../image/root-fs';
import { findBase, sharedLayers, type FoundBase } from '../image/base-image';
import { obstaclesOf, rangeProblem, tarBytesOf, type LayerRange } from './range';
import { rangeSizes } from './range-sizes';
import { RangeGrid } from './saving-grid';

/** All figures are bytes of uncompressed tars: what a layer takes on disk, before any compression. */
export interface RangeSaving extends LayerRange {
  /** Tars of the range now, less the tar that takes their place; negative where that is larger. */
  readonly savedBytes: number;
  /** Payload bytes of files that vanish; the rest of the saving are headers, padding and ends of tars. */
  readonly contentBytes: number;
  /** Bytes of layers of the range that the base image or other images of the archive hold too: they have to be pulled again. */
  readonly pulledAgainBytes: number;
}

export interface LastSaving {
  /** How many history entries docker-squash would be told (`-f N`), those without a layer counted. */
  readonly count: number;
  /** The data layers among them; absent where there are fewer than two. */
  readonly range?: RangeSaving;
}

export interface Plan {
  /** Every range that can be squashed, by first and last layer. */
  readonly ranges: readonly RangeSaving[];
  readonly base: FoundBase | undefined;
  /** By layer: whether other images of the archive hold it too. */
  readonly shared: readonly boolean[];
  /** As docker-squash counts, from 2 up; empty where history and layers do not match. */
  readonly lastN: readonly LastSaving[];
  readonly all: RangeSaving | undefined;
  readonly aboveBase: RangeSaving | undefined;
  /** Tars of all layers. */
  readonly bytes: number;
}

/** Layers beyond which the table of all ranges would be too large; Docker itself stops at 127. */
const MAX_PLANNED_LAYERS = 1024;

/** The whole plan. Images with fewer than two layers, or more than `MAX_PLANNED_LAYERS`, have no ranges. */
export function planSquash(analysed: AnalysedImage): Plan {
  const { layers } = analysed.image;
  const base = findBase(analysed);
  const shared = sharedLayers(analysed);
  const bytes = layers.reduce((sum, layer) => sum + tarBytesOf(layer), 0);
  if (layers.length < 2 || layers.length > MAX_PLANNED_LAYERS) return { ranges: [], base, shared, lastN: [], all: undefined, aboveBase: undefined, bytes };
  const saving = savings(analysed, base, shared);
  const obstacles = obstaclesOf(analysed);
  const possible = obstacles.broken.includes(true)
    ? (range: LayerRange): boolean => rangeProblem(analysed, range, obstacles) === undefined
    : (range: LayerRange): boolean => range.from < range.to;
  const find = (from: number, to: number): RangeSaving | undefined => (from >= 0 && from < to && possible({ from, to }) ? saving(from, to) : undefined);
  const last = layers.length - 1;
  const ranges: RangeSaving[] = [];
  for (let from = 0; from < last; from += 1) {
    for (let to = from + 1; to <= last; to += 1) {
      const range = find(from, to);
      if (range !== undefined) ranges.push(range);
    }
  }
  return { ranges, base, shared, lastN: lastSavings(analysed, find), all: find(0, last), aboveBase: base === undefined ? undefined : find(base.layers, last), bytes };
}

function savings(analysed: AnalysedImage, base: FoundBase | undefined, shared: readonly boolean[]): (from: number, to: number) => RangeSaving {
  const { layers } = analysed.image;
  const sizes = rangeSizes(analysed.fs);
  const vanished = vanishedBytes(analysed.fs);
  const before = sums(layers.map(tarBytesOf));
  const again = sums(layers.map((layer, index) => (shared[index] === true || index < (base?.layers ?? 0) ? tarBytesOf(layer) : 0)));
  return (from, to) => ({
    from, to, savedBytes: before[to + 1]! - before[from]! - sizes(from, to), contentBytes: vanished(from, to), pulledAgainBytes: again[to + 1]! - again[from]!,
  });
}

/** By range, payload bytes that its layers store and its last layer no longer reaches. */
function vanishedBytes(fs: RootFs): (from: number, to: number) => number {
  const count = fs.tables.length;
  const grid = new RangeGrid(count);
  for (const payload of payloads(fs)) {
    const end = payloadEnd(fs, payload);
    const bytes = fs.tables[fs.born[payload]!]!.size[fs.row[payload]!]!;
    if (end !== ALIVE && bytes > 0 && fs.type[payload] === EntryType.file) grid.add(0, fs.born[payload]!, end, count - 1, bytes);
  }
  return grid.finish();
}

/** docker-squash's `-f N` takes the newest N entries of the history, whether they made a layer or not. */
function lastSavings({ image }: AnalysedImage, find: (from: number, to: number) => RangeSaving | undefined): LastSaving[] {
  const { history, layers } = image;
  if (layers.some(({ historyIndex }) => historyIndex === undefined)) return [];
  return history.slice(1).map((_, index): LastSaving => {
    const count = index + 2;
    const from = layers.findIndex(({ historyIndex }) => historyIndex! >= history.length - count);
    const range = find(from, layers.length - 1);
    return { count, ...(range === undefined ? {} : { range }) };
  });
}

/** Running totals, beginning with 0. */
function sums(values: readonly number[]): number[] {
  const totals = [0];
  for (const value of values) totals.push(totals.at(-1)! + value);
  return totals;
}
