/** What each line of a Dockerfile costs in the image that it made. */
import type { AdvicePlan } from '../report/report';

/** The layer that an instruction made (the first of several), its files' bytes, and what the plan's steps for it save. */
export interface LineCost {
  readonly layer: number;
  readonly bytes: number;
  readonly saves: number;
}

/** By the first line of the instruction; undefined where the plan matches no lines. `layerBytes` has the payload bytes of each layer. */
export function lineCosts({ layers, steps }: Pick<AdvicePlan, 'layers' | 'steps'>, layerBytes: readonly number[]): ReadonlyMap<number, LineCost> | undefined {
  if (layers === undefined) return undefined;
  const byLine = new Map<number, LineCost>();
  for (const { layer, lines: [line], origin } of layers) {
    if (origin !== 'instruction' || line === undefined) continue;
    const before = byLine.get(line);
    const bytes = layerBytes[layer] ?? 0;
    byLine.set(line, before ? { ...before, bytes: before.bytes + bytes } : { layer, bytes, saves: 0 });
  }
  for (const { line, enabled, adds } of steps) {
    if (line === undefined || !enabled) continue;
    const cost = byLine.get(line);
    if (cost) byLine.set(line, { ...cost, saves: cost.saves + adds.bytes });
  }
  return byLine;
}
