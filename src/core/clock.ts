/** The clock for bounds on work: one that no change of the system's time moves, where the engine has it. */

/** Milliseconds from no particular moment. */
export function milliseconds(): number {
  return clock?.now() ?? Date.now();
}

/** Everywhere in browsers, workers and Node, though not part of the language. */
const clock = (globalThis as { readonly performance?: { now(): number } }).performance;
