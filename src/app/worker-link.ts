/** A worker that may die without taking the page along: calls race their signal and the worker's end, and a dead one is replaced. */
import type { Remote } from 'comlink';
import { failure, type Outcome, type Problem } from '../core/problem';
import { whileHeard, type Hear } from '../../workers/hearing';
import type { OwnWorker } from '../../workers/own-worker';

interface Living<Api> {
  readonly worker: OwnWorker<Api>;
  /** Settles when the worker is gone, whoever ended it. */
  readonly died: Promise<Problem>;
  readonly lose: (problem: Problem) => void;
}

export const CANCELLED: Problem = { kind: 'cancelled', message: 'Cancelled.', advice: 'Start again whenever you like.' };

/** The worker was ended for another's sake: whoever asked it something asks again. */
const REPLACED: Problem = { kind: 'worker-replaced', message: 'Reading was interrupted.', advice: 'Try again.' };

/** How often a call is made again because its worker was ended for another's sake. */
const MOST_REPLACEMENTS = 3;

export class WorkerLink<Api> {
  /** Counts the workers lost so far: whoever keeps state in one can tell that it is gone. */
  generation = 0;
  readonly #start: () => OwnWorker<Api>;
  #living: Living<Api> | undefined;

  constructor(start: () => OwnWorker<Api>) {
    this.#start = start;
  }

  /** Starts the worker ahead of the first call, so that the first answer comes sooner. */
  warm(): void {
    this.#connect();
  }

  /** Ends the worker at once, whatever it does; the next call gets a fresh one. */
  replace(): void {
    this.#living?.lose(REPLACED);
  }

  /** Does `task` anew when its worker was replaced meanwhile. */
  async insist<T>(task: () => Promise<Outcome<T>>, signal?: AbortSignal): Promise<Outcome<T>> {
    for (let replaced = 0; ; replaced += 1) {
      const outcome = await task();
      if (outcome.ok || outcome.problem.kind !== REPLACED.kind || replaced >= MOST_REPLACEMENTS || signal?.aborted) return outcome;
    }
  }

  /**
   * Calls the worker. Settles as soon as the call answers, the signal fires or the worker dies: always with a value. Callbacks that `task`
   * makes with `hear` are heard until then.
   */
  async call<T>(task: (api: Remote<Api>, hear: Hear) => Promise<Outcome<T>>, signal?: AbortSignal): Promise<Outcome<T>> {
    if (signal?.aborted) return failure(CANCELLED);
    const { worker, died } = this.#connect();
    return whileHeard((hear) => {
      const answer = worker.call((api) => task(api, hear)).catch((error: unknown) => failure(bugProblem(error)));
      return unlessAborted(Promise.race([answer, died.then(failure)]), signal);
    });
  }

  #connect(): Living<Api> {
    if (this.#living) return this.#living;
    const worker = this.#start();
    let lose: (problem: Problem) => void = () => undefined;
    const died = new Promise<Problem>((resolve) => {
      lose = (problem) => {
        if (this.#living?.worker === worker) {
          this.#living = undefined;
          this.generation += 1;
        }
        worker.terminate();
        resolve(problem);
      };
    });
    void worker.ended.then((detail) => lose(workerProblem(detail)));
    this.#living = { worker, died, lose };
    return this.#living;
  }
}

/** The outcome of `work`, or `cancelled` as soon as the signal fires; `work` goes on unheard then. */
export async function unlessAborted<T>(work: Promise<Outcome<T>>, signal?: AbortSignal): Promise<Outcome<T>> {
  if (signal?.aborted) return failure(CANCELLED);
  let onAbort = (): void => {};
  const aborted = new Promise<Outcome<T>>((resolve) => {
    onAbort = () => resolve(failure(CANCELLED));
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal?.removeEventListener('abort', onAbort);
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
  if (isWantOfMemory(text)) return OUT_OF_MEMORY;
  if (isMissingPart(text)) return PART_MISSING;
  return { kind: 'bug', message: `This should not have happened: ${text}`, advice: 'It is an error in Plimsoll, not in your file. Please report it with the details.' };
}

/** As browsers put it: V8 (`Array buffer allocation failed`, `could not allocate memory`), SpiderMonkey and JavaScriptCore (`out of memory`). */
function isWantOfMemory(text: string): boolean {
  return /allocation failed|could not allocate|out of memory|invalid array (buffer )?length/i.test(text);
}

const OUT_OF_MEMORY: Problem = {
  kind: 'out-of-memory',
  message: 'The browser has no more memory for this page.',
  advice: 'Close other tabs or open files, then try again.',
};

/** Parts that come later: Chromium and Firefox (`… dynamically imported module`), WebKit (`Importing a module script failed`). */
function isMissingPart(text: string): boolean {
  return /dynamically imported module|importing a module script failed/i.test(text);
}

const PART_MISSING: Problem = {
  kind: 'part-missing',
  message: 'A part of the page that is needed for this could not be loaded.',
  advice: 'Try again with a network. If it stays so, a newer version may have replaced this one: reload the page.',
};
