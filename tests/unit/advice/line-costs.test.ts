/** Bytes of layers by the line that made them, and what the plan saves of each. */
import { expect, it } from 'vitest';
import { lineCosts } from '../../../src/core/advice/line-costs';
import type { AdviceLayer, AdviceStep } from '../../../src/core/report/report';

const layer = (index: number, origin: AdviceLayer['origin'], ...lines: readonly number[]): AdviceLayer => ({ layer: index, origin, lines, confidence: 1, reason: '' });
const step = (line: number, bytes: number, enabled = true): AdviceStep => ({
  id: `${line}-${bytes}`, way: 'lean-install', title: '', detail: '', line, layers: [], bytes, storedBytes: bytes, adds: { bytes, storedBytes: bytes }, files: 1, basis: 'measured',
  enabled, rank: 0, evidence: [], findings: [],
});

it('sums layers and the steps in the plan by line, and leaves out the base and what is only proposed', () => {
  const layers = [layer(0, 'base', 1), layer(1, 'instruction', 2, 5), layer(2, 'instruction', 2), layer(3, 'unmatched'), layer(4, 'instruction', 7)];
  const costs = lineCosts({ layers, steps: [step(2, 30), step(2, 4), step(7, 9, false), step(99, 1)] }, [1000, 100, 20, 3, 9]);
  expect([...costs ?? []]).toEqual([[2, { layer: 1, bytes: 120, saves: 34 }], [7, { layer: 4, bytes: 9, saves: 0 }]]);
});

it('knows nothing where no line was matched', () => {
  expect(lineCosts({ steps: [] }, [1])).toBeUndefined();
});
