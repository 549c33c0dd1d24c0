/** The bound on what browsers may leave unanswered: what is late is given up, unless the machine itself was asleep. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inTime } from '../../workers/in-time';

const after = <T>(milliseconds: number, value: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), milliseconds));

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a bound on an operation', () => {
  it('passes on what comes in time, and what fails', async () => {
    expect(await inTime(() => after(1, 'done'), 10_000)).toEqual({ value: 'done' });
    await expect(inTime(() => Promise.reject(new Error('gone')), 10_000)).rejects.toThrow('gone');
  });

  it('gives up what takes longer, each in its own time', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    expect(await Promise.all([inTime(never, 20), inTime(never, 5), inTime(() => after(1, 'quick'), 5000)])).toEqual([undefined, undefined, { value: 'quick' }]);
  });

  it('begins anew after a sleep of the machine, in which nothing could answer', async () => {
    const clock = performance.now.bind(performance);
    let slept = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + slept);
    const answer = inTime(() => after(300, 'awake'), 200);
    slept = 3_600_000;
    expect(await answer).toEqual({ value: 'awake' });
  });
});
