/** SHA-256 in a worker: the same as the browser's own, pieces of any size in order, and a worker's end that is told. */
import { afterEach, expect, it } from 'vitest';
import { ProblemError } from '../../src/core/problem';
import type { LayerApi } from '../../workers/layer-protocol';
import { OwnWorker } from '../../workers/own-worker';
import { startLayerWorker } from '../../workers/start-layer-worker';
import { WorkerDigester } from '../../workers/worker-digester';
import unrulyWorker from './unruly.worker.ts?worker&url';

const digesters: WorkerDigester[] = [];

function digester(worker: OwnWorker<LayerApi>): WorkerDigester {
  const made = new WorkerDigester(worker);
  digesters.push(made);
  return made;
}

afterEach(() => {
  for (const each of digesters.splice(0)) each.close();
});

it('hashes pieces of any size as the browser hashes the whole, whatever becomes of what it was given', async () => {
  const whole = new Uint8Array(27_000_001).map((_, index) => (index * index) >> 5);
  const expected = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', whole)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const made = digester(startLayerWorker());
  for (let at = 0, turn = 0; at < whole.length; turn += 1) {
    const part = whole.subarray(at, at + [1, 524_288, 524_289, 2_900_000][turn % 4]!);
    const block = new Uint8Array(3_000_000);
    block.set(part);
    await made.update(block.subarray(0, part.length));
    // As the stream of a file takes its last chunk for the next one.
    structuredClone(block.buffer, { transfer: [block.buffer] });
    at += part.length;
  }
  expect(await made.digest()).toBe(expected);
});

it('hashes nothing too', async () => {
  expect(await digester(startLayerWorker()).digest()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

it('tells of a worker that ended, to whoever hands over more and to whoever wants the digest', async () => {
  const made = digester(new OwnWorker<LayerApi>(unrulyWorker, 'mortal'));
  const problem = async (act: Promise<unknown>): Promise<unknown> => act.catch((error: unknown) => (error instanceof ProblemError ? error.problem.kind : error));
  const updates = (async () => {
    for (let count = 0; count < 20; count += 1) await made.update(new Uint8Array(1 << 19));
  })();
  expect(await problem(updates)).toBe('worker-died');
  expect(await problem(made.digest())).toBe('worker-died');
});
