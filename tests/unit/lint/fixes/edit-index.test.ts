/** Edits found by their places, held against comparing every pair. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { whichFit } from '../../../../src/core/lint/fixes/apply';
import { EditIndex } from '../../../../src/core/lint/fixes/edit-index';
import type { TextEdit } from '../../../../src/core/report/report';

const LENGTH = 100_000;
const touches = (a: TextEdit, b: TextEdit): boolean => a.start <= b.end && b.start <= a.end;

test('finds whatever touches', () => {
  const place = fc.oneof(fc.integer({ min: 0, max: 1200 }), fc.integer({ min: 0, max: LENGTH }));
  const edit = fc.tuple(place, fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: LENGTH })))
    .map(([start, length]): TextEdit => ({ start, end: Math.min(LENGTH, start + length), text: '' }));
  fc.assert(fc.property(fc.array(edit, { maxLength: 40 }), edit, (known, asked) => {
    const index = new EditIndex(LENGTH);
    for (const one of known) index.add(one);
    expect(index.some(asked, (other) => touches(asked, other))).toBe(known.some((other) => touches(asked, other)));
  }));
});

test('ten thousand fixes of thousands of edits are told apart', () => {
  const text = 'x'.repeat(200_000);
  const fixes = Array.from({ length: 10_000 }, (_, at) => ({ title: '', safety: 'safe' as const, edits: [{ start: at * 10, end: at * 10 + 4, text: '' }] }));
  const wide = { title: '', safety: 'safe' as const, edits: Array.from({ length: 20_000 }, (_, at) => ({ start: at * 10 + 6, end: at * 10 + 8, text: 'y' })) };
  const fits = whichFit(text, [...fixes, wide, wide]);
  expect(fits.filter(Boolean)).toHaveLength(10_001);
  expect(fits.at(-1)).toBe(false);
});

test.each([
  ['an insertion where another edit begins', [{ start: 1, end: 1, text: 'a' }, { start: 1, end: 3, text: '' }], true],
  ['one where another ends', [{ start: 3, end: 3, text: 'a' }, { start: 1, end: 3, text: '' }], true],
  ['one inside another', [{ start: 2, end: 2, text: 'a' }, { start: 1, end: 3, text: '' }], false],
  ['two of the same', [{ start: 1, end: 3, text: '' }, { start: 1, end: 3, text: '' }], false],
  ['one beyond the text', [{ start: 1, end: 30, text: '' }], false],
])('a fix with %s', (_, edits, sound) => expect(whichFit('0123456789', [{ title: '', safety: 'safe', edits }])).toEqual([sound]));
