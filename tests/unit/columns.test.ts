/** Columns that grow, and rows made of them. */
import { expect, test } from 'vitest';
import { Growing, Rows, sortedRows } from '../../src/core/columns';

test('a column keeps what it was given, beyond the room that it had at first', () => {
  const column = new Growing(Int32Array, 1);
  for (let value = 0; value < 1000; value += 1) expect(column.push(-value)).toBe(value);
  column.set(999, 7);
  expect([column.length, column.at(0), column.at(998), column.at(999)]).toEqual([1000, 0, -998, 7]);
  const whole = column.finish();
  expect(whole.length).toBe(1000);
  expect(whole.buffer.byteLength).toBe(4000);
});

test('a column without rows is empty', () => {
  expect(new Growing(Float64Array).finish()).toEqual(new Float64Array(0));
  expect(new Growing(Uint8Array, 0).push(3)).toBe(0);
});

const values = [5, 3, 5, 9];
const rows = new Rows(values.length, (row) => ({ row, value: values[row]! }));

test('rows are looked at one by one, all together, or as one number each', () => {
  expect(rows.at(1)).toEqual({ row: 1, value: 3 });
  expect([...rows]).toEqual(rows.map((row) => row));
  expect(rows.map(({ value }) => value)).toEqual(values);
  expect(rows.column(Float64Array, ({ value }) => value / 2)).toEqual(Float64Array.of(2.5, 1.5, 2.5, 4.5));
  expect(rows.sum(({ value }) => value)).toBe(22);
});

test('rows of rows keep their order: filtered, chosen, the first of them', () => {
  const large = rows.filter(({ value }) => value > 3);
  expect(large.map(({ row }) => row)).toEqual([0, 2, 3]);
  expect(large.chosen(Int32Array.of(2, 0)).map(({ row }) => row)).toEqual([3, 0]);
  expect([large.first(2).length, large.first(Infinity).length]).toEqual([2, 3]);
  expect(large.filter(() => false).length).toBe(0);
});

test('rows are sorted by number, and stay in order where they are equal', () => {
  expect(sortedRows(4, (a, b) => values[b]! - values[a]!)).toEqual(Int32Array.of(3, 0, 2, 1));
});
