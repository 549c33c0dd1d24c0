/** Remembered settings: a broken store costs no more than the field that is broken. */
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, readSettings, withRecent } from '../../../src/app/settings';

test.each([null, '', '{', 'null', '[]', '"text"', '7'])('%j gives the defaults', (stored) => expect(readSettings(stored)).toEqual(DEFAULT_SETTINGS));

test('good fields survive bad neighbours', () => {
  const stored = JSON.stringify({ theme: 'dark', units: 'imperial', treeSort: 'hidden', recent: [{ name: 'a.tar', bytes: 1 }, { name: 2 }, null] });
  expect(readSettings(stored)).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', treeSort: 'hidden', recent: [{ name: 'a.tar', bytes: 1 }] });
});

test('inherited fields are not taken', () => expect(readSettings('{"__proto__":{"theme":"dark"}}').theme).toBe('system'));

test('a file stands once in the list, the latest on top, eight at most', () => {
  const recent = Array.from({ length: 8 }, (_, index) => ({ name: `${index}.tar`, bytes: index }));
  const next = withRecent(recent, { name: '3.tar', bytes: 3 });
  expect(next.map(({ name }) => name)).toEqual(['3.tar', '0.tar', '1.tar', '2.tar', '4.tar', '5.tar', '6.tar', '7.tar']);
  expect(withRecent(next, { name: 'new.tar', bytes: 9 })).toHaveLength(8);
});

test('only codes come back as rules that are off', () => {
  expect(readSettings(JSON.stringify({ rulesOff: ['DL3008', 7, '<b>', 'StageNameCasing', null] })).rulesOff).toEqual(['DL3008', 'StageNameCasing']);
});
