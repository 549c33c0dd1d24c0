/** Keeps progress from costing more than the work: a call to another worker takes longer than a chunk. */

const MILLISECONDS = 50;

/** Passes the first call on, and later ones at most twenty times a second. */
export function throttled<T>(tell: (value: T) => void): (value: T) => void {
  let told = -Infinity;
  return (value) => {
    const now = performance.now();
    if (now - told < MILLISECONDS) return;
    told = now;
    tell(value);
  };
}
