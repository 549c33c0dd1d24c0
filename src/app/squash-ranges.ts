/** Ranges of layers as they are drawn and listed: a triangle whose base is the layers and whose top is the whole image. */
import type { PlanReport } from '../core/report/report';

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface RangeRow extends Range {
  readonly savedBytes: number;
  /** Bytes of layers in it that the base image or other images hold too: squashed, they have to be pulled again. */
  readonly pulledAgainBytes: number;
}

export const sameRange = (a: Range | undefined, b: Range | undefined): boolean => a?.from === b?.from && a?.to === b?.to;

/** All ranges, largest saving first; of equal ones the narrower first. */
export function rangeRows(plan: PlanReport): readonly RangeRow[] {
  const again = [0];
  for (const layer of plan.layers) again.push((again.at(-1) ?? 0) + (layer.base || layer.shared ? (layer.tarBytes ?? layer.storedBytes) : 0));
  return plan.ranges
    .map(({ from, to, savedBytes }) => ({ from, to, savedBytes, pulledAgainBytes: (again[to + 1] ?? 0) - (again[from] ?? 0) }))
    .sort((a, b) => b.savedBytes - a.savedBytes || a.to - a.from - (b.to - b.from) || a.from - b.from);
}

/** Colours of the triangle: 0 for what would grow, then shares of the best saving. */
export const STEPS = 7;

export function stepOf(savedBytes: number, best: number): number {
  if (savedBytes <= 0 || best <= 0) return 0;
  return Math.max(1, Math.min(STEPS, Math.ceil((savedBytes / best) * STEPS)));
}

export interface TriangleSize {
  readonly layers: number;
  /** Width of one layer at the base. */
  readonly unit: number;
  readonly width: number;
  readonly height: number;
}

/** Fits the triangle into a width; layers of a small image do not become giants. */
export function triangleSize(layers: number, width: number): TriangleSize {
  const unit = Math.min(84, width / Math.max(2, layers));
  return { layers, unit, width: unit * layers, height: (unit * layers) / 2 };
}

/** Corners of the diamond of a range as an SVG path; `from === to` gives the small triangle of one layer at the base. */
export function diamond({ from, to }: Range, { unit, height }: TriangleSize): string {
  const x = ((from + to + 1) / 2) * unit;
  const y = height - ((to - from) / 2) * unit;
  const half = unit / 2;
  return from === to ? `M${x - half} ${y}L${x} ${y - half}L${x + half} ${y}Z` : `M${x} ${y + half}L${x + half} ${y}L${x} ${y - half}L${x - half} ${y}Z`;
}

/** The range whose diamond holds a point; undefined outside the triangle and in the row of single layers. */
export function rangeAt(x: number, y: number, { unit, height, layers }: TriangleSize): Range | undefined {
  // Turned by 45 degrees the diamonds are squares: along one side `from` counts, along the other `to`.
  const up = height - y;
  const from = Math.floor((x - up) / unit);
  const to = Math.floor((x + up) / unit);
  return from >= 0 && to < layers && from < to ? { from, to } : undefined;
}

/** Where a key goes from a range: sideways both ends move, up and down the range widens and narrows. */
export function rangeAfterKey({ from, to }: Range, key: string, layers: number): Range | undefined {
  const clamp = (range: Range): Range | undefined => (range.from >= 0 && range.to < layers && range.from < range.to ? range : undefined);
  switch (key) {
    case 'ArrowLeft': return clamp({ from: from - 1, to: to - 1 });
    case 'ArrowRight': return clamp({ from: from + 1, to: to + 1 });
    case 'ArrowUp': return clamp({ from, to: to + 1 }) ?? clamp({ from: from - 1, to });
    case 'ArrowDown': return clamp({ from, to: to - 1 }) ?? clamp({ from: from + 1, to });
    case 'Home': return clamp({ from: 0, to: to - from });
    case 'End': return clamp({ from: layers - 1 - (to - from), to: layers - 1 });
    case 'PageUp': return { from: 0, to: layers - 1 };
    default: return undefined;
  }
}
