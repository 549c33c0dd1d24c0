/** Callbacks that go along with a call to a worker, and end with it. */
import * as Comlink from 'comlink';

/** Makes a callback one that a worker may call. */
export type Hear = <Values extends unknown[], Answer>(callback: (...values: Values) => Answer) => ((...values: Values) => Answer | undefined) & Comlink.ProxyMarked;

/**
 * Does `call`, and hears its callbacks until it has settled. Comlink gives each callback a port of its own, and between ports nothing is
 * ordered: what was said before the answer may come after it, and would put an old state in its place.
 */
export async function whileHeard<T>(call: (hear: Hear) => Promise<T>): Promise<T> {
  let over = false;
  try {
    return await call((callback) => Comlink.proxy((...values) => (over ? undefined : callback(...values))));
  } finally {
    over = true;
  }
}
