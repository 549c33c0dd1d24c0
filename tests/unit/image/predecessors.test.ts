/** The versions before versions, against the plain column that they are made of. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Predecessors } from '../../../src/core/image/predecessors';

test('answers what the column held, whatever its length', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.constant(-1), fc.nat(0x7fffffff)), { maxLength: 200 }), fc.nat(10), (column, spare) => {
    const previous = Int32Array.from([...column, ...Array.from({ length: spare }, () => 7)]);
    const made = new Predecessors(previous, column.length);
    expect(column.map((_, version) => made.of(version))).toEqual(column);
  }));
});

test('takes a quarter of a byte a version, and four for each that has one', () => {
  const previous = new Int32Array(32_000).fill(-1);
  previous.fill(5, 31_000);
  expect(new Predecessors(previous, 32_000).memory).toBe(8000 + 4000);
});
