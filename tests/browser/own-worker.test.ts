/** Workers that end without a word, at any moment of their lives: whoever waits for them is told. */
import type { Remote } from 'comlink';
import { afterEach, expect, it } from 'vitest';
import { OwnWorker } from '../../workers/own-worker';
import mortalWorker from './mortal.worker.ts?worker&url';

interface Answers {
  answer(): Promise<number>;
}

const started: OwnWorker<Answers>[] = [];

function start(address: string, moment: string, patience?: { script: number; lock: number }): OwnWorker<Answers> {
  const worker = new OwnWorker<Answers>(address, moment, patience);
  started.push(worker);
  return worker;
}

afterEach(() => {
  for (const worker of started.splice(0)) worker.terminate();
});

const ask = (api: Remote<Answers>): Promise<number> => api.answer();

it('answers what it was asked before it had started', async () => {
  const worker = start(mortalWorker, 'never');
  expect(await Promise.all([worker.call(ask), worker.call(ask)])).toEqual([42, 42]);
  expect(await Promise.race([worker.ended, new Promise((resolve) => setTimeout(resolve, 1500, 'lives'))])).toBe('lives');
});

it.each(['first', 'next'])('tells of one that ends while it starts: %s', async (moment) => {
  const worker = start(mortalWorker, moment, { script: 3, lock: 1 });
  expect(await worker.ended).toBe('it did not start');
});

it('tells of every one that ends in its first milliseconds', async () => {
  for (let from = 0; from < 48; from += 12) {
    const workers = Array.from({ length: 12 }, (_, index) => start(mortalWorker, String(from + index), { script: 30, lock: 5 }));
    for (const worker of workers) void worker.call(ask);
    // Some hold their lock by then, some do not: both are noticed, each in its way.
    for (const worker of workers) expect(['it did not start', 'the browser ended it']).toContain(await worker.ended);
  }
});

it('tells of a script that cannot be fetched', async () => {
  expect(await start('/nothing/here.js', 'never').ended).toBe('it could not be loaded');
});
