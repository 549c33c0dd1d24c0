/** Two image reports held against each other: totals, layers and waste, and what cannot be claimed. */
import { describe, expect, it } from 'vitest';
import { diffImageReports } from '../../../src/core/report/diff-reports';
import { imageReport, layer } from './samples';

const base = layer(0, 'ADD base', 100);

describe('two reports', () => {
  it('of one image differ in nothing', () => {
    const diff = diffImageReports(imageReport(), imageReport());
    expect(Object.values(diff.totals).every(({ change }) => change === 0)).toBe(true);
    expect(diff.layers.map(({ change }) => change)).toEqual(['same', 'same', 'same']);
    expect(diff.waste).toEqual([]);
  });

  it('pair layers by content first, then by command', () => {
    const before = [base, layer(1, 'RUN a', 50), layer(2, 'RUN b', 20)];
    const after = [base, { ...layer(1, 'RUN new', 7), diffId: 'sha256:new' }, { ...layer(2, 'RUN b', 30), diffId: 'sha256:b2' }];
    const { layers } = diffImageReports(imageReport({ layers: before }), imageReport({ layers: after }));
    expect(layers.map(({ change, before: from, after: to, bytes }) => [change, from, to, bytes.change])).toEqual([
      ['same', 0, 0, 0], ['removed', 1, undefined, -50], ['added', undefined, 1, 7], ['changed', 2, 2, 10],
    ]);
  });

  it('list waste by the size of its change', () => {
    const waste = (rows: [string, number][]) => rows.map(([path, bytes]) => ({ path, bytes, reason: 'deleted' as const, layers: [0] }));
    const diff = diffImageReports(imageReport({ waste: waste([['a', 10], ['b', 5], ['c', 1]]) }), imageReport({ waste: waste([['b', 500], ['c', 1], ['d', 3]]) }));
    expect(diff.waste.map(({ path, change, bytes }) => [path, change, bytes.change])).toEqual([['b', 'changed', 495], ['a', 'removed', -10], ['d', 'added', 3]]);
  });

  it('do not claim a change of an efficiency that is unknown', () => {
    const { totals } = imageReport();
    const diff = diffImageReports(imageReport(), imageReport({ totals: { ...totals, efficiency: null } }));
    expect(diff.totals.efficiency.change).toBeNull();
  });

  it('say when one of them was shortened', () => {
    expect(diffImageReports(imageReport({ omitted: [{ what: 'waste', count: 3, bytes: 9 }] }), imageReport()).partial).toBe(true);
  });

  it('with a hostile number of layers are still compared', () => {
    const many = Array.from({ length: 3000 }, (_, index) => layer(index, '', 1));
    expect(diffImageReports(imageReport({ layers: many }), imageReport({ layers: many })).layers).toHaveLength(3000);
  });
});
