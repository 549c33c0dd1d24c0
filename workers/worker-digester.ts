/** SHA-256 in a worker of its own: it takes longer than reading and writing together, and so runs beside them. */
import * as Comlink from 'comlink';
import { ProblemError, type Problem } from '../src/core/problem';
import type { Digester } from '../src/core/writer/byte-sink';
import type { LayerApi } from './layer-protocol';
import type { OwnWorker } from './own-worker';

/** Bytes that cross at once; the buffers go to the worker and come back, without a copy. */
const PIECE = 1 << 19;
/** Buffers of one digester: enough that neither side waits for the other's next piece. */
const PIECES = 8;

export class WorkerDigester implements Digester {
  readonly #worker: OwnWorker<LayerApi>;
  readonly #died: Promise<never>;
  /** Buffers that are here, and the return of those that are not, oldest first. */
  readonly #free: Uint8Array<ArrayBuffer>[] = [];
  readonly #away: Promise<Uint8Array<ArrayBuffer>>[] = [];

  /** The worker is this digester's alone, and ends with `close`. */
  constructor(worker: OwnWorker<LayerApi>) {
    this.#worker = worker;
    this.#died = worker.ended.then((cause) => Promise.reject(new ProblemError(digesterDied(cause))));
    this.#died.catch(() => undefined);
  }

  /** Resolves once the bytes have been taken; they are hashed later. Throws `ProblemError` when the worker ended. */
  async update(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; at += PIECE) {
      const part = chunk.subarray(at, at + PIECE);
      const buffer = await this.#buffer();
      buffer.set(part);
      // Asked now: once the caller goes on, the chunk's memory may be taken away, which leaves it empty.
      const { length } = part;
      const back = this.#ask((api) => api.digestNext(Comlink.transfer(buffer, [buffer.buffer]), length));
      // Whoever waits for this buffer, or for the digest, is told of a failure; until then nobody listens.
      back.catch(() => undefined);
      this.#away.push(back);
    }
  }

  async digest(): Promise<string> {
    await Promise.all(this.#away.splice(0));
    return this.#ask((api) => api.digestEnd());
  }

  close(): void {
    this.#worker.terminate();
  }

  async #buffer(): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#away.length >= PIECES) this.#free.push(await this.#away.shift()!);
    return this.#free.pop() ?? new Uint8Array(PIECE);
  }

  #ask<T>(task: (api: Comlink.Remote<LayerApi>) => Promise<T>): Promise<T> {
    return Promise.race([this.#worker.call(task), this.#died]);
  }
}

function digesterDied(cause: string): Problem {
  return {
    kind: 'worker-died', message: `Working out the checksum was ended by the browser (${cause}). The unfinished file was removed.`,
    advice: 'Close other tabs to free memory and save again; if it happens again, please report it with the details.',
  };
}
