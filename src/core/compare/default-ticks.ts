/** Which rows are ticked before anybody looks: what will fail, and what may fail and costs little. */
import type { ConcernRow } from './concerns';

/** A row of the second tier up to this many bytes is ticked: locales, time zones, character sets, certificates fit. */
export const SMALL_ROW = 8 * 1024 * 1024;

/** Rows of kept but changed files need no tick: there is nothing to restore. */
export function isTickedAtFirst(row: ConcernRow): boolean {
  if (row.drift || row.tier === 3) return false;
  return row.tier === 1 || row.bytes <= SMALL_ROW;
}

/** Paths of the ticked rows, each once, sorted in byte order. */
export function tickedPaths(rows: readonly ConcernRow[], ticked: (row: ConcernRow) => boolean = isTickedAtFirst): string[] {
  const paths = new Set<string>();
  for (const row of rows) if (!row.drift && ticked(row)) for (const { path } of row.files) paths.add(path);
  return [...paths].sort();
}
