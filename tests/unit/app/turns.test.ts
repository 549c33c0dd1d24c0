/** Questions that replace one another: the newest one has its turn, each key by itself. */
import { expect, test } from 'vitest';
import { Turns } from '../../../workers/turns';

test('of what was asked at once only the newest of each key is worked on', async () => {
  const turns = new Turns();
  expect(await Promise.all(['a', 'b', 'a', 'a'].map((key) => turns.take(key)))).toEqual([false, true, false, true]);
});

test('what is asked one after the other is all worked on', async () => {
  const turns = new Turns();
  expect([await turns.take('a'), await turns.take('a')]).toEqual([true, true]);
});
