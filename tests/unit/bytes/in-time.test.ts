/** Waiting with a bound, on one timer for all. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inTime } from '../../../workers/in-time';

const never = (): Promise<never> => new Promise(() => undefined);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('answers and rejections are passed on', async () => {
  expect(await inTime(() => Promise.resolve(5), 1000)).toEqual({ value: 5 });
  await expect(inTime(() => Promise.reject(new Error('no')), 1000)).rejects.toThrow('no');
});

test('each wait ends at its own time, the shorter one first, with one timer at a time', async () => {
  const ended: string[] = [];
  void inTime(never, 1000).then(() => ended.push('long'));
  void inTime(never, 300).then((answer) => ended.push(answer === undefined ? 'short' : 'answered'));
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(299);
  expect(ended).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toEqual(['short']);
  await vi.advanceTimersByTimeAsync(700);
  expect(ended).toEqual(['short', 'long']);
  expect(vi.getTimerCount()).toBe(0);
});

test('a wait that begins while a timer runs for one that is over still ends', async () => {
  await inTime(() => Promise.resolve(1), 1000);
  await vi.advanceTimersByTimeAsync(600);
  let ended = false;
  void inTime(never, 1000).then(() => {
    ended = true;
  });
  await vi.advanceTimersByTimeAsync(999);
  expect(ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toBe(true);
});
