/** Hostile names: what cannot be seen, or would reorder a line, is written out; all else stays as it is. */
import { expect, test } from 'vitest';
import { shorten, visibleLine, visibleText } from '../../../src/app/visible-text';

test.each([
  ['plain.txt', 'plain.txt'], ['a\u202egnp.exe', 'a\\u{202e}gnp.exe'], ['tab\tnew\nline', 'tab\\u{9}new\\u{a}line'], ['\u0000\u001b[31m', '\\u{0}\\u{1b}[31m'],
  ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'], ['lone\ud800', 'lone\\u{d800}'], ['naïve 名前 🚢', 'naïve 名前 🚢'], ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['<b>&amp;</b>', '<b>&amp;</b>'],
])('%j is shown as %s', (text, shown) => expect(visibleLine(text)).toBe(shown));

test('several lines keep their ends', () => expect(visibleText('a\n\tb\u2028c')).toBe('a\n\tb\\u{2028}c'));

test('labels are cut between characters', () => {
  expect(shorten('🚢🚢🚢🚢', 3)).toBe('🚢🚢…');
  expect(shorten('short', 10)).toBe('short');
  expect(shorten('x'.repeat(4000), 20)).toHaveLength(20);
});
