/** Long work in short steps: whoever asks may do something else in between, or stop. */

/** Work that yields wherever a step may end. */
export type Steps<Result> = Generator<undefined, Result>;

/** Entries of a tree that one step looks at: a few milliseconds. */
const ENTRIES = 512;

/** Tells, once for each entry that is looked at, whether a step should end here. */
export function pace(entries = ENTRIES): () => boolean {
  let count = 0;
  return () => (count += 1) % entries === 0;
}

/** Called between two steps: what it answers is waited for, so that others get their turn. */
export type Breathe = () => Promise<void> | undefined;

/** Does the work with breaks between its steps; undefined when it is cancelled. */
export async function inTurns<Result>(
  steps: Steps<Result>, { breathe, cancelled }: { readonly breathe?: Breathe | undefined; readonly cancelled?: (() => boolean) | undefined },
): Promise<Result | undefined> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    const wait = breathe?.();
    if (wait) await wait;
    if (cancelled?.() === true) return undefined;
  }
}

/** All steps at once. */
export function finish<Result>(steps: Generator<unknown, Result>): Result {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
