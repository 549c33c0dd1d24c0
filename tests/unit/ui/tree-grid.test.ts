/** The arithmetic of the tree grid's window. */
import { expect, test } from 'vitest';
import { parentOf, windowOf } from '../../../src/ui/parts/tree-grid';

test.each([
  [{ scrollTop: 0, height: 280, count: 1000 }, { from: 0, to: 15 }],
  [{ scrollTop: 28_000, height: 280, count: 200_000 }, { from: 995, to: 1015 }],
  [{ scrollTop: 5_599_720, height: 280, count: 200_000 }, { from: 199_985, to: 200_000 }],
  [{ scrollTop: 9_999, height: 280, count: 5 }, { from: 5, to: 5 }],
  [{ scrollTop: 0, height: 280, count: 0 }, { from: 0, to: 0 }],
])('%o shows %o', ({ scrollTop, height, count }, rows) => expect(windowOf(scrollTop, height, 28, count)).toEqual(rows));

test('the parent is the nearest row above with a smaller level', () => {
  const levels = [1, 2, 3, 3, 2, 3, 1];
  const rowAt = (index: number): ReturnType<Parameters<typeof parentOf>[1]> =>
    levels[index] === undefined ? undefined : { id: index, level: levels[index], position: 1, setSize: 1, expandable: false, expanded: false };
  expect(levels.map((_, index) => parentOf(index, rowAt))).toEqual([undefined, 0, 1, 1, 0, 4, undefined]);
  expect(parentOf(3, (index) => (index === 2 ? undefined : rowAt(index)))).toBeUndefined();
});
