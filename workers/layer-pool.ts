/** The layer workers of one analysis: started when they are needed, one task each at a time, all ended at once by `close`. */
import type { Remote } from 'comlink';
import { whileHeard, type Hear } from './hearing';
import type { LayerApi } from './layer-protocol';
import type { OwnWorker } from './own-worker';

/** What became of a task. Exceptions are bugs of the worker's code and reject. */
export type TaskEnd<T> = { readonly end: 'answered'; readonly value: T } | { readonly end: 'died'; readonly detail: string } | { readonly end: 'closed' };

type LayerWorker = OwnWorker<LayerApi>;

type Task = (api: Remote<LayerApi>, hear: Hear) => Promise<unknown>;

interface Waiting {
  readonly task: Task;
  resolve(end: TaskEnd<unknown>): void;
  reject(error: unknown): void;
}

export class LayerPool {
  readonly size: number;
  readonly #start: () => LayerWorker;
  readonly #idle: LayerWorker[] = [];
  readonly #busy = new Map<LayerWorker, Waiting>();
  readonly #waiting: Waiting[] = [];
  #closed = false;

  /** `start` makes one worker; at most `size` live at a time. */
  constructor(size: number, start: () => LayerWorker) {
    this.size = size;
    this.#start = start;
  }

  /** Runs a task on a free worker, in the order of the calls. Callbacks that it makes with `hear` are heard until it ends. */
  run<T>(task: (api: Remote<LayerApi>, hear: Hear) => Promise<T>): Promise<TaskEnd<T>> {
    if (this.#closed) return Promise.resolve({ end: 'closed' });
    return new Promise<TaskEnd<unknown>>((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject });
      this.#next();
    }) as Promise<TaskEnd<T>>;
  }

  /** Ends all workers at once; what they did and what waits for them is answered with `closed`. */
  close(): void {
    this.#closed = true;
    for (const worker of [...this.#idle, ...this.#busy.keys()]) worker.terminate();
    for (const { resolve } of [...this.#busy.values(), ...this.#waiting]) resolve({ end: 'closed' });
    this.#idle.length = 0;
    this.#waiting.length = 0;
    this.#busy.clear();
  }

  #next(): void {
    const waiting = this.#waiting[0];
    if (waiting === undefined) return;
    const free = this.#idle.pop() ?? (this.#busy.size < this.size ? this.#start() : undefined);
    if (free === undefined) return;
    this.#waiting.shift();
    this.#busy.set(free, waiting);
    void this.#perform(free, waiting);
  }

  async #perform(hired: LayerWorker, { task, resolve, reject }: Waiting): Promise<void> {
    try {
      const end = await whileHeard((hear) => Promise.race([
        hired.call((api) => task(api, hear)).then((value) => ({ end: 'answered', value }) as const),
        hired.ended.then((detail) => ({ end: 'died', detail }) as const),
      ]));
      this.#release(hired, end.end === 'answered');
      resolve(end);
    } catch (error) {
      // A bug may have left anything behind in there.
      this.#release(hired, false);
      reject(error);
    }
  }

  #release(hired: LayerWorker, healthy: boolean): void {
    if (!this.#busy.delete(hired)) return;
    if (healthy) this.#idle.push(hired);
    else hired.terminate();
    this.#next();
  }
}
