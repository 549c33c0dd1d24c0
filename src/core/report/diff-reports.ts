/** Holds two image reports against each other: what a change to the Dockerfile did to size, layers and waste. */
import type { ImageReport, LayerReport, WasteReport } from './report';

/** A figure before and after, in bytes (or a ratio, for `efficiency`); null where a report does not know it. */
export interface Delta {
  readonly before: number | null;
  readonly after: number | null;
  readonly change: number | null;
}

export interface LayerDelta {
  readonly change: 'same' | 'added' | 'removed' | 'changed';
  readonly command: string;
  readonly before?: number;
  readonly after?: number;
  readonly bytes: Delta;
  readonly storedBytes: Delta;
  readonly hiddenBytes: Delta;
}

export interface WasteDelta {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly bytes: Delta;
}

export interface ReportDiff {
  readonly before: string;
  readonly after: string;
  readonly totals: Readonly<Record<keyof ImageReport['totals'], Delta>>;
  /** In the order of the newer image; removed layers stand where they were. */
  readonly layers: readonly LayerDelta[];
  /** Largest change first; unchanged waste is left out. */
  readonly waste: readonly WasteDelta[];
  /** One of the reports came from a shortened link: lists of waste cannot be held against each other without saying so. */
  readonly partial: boolean;
}

/** Differences from `before` to `after`. Layers are matched by diff ID, then in order by command. */
export function diffImageReports(before: ImageReport, after: ImageReport): ReportDiff {
  const names = Object.keys(after.totals) as (keyof ImageReport['totals'])[];
  const totals = Object.fromEntries(names.map((name) => [name, delta(before.totals[name], after.totals[name])]));
  return {
    before: before.subject.name,
    after: after.subject.name,
    totals: totals as ReportDiff['totals'],
    layers: diffLayers(before.layers, after.layers),
    waste: diffWaste(before.waste, after.waste),
    partial: [before, after].some((report) => (report.omitted ?? []).some(({ what }) => what === 'waste')),
  };
}

function delta(before: number | null = 0, after: number | null = 0): Delta {
  return { before, after, change: before === null || after === null ? null : after - before };
}

function diffLayers(before: readonly LayerReport[], after: readonly LayerReport[]): LayerDelta[] {
  const pairs = commonLayers(before, after);
  const rows: LayerDelta[] = [];
  let left = 0;
  let right = 0;
  const row = (change: LayerDelta['change'], old: LayerReport | undefined, recent: LayerReport | undefined): void => {
    rows.push({
      change, command: (recent ?? old)!.command,
      ...(old === undefined ? {} : { before: old.index }), ...(recent === undefined ? {} : { after: recent.index }),
      bytes: delta(old?.bytes, recent?.bytes), storedBytes: delta(old?.storedBytes, recent?.storedBytes),
      hiddenBytes: delta(old?.hiddenBytes, recent?.hiddenBytes),
    });
  };
  for (const [i, j] of [...pairs, [before.length, after.length] as const]) {
    for (; left < i; left += 1) row('removed', before[left], undefined);
    for (; right < j; right += 1) row('added', undefined, after[right]);
    if (i < before.length && j < after.length) {
      row(isSameLayer(before[i]!, after[j]!) ? 'same' : 'changed', before[i], after[j]);
      left = i + 1;
      right = j + 1;
    }
  }
  return rows;
}

/** Real images have at most 127 layers; a hostile report may claim any number, and the table below grows with the product. */
const MAX_ALIGNED_LAYERS = 1000;

/** Pairs of indexes of layers that belong together, in order: the heaviest common subsequence. */
function commonLayers(before: readonly LayerReport[], after: readonly LayerReport[]): (readonly [number, number])[] {
  if (Math.max(before.length, after.length) > MAX_ALIGNED_LAYERS) {
    return Array.from({ length: Math.min(before.length, after.length) }, (_, index) => [index, index] as const);
  }
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  // An equal layer outweighs any number of layers that merely share their command.
  const weight = (i: number, j: number): number => {
    if (isSameLayer(before[i]!, after[j]!)) return MAX_ALIGNED_LAYERS + 1;
    return before[i]!.command !== '' && before[i]!.command === after[j]!.command ? 1 : 0;
  };
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const match = weight(i, j);
      longest[i * width + j] = Math.max(
        longest[(i + 1) * width + j]!, longest[i * width + j + 1]!, match > 0 ? match + longest[(i + 1) * width + j + 1]! : 0,
      );
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    const match = weight(i, j);
    if (match > 0 && longest[i * width + j] === match + longest[(i + 1) * width + j + 1]!) pairs.push([i++, j++]);
    else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i += 1;
    else j += 1;
  }
  return pairs;
}

function isSameLayer(a: LayerReport, b: LayerReport): boolean {
  if (a.diffId !== undefined && b.diffId !== undefined) return a.diffId === b.diffId;
  if (a.digest !== undefined && b.digest !== undefined) return a.digest === b.digest;
  return a.command === b.command && a.bytes === b.bytes && a.entries === b.entries && a.storedBytes === b.storedBytes;
}

function diffWaste(before: readonly WasteReport[], after: readonly WasteReport[]): WasteDelta[] {
  const byPath = new Map<string, { before: number; after: number }>();
  const add = (rows: readonly WasteReport[], side: 'before' | 'after'): void => {
    for (const { path, bytes } of rows) {
      const sums = byPath.get(path) ?? { before: 0, after: 0 };
      sums[side] += bytes;
      byPath.set(path, sums);
    }
  };
  add(before, 'before');
  add(after, 'after');
  return [...byPath]
    .filter(([, sums]) => sums.before !== sums.after)
    .map(([path, sums]): WasteDelta => ({
      path, change: sums.before === 0 ? 'added' : sums.after === 0 ? 'removed' : 'changed', bytes: delta(sums.before, sums.after),
    }))
    .sort((a, b) => Math.abs(b.bytes.change ?? 0) - Math.abs(a.bytes.change ?? 0) || (a.path < b.path ? -1 : 1));
}
