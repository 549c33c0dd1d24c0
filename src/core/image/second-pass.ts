/** Hashes what the scan skipped, where a file of the same size exists: after this, equal content is known to be equal. */
import type { LayerScanner } from '../archive/scanner';
import { failure, success, type Outcome } from '../problem';
import type { LayerDescriptor } from './image';
import { inParallel } from './in-parallel';
import type { LayerTable } from './layer-table';
import { EntryFlag, EntryType } from './layer-table';

/**
 * Fills the hash columns of the given tables (one a layer, undefined where it is unreadable) in place. Rows that cannot be
 * read stay without a hash. Fails when the source does, or on cancelling.
 */
export async function completeHashes(
  layers: readonly LayerDescriptor[], tables: readonly (LayerTable | undefined)[], scanner: LayerScanner,
): Promise<Outcome<void>> {
  const jobs = rowsToHash(tables);
  const problem = await inParallel([...jobs], scanner.parallelism, async ([table, { layer, rows }]) => {
    const outcome = await scanner.hashRows(layers[layer]!, table, rows);
    if (!outcome.ok) return outcome.problem;
    const { low, high, ok } = outcome.value;
    rows.forEach((row, at) => {
      if (ok[at] !== 1) return;
      table.hashLow[row] = low[at]!;
      table.hashHigh[row] = high[at]!;
      table.flags[row]! |= EntryFlag.hashed;
    });
    return undefined;
  });
  return problem === undefined ? success(undefined) : failure(problem);
}

/** Files without a hash whose size occurs twice, by table (a table that serves several equal layers counts once). */
function rowsToHash(tables: readonly (LayerTable | undefined)[]): Map<LayerTable, { readonly layer: number; readonly rows: Uint32Array }> {
  const distinct = new Map<LayerTable, number>();
  tables.forEach((table, layer) => {
    if (table !== undefined && !distinct.has(table)) distinct.set(table, layer);
  });
  const skipped = new Map<number, number>();
  for (const table of distinct.keys()) forEachFile(table, (row, hashed) => !hashed && skipped.set(table.size[row]!, 0));
  if (skipped.size > 0) {
    for (const table of distinct.keys()) {
      forEachFile(table, (row) => {
        const count = skipped.get(table.size[row]!);
        if (count !== undefined) skipped.set(table.size[row]!, count + 1);
      });
    }
  }
  const jobs = new Map<LayerTable, { layer: number; rows: Uint32Array }>();
  for (const [table, layer] of distinct) {
    const rows: number[] = [];
    forEachFile(table, (row, hashed) => !hashed && skipped.get(table.size[row]!)! > 1 && rows.push(row));
    if (rows.length > 0) jobs.set(table, { layer, rows: Uint32Array.from(rows) });
  }
  return jobs;
}

function forEachFile(table: LayerTable, visit: (row: number, hashed: boolean) => unknown): void {
  const unreadable = EntryFlag.damaged | EntryFlag.outside;
  for (let row = 0; row < table.count; row += 1) {
    const flags = table.flags[row]!;
    if (table.type[row] === EntryType.file && table.size[row]! > 0 && (flags & unreadable) === 0) visit(row, (flags & EntryFlag.hashed) !== 0);
  }
}
