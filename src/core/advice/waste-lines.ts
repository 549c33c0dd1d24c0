/** Which lines a wasted megabyte goes back to: the one that wrote the bytes and the one that hid them. */
import type { AdvicePlan, WasteReport } from '../report/report';

export interface WasteLines {
  /** Lines whose instructions stored the hidden bytes. */
  readonly writtenBy: readonly number[];
  /** Lines whose instruction hid them last; empty for what its own layer superseded. */
  readonly hiddenBy: readonly number[];
}

/** Both, by the layers of the plan; empty lists where a layer has no line. FROM stands for the layers of the base image. */
export function linesOfWaste(plan: Pick<AdvicePlan, 'layers'>, waste: Pick<WasteReport, 'layers' | 'hiddenBy'>): WasteLines {
  const linesOf = (layers: readonly number[]): readonly number[] => {
    const lines = new Set(layers.flatMap((layer) => plan.layers?.[layer]?.lines ?? []));
    return [...lines].sort((a, b) => a - b);
  };
  return { writtenBy: linesOf(waste.layers), hiddenBy: waste.hiddenBy === undefined ? [] : linesOf([waste.hiddenBy]) };
}

/** Hidden bytes by the line that wrote them, largest first: where an instruction's layer holds several lines, the first. */
export function wasteByLine(plan: Pick<AdvicePlan, 'layers'>, waste: readonly WasteReport[]): readonly { readonly line: number; readonly bytes: number }[] {
  const bytes = new Map<number, number>();
  for (const item of waste) {
    const [line] = linesOfWaste(plan, item).writtenBy;
    if (line !== undefined) bytes.set(line, (bytes.get(line) ?? 0) + item.bytes);
  }
  return [...bytes].map(([line, sum]) => ({ line, bytes: sum })).sort((a, b) => b.bytes - a.bytes || a.line - b.line);
}
