/** A layer whose worker dies is tried once more, and then given up with a problem. */
import { expect, it } from 'vitest';
import type { LayerDescriptor } from '../../src/core/image/image';
import { LayerTableBuilder } from '../../src/core/image/layer-table-builder';
import { LayerPool } from '../../workers/layer-pool';
import { OwnWorker } from '../../workers/own-worker';
import { poolScanner } from '../../workers/pool-scanner';
import unrulyWorker from './unruly.worker.ts?worker&url';

const layer: LayerDescriptor = { index: 3, mediaType: '', storedBytes: 1, location: { member: 'x', offset: 0, size: 1 } };
const bytesOf = () => ({ file: new File(['x'], 'x'), location: { member: 'x', offset: 0, size: 1 } });
const table = new LayerTableBuilder().finish(1);

/** Workers that die as long as `mortal` says so, by their number from 1. */
function scanner(mortal: (worker: number) => boolean) {
  let started = 0;
  const pool = new LayerPool(1, () => new OwnWorker(unrulyWorker, mortal((started += 1)) ? 'mortal' : 'healthy'));
  return { pool, scan: poolScanner(pool, bytesOf), started: () => started };
}

it('goes on with a second worker', async () => {
  const { pool, scan, started } = scanner((worker) => worker === 1);
  expect(await scan.hashRows(layer, table, new Uint32Array(0))).toMatchObject({ ok: true });
  expect(started()).toBe(2);
  pool.close();
});

it('gives up after the second', async () => {
  const { pool, scan, started } = scanner(() => true);
  expect(await scan.hashRows(layer, table, new Uint32Array(0))).toMatchObject({ ok: false, problem: { kind: 'worker-died', where: { layer: 3 } } });
  expect(started()).toBe(2);
  pool.close();
});

it('answers `cancelled` when the pool is closed', async () => {
  const { pool, scan } = scanner(() => false);
  const asked = scan.hashRows(layer, table, new Uint32Array(0));
  pool.close();
  expect(await asked).toMatchObject({ ok: false, problem: { kind: 'cancelled' } });
});

it('reads on where the first worker died', async () => {
  const { pool, scan, started } = scanner((worker) => worker === 1);
  const taken: (readonly [number, number])[] = [];
  const outcome = await scan.readPortions(layer, table, Uint32Array.of(0, 0, 0), 1, (from, contents) => void taken.push([from, contents[0]![0]!]));
  expect(outcome).toMatchObject({ ok: true });
  expect([taken, started()]).toEqual([[[0, 3], [1, 2], [2, 2]], 2]);
  pool.close();
});
