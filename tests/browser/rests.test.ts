/** Rests between pieces of work that wait for nothing but one another. */
import { expect, it } from 'vitest';
import { rest } from '../../workers/rests';

/** Enough on any machine: nothing here takes as long, unless messages are kept out. */
const PATIENCE = 20_000;

it('lets in what waits, though each piece goes on at once', async () => {
  let heard = false;
  setTimeout(() => (heard = true));
  const end = performance.now() + PATIENCE;
  while (!heard && performance.now() < end) await rest();
  expect(heard).toBe(true);
});
