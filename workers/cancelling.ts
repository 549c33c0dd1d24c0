/** Cancelling a piece of work: what it waits for settles at once, and what it reads ends. */
import { CANCELLED } from '../src/core/archive/tar-run';
import type { ByteSource, SeekableByteStream } from '../src/core/bytes/byte-source';
import { failure, type Outcome, ProblemError } from '../src/core/problem';

/** One piece of work that can be given up. */
export class Job {
  #cancelled = false;
  readonly #callbacks: (() => void)[] = [];

  get cancelled(): boolean {
    return this.#cancelled;
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    for (const callback of this.#callbacks) callback();
  }

  /** `callback` runs when the job is cancelled, at once if it is already. */
  onCancel(callback: () => void): void {
    if (this.#cancelled) callback();
    else this.#callbacks.push(callback);
  }

  /** The outcome of `work`, or `cancelled` as soon as that is so, whatever `work` is waiting for. */
  race<T>(work: Promise<Outcome<T>>): Promise<Outcome<T>> {
    return Promise.race([work, new Promise<Outcome<T>>((resolve) => this.onCancel(() => resolve(failure(CANCELLED))))]);
  }
}

/** A source whose reading fails with `cancelled` once the job is. */
export function cancellable(source: ByteSource, job: Job): ByteSource {
  const check = (): void => {
    if (job.cancelled) throw new ProblemError(CANCELLED);
  };
  return {
    name: source.name,
    size: source.size,
    async read(offset, length) {
      check();
      return source.read(offset, length);
    },
    stream(offset, end): SeekableByteStream {
      const stream = source.stream(offset, end);
      return {
        async next() {
          check();
          return stream.next();
        },
        async skip(count) {
          check();
          return stream.skip(count);
        },
        cancel: () => stream.cancel(),
      };
    },
  };
}
