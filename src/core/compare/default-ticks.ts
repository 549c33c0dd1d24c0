/** Which rows are ticked before anybody looks: what will fail, and what may fail and costs little. */
import type { ConcernRow } from './concerns';

/** A row of the second tier up to this many bytes is ticked: locales, time zones, character sets, certificates fit. */
export const SMALL_ROW = 8 * 1024 * 1024;

/** A row for which more speaks than its kind is ticked up to this: the rest of what the started program came with. */
const LARGE_ROW = 64 * 1024 * 1024;

/** Rows of kept but changed files need no tick: there is nothing to restore. */
export function isTickedAtFirst(row: ConcernRow): boolean {
  if (row.drift || row.tier === 3) return false;
  return row.tier === 1 || row.bytes <= (row.confidence === 'low' ? SMALL_ROW : LARGE_ROW);
}

/** Paths of the ticked rows, each once, sorted in byte order. */
export function tickedPaths(rows: readonly ConcernRow[], ticked: (row: ConcernRow) => boolean = isTickedAtFirst): string[] {
  const paths = new Set<string>();
  for (const row of rows) if (!row.drift && ticked(row)) for (const { path } of row.files) paths.add(path);
  return [...paths].sort();
}
