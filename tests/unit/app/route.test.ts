/** Addresses of views: they survive a round trip, and whatever else stands in a fragment does no harm. */
import { expect, test } from 'vitest';
import { formatRoute, linkIn, parseRoute, type Route } from '../../../src/app/route';

const ROUTES: readonly Route[] = [
  { view: 'overview' }, { view: 'layers', doc: 2, layer: 0 }, { view: 'files', layer: 3, show: 'changes', search: '*.so & =%', mode: 'glob' },
  { view: 'waste', search: 'ünïcode/\u202e name' }, { view: 'dockerfile', line: 12 }, { view: 'plan', step: 'files:5,9 & more' }, { view: 'start' },
];

test.each(ROUTES)('%o survives', (route) => expect(parseRoute(formatRoute(route))).toEqual(route));

test.each([
  ['', { view: 'start' }], ['#', { view: 'start' }], ['#view=nowhere', { view: 'start' }], ['#view=waste&layer=-1', { view: 'waste' }],
  ['#view=waste&layer=1e9&doc=0', { view: 'waste' }], ['#view=files&q=%E0%A4%A', { view: 'files', search: '%E0%A4%A' }],
  ['#view=layers&__proto__=1&constructor=2', { view: 'layers' }], ['#view=waste&layer=7&r1.abc.def', { view: 'waste', layer: 7 }],
])('%s is read as %o', (fragment, route) => expect(parseRoute(fragment)).toEqual(route));

test('a lone surrogate in a search does not break the address', () => {
  expect(formatRoute({ view: 'files', search: 'a\ud800b' })).toBe('#view=files&q=a%EF%BF%BDb');
});

test.each([
  ['#r1.abc.1234567', 'r1.abc.1234567'], ['#view=waste&layer=7&d1.abc.1234567', 'd1.abc.1234567'], ['view=overview&r2', 'r2'],
  ['#view=waste', undefined], ['#', undefined], ['#view=files&q=a-library-with-a-very-long-name.package', undefined], ['#view=picture&at=r1.d', undefined], ['#view=plan&step=r1.d', undefined],
])('the link in %s is %s', (fragment, link) => expect(linkIn(fragment)).toBe(link));
