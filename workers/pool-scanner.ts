/** The `LayerScanner` of a page: each layer goes to a worker of the pool; one that dies is replaced and its layer tried once more. */
import type * as Comlink from 'comlink';
import type { RowPlaces } from '../src/core/archive/read-rows';
import type { LayerScanner } from '../src/core/archive/scanner';
import { CANCELLED } from '../src/core/archive/tar-run';
import type { LayerDescriptor } from '../src/core/image/image';
import type { LayerTable, RareAttributes } from '../src/core/image/layer-table';
import { failure, type Outcome, type Problem } from '../src/core/problem';
import type { Hear } from './hearing';
import type { LayerPool } from './layer-pool';
import type { LayerApi, LayerBytes } from './layer-protocol';

const ATTEMPTS = 2;

/** `bytesOf` says where a layer's blob lies; only layers that have one are scanned. */
export function poolScanner(pool: LayerPool, bytesOf: (layer: LayerDescriptor) => LayerBytes): LayerScanner {
  return {
    parallelism: pool.size,
    scan: (layer, options, onProgress) => attempt(pool, layer, (api, hear) => api.scan(bytesOf(layer), layer.index, options, hear(onProgress))),
    hashRows(layer, table, rows) {
      const places = placesOf(table, rows);
      return attempt(pool, layer, (api) => api.hashRows(bytesOf(layer), places));
    },
    readRows(layer, table, rows, maxBytes) {
      const places = placesOf(table, rows);
      return attempt(pool, layer, (api) => api.readRows(bytesOf(layer), places, maxBytes));
    },
    readPortions(layer, table, rows, maxBytes, take) {
      let done = 0;
      return attempt(pool, layer, (api, hear) => {
        // A second worker goes on where the first one died.
        const start = done;
        return api.readPortions(bytesOf(layer), placesOf(table, rows.subarray(start)), maxBytes, hear((from: number, contents: readonly (Uint8Array | undefined)[]) => {
          done += contents.length;
          return take(start + from, contents);
        }));
      });
    },
  };
}

async function attempt<T>(pool: LayerPool, layer: LayerDescriptor, task: (api: Comlink.Remote<LayerApi>, hear: Hear) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  let detail = '';
  for (let count = 0; count < ATTEMPTS; count += 1) {
    const end = await pool.run(task);
    if (end.end === 'answered') return end.value;
    if (end.end === 'closed') return failure(CANCELLED);
    detail = end.detail;
  }
  return failure(scannerDied(layer, detail));
}

/** Mostly for want of memory: a browser ends a worker without a word then. */
function scannerDied(layer: LayerDescriptor, detail: string): Problem {
  return {
    kind: 'worker-died',
    message: `Reading layer ${layer.index} was ended twice by the browser (${detail}).`,
    advice: 'Close other tabs to free memory and read the file again; if it happens again, please report it with the details.',
    where: { layer: layer.index },
  };
}

/** The columns that hashing needs, of the rows to hash alone: a table is too big to be copied for a few rows. */
function placesOf(table: LayerTable, rows: Uint32Array): RowPlaces {
  const dataOffset = new Float64Array(rows.length);
  const size = new Float64Array(rows.length);
  const rareOf = new Map(table.rare.map((attributes) => [attributes.row, attributes]));
  const rare: RareAttributes[] = [];
  for (const [place, row] of rows.entries()) {
    dataOffset[place] = table.dataOffset[row] ?? 0;
    size[place] = table.size[row] ?? 0;
    const sparse = rareOf.get(row)?.sparse;
    if (sparse) rare.push({ row: place, sparse });
  }
  return { count: rows.length, dataOffset, size, rare };
}
