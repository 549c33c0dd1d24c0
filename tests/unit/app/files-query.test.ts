/** The view of files: its address as a question to the tree. */
import { describe, expect, test } from 'vitest';
import { filesQuery, isFiltered, nextSort, NO_FILTERS } from '../../../src/app/files-query';
import type { Route } from '../../../src/app/route';

const none = new Set<never>();
const whole: Route = { view: 'files' };

describe('a question', () => {
  test.each<readonly [string, Route, number | undefined, object]>([
    ['of the whole image', whole, undefined, { show: 'all', sort: 'size' }],
    ['of a layer’s changes', { view: 'files', layer: 2, show: 'changes' }, 2, { show: 'changes', sort: 'size', layer: 2 }],
    ['with a layer that the image lacks', { view: 'files', layer: 9 }, undefined, { show: 'all', sort: 'size' }],
    ['with a search', { view: 'files', search: '*.py', mode: 'glob' }, undefined, { show: 'all', sort: 'size', search: { text: '*.py', mode: 'glob' } }],
    ['with a search for text', { view: 'files', search: 'x' }, undefined, { show: 'all', sort: 'size', search: { text: 'x', mode: 'text' } }],
    ['with every filter', { view: 'files', only: 'special', package: 'p', kind: 'k' }, undefined, { show: 'all', sort: 'size', types: ['char', 'block', 'fifo'], package: 'p', kind: 'k' }],
    ['for what hides bytes', { view: 'files', only: 'hidden' }, undefined, { show: 'all', sort: 'size', hiddenOnly: true }],
  ])('%s', (_, route, layer, expected) => {
    expect(filesQuery(route, layer, 'size', none)).toEqual(expected);
  });

  test('leaves kinds of change out only where there is a layer that changes something', () => {
    const without = new Set(['unchanged', 'removed'] as const);
    expect(filesQuery(whole, 1, 'name', without)).toEqual({ show: 'all', sort: 'name', layer: 1, changes: ['added', 'changed'] });
    expect(filesQuery(whole, undefined, 'name', without)).toEqual({ show: 'all', sort: 'name' });
  });
});

test('an address that leaves paths out says so, until its filters are taken away', () => {
  expect(isFiltered(whole)).toBe(false);
  expect(isFiltered({ view: 'files', layer: 1 })).toBe(false);
  for (const route of [{ show: 'changes', layer: 1 }, { search: 'x' }, { only: 'files' }, { package: 'p' }, { kind: 'k' }] as const) {
    expect(isFiltered({ view: 'files', ...route })).toBe(true);
    expect(isFiltered({ view: 'files', ...route, ...NO_FILTERS })).toBe(false);
  }
});

test('the orders follow each other in a round', () => {
  expect(nextSort('size')).toBe('name');
  expect(nextSort(nextSort(nextSort('size')))).toBe('size');
});
