/**
 * A worker that may die without taking the page along: calls race their signal and the worker's failure, and a dead one is replaced.
 *
 * Comlink never settles a call whose worker is gone (comlink#428, #601), hence the race.
 */
import * as Comlink from 'comlink';
import { failure, type Outcome, type Problem } from '../core/problem';

interface Living<Api> {
  readonly worker: Worker;
  readonly api: Comlink.Remote<Api>;
  readonly died: Promise<Problem>;
}

export const CANCELLED: Problem = { kind: 'cancelled', message: 'Cancelled.', advice: 'Start again whenever you like.' };

export class WorkerLink<Api> {
  /** Counts the workers started so far: whoever keeps state in one can tell that it is gone. */
  generation = 0;
  readonly #start: () => Worker;
  #living: Living<Api> | undefined;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  /** Starts the worker ahead of the first call, so that the first answer comes sooner. */
  warm(): void {
    this.#connect();
  }

  /** Ends the worker at once, whatever it does; the next call gets a fresh one. */
  replace(): void {
    this.#living?.worker.terminate();
    this.#living = undefined;
  }

  /** Calls the worker. Settles as soon as the call answers, the signal fires or the worker dies: always with a value. */
  async call<T>(task: (api: Comlink.Remote<Api>) => Promise<Outcome<T>>, signal?: AbortSignal): Promise<Outcome<T>> {
    if (signal?.aborted) return failure(CANCELLED);
    const living = this.#connect();
    let onAbort = (): void => {};
    const aborted = new Promise<Outcome<T>>((resolve) => {
      onAbort = () => resolve(failure(CANCELLED));
      signal?.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([task(living.api).catch((error: unknown) => failure(bugProblem(error))), living.died.then(failure), aborted]);
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  #connect(): Living<Api> {
    if (this.#living) return this.#living;
    const worker = this.#start();
    this.generation += 1;
    const died = new Promise<Problem>((resolve) => {
      const lose = (detail: string): void => {
        if (this.#living?.worker === worker) this.#living = undefined;
        worker.terminate();
        resolve(workerProblem(detail));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        lose(event.message);
      };
      worker.onmessageerror = () => lose('its answer could not be read');
    });
    this.#living = { worker, api: Comlink.wrap<Api>(worker), died };
    return this.#living;
  }
}

/** A worker that died, mostly for want of memory. */
export function workerProblem(detail: string): Problem {
  return {
    kind: 'worker-died',
    message: `The part of the page that reads files stopped${detail ? `: ${detail}` : ''}.`,
    advice: 'Nothing that is shown was lost. Try again; if it happens again, close other tabs to free memory, and please report it with the details.',
  };
}

/** Something was thrown across the boundary: a bug of ours, said as such. A thrown `Problem` arrives whole and stays itself. */
export function bugProblem(error: unknown): Problem {
  if (typeof error === 'object' && error !== null && 'kind' in error && 'message' in error && 'advice' in error) return error as Problem;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { kind: 'bug', message: `This should not have happened: ${text}`, advice: 'It is an error in Plimsoll, not in your file. Please report it with the details.' };
}
