/** Medians, and how a figure, a ratio and its target are told. */

export interface Times {
  /** Milliseconds on the clock, and of processor time over all processes that took part. */
  readonly wall: number;
  readonly processor: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** The value that 95 of 100 stay below. */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? NaN;
}

export function medianTimes(rounds: readonly Times[]): Times {
  return { wall: median(rounds.map(({ wall }) => wall)), processor: median(rounds.map(({ processor }) => processor)) };
}

export function millisecondsText(value: number): string {
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(2)} s`;
}

export function megabytesText(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

/** One line of the table: what was measured, what came out, what it should be. */
export interface Row {
  readonly image: string;
  readonly what: string;
  readonly measured: string;
  readonly target?: string;
  readonly met?: boolean;
}

/** A row of a figure that must not exceed `limit`. */
export function bounded(image: string, what: string, value: number, limit: number | undefined, text: (value: number) => string): Row {
  if (limit === undefined) return { image, what, measured: text(value) };
  return { image, what, measured: text(value), target: `≤ ${text(limit)}`, met: value <= limit };
}

/** A row of a ratio of times, told of the clock and of processor time; the clock decides. */
export function ratio(image: string, what: string, ours: Times, theirs: Times, limit: number | undefined): Row {
  const wall = ours.wall / theirs.wall;
  const measured = `${wall.toFixed(2)} (processor ${(ours.processor / theirs.processor).toFixed(2)}): ${millisecondsText(ours.wall)} / ${millisecondsText(theirs.wall)}`;
  return { image, what, measured, ...(limit !== undefined && { target: `≤ ${limit.toFixed(2)}`, met: wall <= limit }) };
}

export function markdown(rows: readonly Row[]): string {
  const lines = rows.map(({ image, what, measured, target, met }) => `| ${image} | ${what} | ${measured} | ${target ?? ''} | ${met === undefined ? '' : met ? 'met' : '**missed**'} |`);
  return ['| input | what | measured | target | |', '| --- | --- | ---: | ---: | --- |', ...lines].join('\n');
}
