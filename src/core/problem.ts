/** What can go wrong and what was odd, as plain values that cross workers, reports and the command line unchanged. */

/** Where in the input something was found. All parts are optional; offsets are bytes from the start of the named thing. */
export interface Where {
  /** Name of the file that was given to us. */
  readonly file?: string;
  /** Byte offset in the archive (after its outer compression, if it has any). */
  readonly archiveOffset?: number;
  /** Index of the layer, from 0 at the bottom. */
  readonly layer?: number;
  /** Byte offset in the uncompressed layer tar. */
  readonly layerOffset?: number;
  /** Byte offset in compressed data, from the start of the blob or file as it is stored. */
  readonly compressedOffset?: number;
  /** Path of the tar entry, or of the member of the archive. */
  readonly entry?: string;
  /** Line and column of a text, from 1. */
  readonly line?: number;
  readonly column?: number;
}

/**
 * An expected failure, or (in a report's `diagnostics`) an oddity that did not stop the work.
 *
 * `kind` is a stable kebab-case name that tests and translations may rely on; `message` says in one plain sentence
 * what was found, and `advice` what to do about it: a command where there is one.
 */
export interface Problem {
  readonly kind: string;
  readonly message: string;
  readonly advice: string;
  readonly where?: Where;
}

/** A problem that leaves the work going: same shape, another place in the report. */
export type Diagnostic = Problem;

/** What every function that can fail on bad input answers. Exceptions are kept for our own bugs. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** Wraps a value as a success. */
export function success<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** Wraps a problem as a failure. */
export function failure(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}

/**
 * Thrown only inside the core, by stream readers that sit below an iteration and cannot answer with an `Outcome`.
 * The function that starts the iteration catches it (see `problemOf`) and answers with `failure`; it never crosses a worker.
 */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** The problem inside an error that a reader threw; anything else is a bug and is thrown on. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  throw error;
}
