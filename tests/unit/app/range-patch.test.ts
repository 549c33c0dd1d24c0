/** Which steps of a plan are the same as squashing a range. */
import { expect, it } from 'vitest';
import { rangePatch } from '../../../src/app/range-patch';
import type { AdviceStep } from '../../../src/core/report/report';

const text = 'FROM scratch\nCOPY site/ /srv/\nRUN chown -R www /srv\n';
const dockerfile = { name: 'Dockerfile', text };

/** A step that gives the COPY of line 2 an owner. */
function step(change: Partial<AdviceStep>): AdviceStep {
  const at = text.indexOf('site/');
  return {
    id: 'chown', way: 'chown', title: '', detail: '', layers: [1, 2], bytes: 1, storedBytes: 1, adds: { bytes: 1, storedBytes: 1 }, files: 1, basis: 'measured', enabled: true, rank: 1, evidence: [], findings: [],
    fix: { title: '', safety: 'safe', edits: [{ start: at, end: at, text: '--chown=www ' }] },
    ...change,
  };
}

it('is that of steps whose layers lie in the range', () => {
  expect(rangePatch([step({})], dockerfile, { from: 1, to: 3 })?.patch).toContain('+COPY --chown=www site/ /srv/');
});

it.each([
  ['a layer outside of the range', step({ layers: [0, 2] })], ['no layer', step({ layers: [] })], ['a repair of another kind', step({ way: 'lean-install' })], ['no repair', step({ fix: undefined })],
])('is none for %s', (_name, other) => {
  expect(rangePatch([other], dockerfile, { from: 1, to: 3 })).toBeUndefined();
});
