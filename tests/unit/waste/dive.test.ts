/** dive 0.13's figures. The expected ones were printed by dive 0.13.1 on archives of these very layers. */
import { describe, expect, test } from 'vitest';
import { decodeUtf8 } from '../../../src/core/bytes/text';
import { indexPaths } from '../../../src/core/image/index-paths';
import { diveFigures } from '../../../src/core/waste/dive';
import { dir, type Entry, file, hardlink, layer, opaque, symlink, whiteout } from '../image/layers';

const big = (path: string, size: number): Entry => file(path, 'a'.repeat(size));

describe('as dive counts', () => {
  test.each<{ name: string; layers: Entry[][]; score: number; bytes: number; list: [string, number, number][] }>([
    { name: 'every copy, the live one too', layers: [[big('x', 100)], [big('x', 100)], [big('x', 100)]], score: 1 / 3, bytes: 300, list: [['x', 3, 300]] },
    { name: 'nothing for a deleted file but its copy', layers: [[big('x', 100), big('y', 50)], [whiteout('x')]], score: 50 / 150, bytes: 100, list: [['x', 2, 100]] },
    { name: 'a deleted directory with all below it, at its own path', layers: [[dir('d'), big('d/a', 200), big('d/b', 400)], [whiteout('d')]], score: 1, bytes: 0, list: [] },
    { name: 'an implied directory as a file of no size', layers: [[big('d/a', 200)], [whiteout('d')]], score: 1, bytes: 0, list: [] },
    { name: 'opaque markers not at all', layers: [[dir('d'), big('d/a', 200)], [opaque('d')]], score: 1, bytes: 0, list: [] },
    { name: 'hard links and symlinks as empty', layers: [[big('a', 100), hardlink('b', 'a'), symlink('s', 'a')], [whiteout('a'), hardlink('b', 'a')]], score: 0, bytes: 100, list: [['a', 2, 100], ['b', 2, 0]] },
    { name: 'both of two entries at one path in the size, the last in the score', layers: [[big('x', 100), big('x', 50)]], score: 1, bytes: 0, list: [] },
    { name: 'a layer no further than its first whiteout without target, with a minimum of -1', layers: [[big('a', 100), big('z', 200)], [whiteout('nope'), big('z', 200)]], score: 299 / 300, bytes: 0, list: [] },
    { name: 'what sorts before that whiteout', layers: [[big('-', 10), big('z', 200)], [big('-', 10), whiteout('nope'), big('z', 200)]], score: 209 / 220, bytes: 20, list: [['-', 2, 20]] },
    { name: 'whiteouts of the first layer against that layer', layers: [[dir('x'), big('x/y', 5), whiteout('x')]], score: 1, bytes: 0, list: [] },
  ])('$name', ({ layers, score, bytes, list }) => {
    const indexed = indexPaths(layers.map((entries) => layer(...entries)));
    const figures = diveFigures(indexed);
    expect(figures.efficiencyScore).toBeCloseTo(score, 12);
    expect(figures.inefficientBytes).toBe(bytes);
    expect(figures.inefficiencies.map(({ node, count, bytes: sum }) => [decodeUtf8(indexed.paths.pathOf(node)), count, sum]).sort()).toEqual([...list].sort());
  });
});

test('sizes: all layers, and those above the first', () => {
  const figures = diveFigures(indexPaths([layer(big('a', 7)), undefined, layer(big('a', 5), big('a', 4))]));
  expect(figures).toMatchObject({ sizeBytes: 16, userSizeBytes: 9 });
  expect(figures.userWastedPercent).toBeCloseTo(11 / 9, 12);
});

test('a ratio by nothing is null, where dive prints NaN or +Inf', () => {
  expect(diveFigures(indexPaths([layer(big('a', 7))])).userWastedPercent).toBeNull();
  expect(diveFigures(indexPaths([layer(big('a', 7)), layer(whiteout('a'))])).userWastedPercent).toBeNull();
  expect(diveFigures(indexPaths([]))).toMatchObject({ sizeBytes: 0, efficiencyScore: 1, userWastedPercent: null });
});
