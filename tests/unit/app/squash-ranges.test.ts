/** The triangle of ranges: points and diamonds agree, keys stay inside. */
import { describe, expect, test } from 'vitest';
import { diamond, rangeAfterKey, rangeAt, rangeRows, stepOf, triangleSize } from '../../../src/app/squash-ranges';
import type { PlanReport } from '../../../src/core/report/report';

test('the middle of every diamond is its range', () => {
  const size = triangleSize(9, 400);
  for (let from = 0; from < 8; from += 1) {
    for (let to = from + 1; to < 9; to += 1) {
      const [x, bottom] = /^M([\d.]+) ([\d.]+)/.exec(diamond({ from, to }, size))!.slice(1).map(Number) as [number, number];
      expect(rangeAt(x, bottom - size.unit / 2, size)).toEqual({ from, to });
    }
  }
  expect(rangeAt(size.unit / 2, size.height - 1, size)).toBeUndefined();
  expect(rangeAt(-5, 10, size)).toBeUndefined();
});

describe('keys', () => {
  test.each([
    ['ArrowRight', { from: 2, to: 4 }, { from: 3, to: 5 }],
    ['ArrowRight', { from: 3, to: 5 }, undefined],
    ['ArrowUp', { from: 3, to: 5 }, { from: 2, to: 5 }],
    ['ArrowUp', { from: 0, to: 5 }, undefined],
    ['ArrowDown', { from: 2, to: 3 }, undefined],
    ['Home', { from: 2, to: 4 }, { from: 0, to: 2 }],
    ['PageUp', { from: 2, to: 4 }, { from: 0, to: 5 }],
    ['x', { from: 2, to: 4 }, undefined],
  ] as const)('%s from %o', (key, range, expected) => {
    expect(rangeAfterKey(range, key, 6)).toEqual(expected);
  });
});

test('rows are sorted by what they save, with what has to be pulled again', () => {
  const plan = {
    layers: [{ index: 0, command: '', storedBytes: 5, tarBytes: 100, base: true }, { index: 1, command: '', storedBytes: 5, tarBytes: 10 }, { index: 2, command: '', storedBytes: 5, tarBytes: 10, shared: true }],
    ranges: [{ from: 0, to: 1, savedBytes: -3 }, { from: 0, to: 2, savedBytes: 9 }, { from: 1, to: 2, savedBytes: 9 }],
  } as unknown as PlanReport;
  expect(rangeRows(plan).map(({ from, to, pulledAgainBytes }) => [from, to, pulledAgainBytes])).toEqual([[1, 2, 10], [0, 2, 110], [0, 1, 100]]);
  expect([stepOf(-3, 9), stepOf(1, 9), stepOf(9, 9)]).toEqual([0, 1, 7]);
});
