/** Folding the waste list: sums stay exact, directories fold, the largest saving comes first and is named by where it lies. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { biggestSavings, bytesByLayer, filterWaste, foldByDirectory, groupWaste, type WasteNode } from '../../../src/app/waste-groups';
import type { WasteReport } from '../../../src/core/report/report';

const WASTE: readonly WasteReport[] = [
  { path: 'var/lib/apt/lists/main', bytes: 500, reason: 'deleted', layers: [1], hiddenBy: 5 },
  { path: 'var/lib/apt/lists/extra', bytes: 400, reason: 'deleted', layers: [1], hiddenBy: 5 },
  { path: 'var/lib/apt/lists/main', bytes: 300, reason: 'deleted', layers: [3], hiddenBy: 5 },
  { path: 'app/a', bytes: 250, reason: 'metadata-only', layers: [2], hiddenBy: 4, changed: ['owner'] },
  { path: 'app/b', bytes: 250, reason: 'metadata-only', layers: [2], hiddenBy: 4, changed: ['owner', 'mode'] },
  { path: 'etc/tiny', bytes: 1, reason: 'deleted', layers: [0], hiddenBy: 5 },
  { path: 'tmp/x', bytes: 100, reason: 'deleted', layers: [2], hiddenBy: 3 },
];

describe('folding', () => {
  test('a chain of lone directories is one step', () => {
    const [lists, app] = foldByDirectory(WASTE).children;
    expect(lists).toMatchObject({ name: 'var/lib/apt/lists', bytes: 1200, count: 3, layers: [1, 3], hiddenBy: [5] });
    expect(app).toMatchObject({ name: 'app', bytes: 500, changed: ['owner', 'mode'] });
  });

  test('one path hidden in two layers stays two leaves with names of their own', () => {
    const leaves = foldByDirectory(WASTE).children[0]?.children.filter(({ name }) => name === 'main') ?? [];
    expect(leaves.map(({ bytes }) => bytes)).toEqual([500, 300]);
    expect(new Set(leaves.map(({ id }) => id)).size).toBe(2);
  });

  test('each layer holds its own bytes of a directory, and nobody says so where a path lies in several', () => {
    const root = foldByDirectory(WASTE);
    expect(bytesByLayer(root)).toEqual(new Map([[0, 1], [1, 900], [2, 600], [3, 300]]));
    expect(bytesByLayer(foldByDirectory([...WASTE, { path: 'app/c', bytes: 9, reason: 'identical', layers: [1, 2] }]))).toBeUndefined();
  });

  test('names that objects inherit are only names', () => {
    const root = foldByDirectory([{ path: '__proto__/constructor', bytes: 3, reason: 'deleted', layers: [0] }]);
    expect(root).toMatchObject({ bytes: 3, children: [{ path: '__proto__' }] });
  });

  test('no byte is lost or counted twice, whatever the paths', () => {
    const segment = fc.constantFrom('a', 'b', 'c', '', '.');
    const entry = fc.record({ path: fc.array(segment, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/')), bytes: fc.nat(1e9), layer: fc.nat(5) });
    fc.assert(fc.property(fc.array(entry, { maxLength: 60 }), (entries) => {
      const waste = entries.map(({ path, bytes, layer }): WasteReport => ({ path, bytes, reason: 'deleted', layers: [layer] }));
      const total = waste.reduce((sum, { bytes }) => sum + bytes, 0);
      const check = (node: WasteNode): number => {
        if (node.entry) return node.entry.bytes;
        const below = node.children.map(check).reduce((sum, bytes) => sum + bytes, 0);
        expect(node.bytes).toBe(below);
        return below;
      };
      expect(check(foldByDirectory(waste))).toBe(total);
      expect(groupWaste(waste, 'layer').reduce((sum, group) => sum + check(group), 0)).toBe(total);
    }));
  });
});

test('groups come largest first', () => {
  expect(groupWaste(WASTE, 'reason').map(({ group, bytes }) => [group, bytes])).toEqual([
    [{ by: 'reason', reason: 'deleted' }, 1301], [{ by: 'reason', reason: 'metadata-only' }, 500],
  ]);
  expect(groupWaste(WASTE, 'layer').map(({ group }) => (group.by === 'layer' ? group.layer : -1))).toEqual([1, 2, 3, 0]);
});

test('a saving is one cause, named by the directory that holds nearly all of it', () => {
  expect(biggestSavings(WASTE, 3).map(({ node, reason, hiddenBy }) => [reason, hiddenBy, node.path, node.bytes, node.count])).toEqual([
    ['deleted', 5, 'var/lib/apt/lists', 1201, 4], ['metadata-only', 4, 'app', 500, 2], ['deleted', 3, 'tmp/x', 100, 1],
  ]);
});

test('a filter finds text anywhere, or from the root when it begins with a slash', () => {
  expect(filterWaste(WASTE, 'LISTS', undefined)).toHaveLength(3);
  expect(filterWaste(WASTE, '/app', undefined)).toHaveLength(2);
  expect(filterWaste(WASTE, '/lists', undefined)).toHaveLength(0);
  expect(filterWaste(WASTE, '', 3)).toEqual([WASTE[2]]);
});
