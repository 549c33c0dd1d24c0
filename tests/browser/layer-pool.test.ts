/** The pool with real workers: order, replacement of those that die, and an end that does not wait for them. */
import type { Remote } from 'comlink';
import { afterEach, expect, it } from 'vitest';
import { LayerPool } from '../../workers/layer-pool';
import type { LayerApi } from '../../workers/layer-protocol';
import { OwnWorker } from '../../workers/own-worker';
import unrulyWorker from './unruly.worker.ts?worker&url';

/** A stand-in for a layer worker, whose `hashRows` does as the row count says. */
const start = (): OwnWorker<LayerApi> => new OwnWorker(unrulyWorker, 'unruly');

const pools: LayerPool[] = [];

function pool(size: number): LayerPool {
  const made = new LayerPool(size, start);
  pools.push(made);
  return made;
}

afterEach(() => {
  for (const each of pools.splice(0)) each.close();
});

const file = new File(['x'], 'x');
const location = { member: 'x', offset: 0, size: 1 };
const none = new Float64Array(0);

/** Calls the stand-in: 1 answers, 2 dies, 3 spins for ever, 4 throws. */
const call = (what: number) => (api: Remote<LayerApi>): Promise<unknown> => api.hashRows({ file, location }, { count: what, dataOffset: none, size: none, rare: [] });

it('runs more tasks than it has workers', async () => {
  const two = pool(2);
  const ends = await Promise.all([1, 1, 1, 1, 1].map((what) => two.run(call(what))));
  expect(ends.map(({ end }) => end)).toEqual(Array(5).fill('answered'));
});

it('tells of a worker that died and goes on with another', async () => {
  const one = pool(1);
  const ends = await Promise.all([one.run(call(2)), one.run(call(1))]);
  expect(ends.map(({ end }) => end)).toEqual(['died', 'answered']);
  expect(ends[0]).toMatchObject({ detail: expect.stringContaining('died on purpose') as string });
});

it('passes a bug on and does not use that worker again', async () => {
  const one = pool(1);
  await expect(one.run(call(4))).rejects.toThrow('a bug');
  expect((await one.run(call(1))).end).toBe('answered');
});

it('ends workers that are deep in a loop, and what waits for them, at once', async () => {
  const two = pool(2);
  const spinning = [3, 3, 1, 1].map((what) => two.run(call(what)));
  await new Promise((resolve) => setTimeout(resolve, 300));
  two.close();
  const ends = await Promise.all(spinning);
  expect(ends.map(({ end }) => end)).toEqual(Array(4).fill('closed'));
  expect((await two.run(call(1))).end).toBe('closed');
});

it('hears what a worker says until its answer, and nothing that comes later', async () => {
  const one = pool(1);
  const heard: number[] = [];
  const end = await one.run(async (api, hear): Promise<unknown> => api.scan({ file, location }, 0, {}, hear((bytes: number) => void heard.push(bytes))));
  expect(end.end).toBe('answered');
  // Answers once the last word has arrived here.
  await one.run((api) => api.digestEnd());
  expect(heard).toEqual([1]);
});
