/** Hashes what the scan skipped, where a file of the same size exists: after this, equal content is known to be equal. */
import type { LayerScanner } from '../archive/scanner';
import { failure, success, type Outcome, type Problem } from '../problem';
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
  const problem = await inParallel([...rowsToHash(tables)], scanner.parallelism, ([table, { layer, rows }]) => hashInto(table, rows, layers[layer]!, scanner));
  return problem === undefined ? success(undefined) : failure(problem);
}

/**
 * The same for the layers that have been scanned while others still are: what has two files of its size already will need its hash whatever
 * comes. Goes on as long as `busy` says so; several may run at once.
 */
export class EarlyHashes {
  /** Columns that somebody fills or has filled: a table is another once it has been indexed, its columns are the same. */
  readonly #begun = new Set<Uint32Array>();
  readonly #layers: readonly LayerDescriptor[];
  readonly #scanner: LayerScanner;

  constructor(layers: readonly LayerDescriptor[], scanner: LayerScanner) {
    this.#layers = layers;
    this.#scanner = scanner;
  }

  /** `tables` as for `completeHashes`, undefined where a layer is not there yet. Answers what stops the whole. */
  async complete(tables: readonly (LayerTable | undefined)[], busy: () => boolean): Promise<Problem | undefined> {
    if (!busy()) return undefined;
    for (const [table, { layer, rows }] of rowsToHash(tables)) {
      if (!busy()) return undefined;
      // Another is at it or was since these rows were listed. What it left is for the end.
      if (this.#begun.has(table.hashLow)) continue;
      this.#begun.add(table.hashLow);
      const problem = await hashInto(table, rows, this.#layers[layer]!, this.#scanner);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
}

async function hashInto(table: LayerTable, rows: Uint32Array, layer: LayerDescriptor, scanner: LayerScanner): Promise<Problem | undefined> {
  const outcome = await scanner.hashRows(layer, table, rows);
  if (!outcome.ok) return outcome.problem;
  const { low, high, ok } = outcome.value;
  rows.forEach((row, at) => {
    if (ok[at] !== 1) return;
    table.hashLow[row] = low[at]!;
    table.hashHigh[row] = high[at]!;
    table.flags[row]! |= EntryFlag.hashed;
  });
  return undefined;
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
