/** Waits for many operations, each with a bound, by one timer: setting and clearing one for each read would cost a twentieth of the reading. */

interface Waiting {
  readonly milliseconds: number;
  until: number;
  giveUp(): void;
}

const waiting: Set<Waiting> = new Set();
let timer: ReturnType<typeof setTimeout> | undefined;
let timerAt = Infinity;

/** What the operation answers; undefined when that takes longer than `milliseconds`. Its rejection is passed on. */
export function inTime<T>(operation: () => Promise<T>, milliseconds: number): Promise<{ readonly value: T } | undefined> {
  return new Promise((resolve, reject) => {
    const mine: Waiting = { milliseconds, until: performance.now() + milliseconds, giveUp: () => resolve(undefined) };
    waiting.add(mine);
    wakeAt(mine.until);
    operation().then((value) => resolve({ value }), reject).finally(() => waiting.delete(mine));
  });
}

/** A timer that comes this much too late was kept waiting by a sleep of the machine, in which the operations had no time either: they get theirs again. */
const LATE_MILLISECONDS = 1000;

/** A timer that comes too early does no harm: it looks, and is set again. */
function wakeAt(time: number): void {
  if (timerAt <= time) return;
  clearTimeout(timer);
  timerAt = time;
  timer = setTimeout(look, time - performance.now());
}

function look(): void {
  const now = performance.now();
  const late = now - timerAt > LATE_MILLISECONDS;
  timerAt = Infinity;
  let next = Infinity;
  for (const each of waiting) {
    if (late) each.until = now + each.milliseconds;
    if (each.until > now) {
      next = Math.min(next, each.until);
      continue;
    }
    waiting.delete(each);
    each.giveUp();
  }
  if (next < Infinity) wakeAt(next);
}
