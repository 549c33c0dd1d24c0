/** SHA-256 by Node's OpenSSL, which uses the processor's own instructions, in a thread of its own: hashing is half the work of a squash. */
import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Digester } from '../../src/core/writer/byte-sink';

/** Room that both threads share: as much as four blocks of the writer. */
const SLOT = 1 << 19;
const SLOTS = 4;

const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const hash = require('node:crypto').createHash('sha256');
parentPort.on('message', ({ slot, length }) => {
  if (slot === undefined) parentPort.postMessage({ digest: hash.digest('hex') });
  else {
    hash.update(new Uint8Array(workerData.shared, slot * workerData.size, length));
    parentPort.postMessage({ slot });
  }
});`;

type Answer = { readonly slot: number } | { readonly digest: string };

/** Below this starting a thread takes longer than hashing. */
const THREAD_PAYS = 16 << 20;

/** For about so many bytes. */
export function createNodeSha256(bytes: number): Digester {
  if (bytes < THREAD_PAYS) {
    const hash = createHash('sha256');
    return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest('hex') };
  }
  const shared = new SharedArrayBuffer(SLOT * SLOTS);
  const worker = new Worker(THREAD, { eval: true, workerData: { shared, size: SLOT } });
  // A digest that nobody asks for, since the work failed, must not keep the process alive.
  worker.unref();
  const free = Array.from({ length: SLOTS }, (_, slot) => slot);
  let wake: (() => void) | undefined;
  let fail: ((error: Error) => void) | undefined;
  let done: ((digest: string) => void) | undefined;
  worker.on('message', (answer: Answer) => {
    if ('digest' in answer) done?.(answer.digest);
    else {
      free.push(answer.slot);
      wake?.();
    }
  });
  worker.on('error', (error) => fail?.(error));
  return {
    async update(chunk) {
      for (let at = 0; at < chunk.length; at += SLOT) {
        const part = chunk.subarray(at, at + SLOT);
        if (free.length === 0) {
          worker.ref();
          await new Promise<void>((resolve, reject) => {
            wake = resolve;
            fail = reject;
          });
        }
        const slot = free.pop()!;
        new Uint8Array(shared, slot * SLOT, part.length).set(part);
        worker.postMessage({ slot, length: part.length });
      }
    },
    async digest() {
      worker.ref();
      const digest = await new Promise<string>((resolve, reject) => {
        done = resolve;
        fail = reject;
        worker.postMessage({});
      });
      await worker.terminate();
      return digest;
    },
  };
}
