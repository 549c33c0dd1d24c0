/** The hint bar: what it names in each view, and that the help leaves none of it out. */
import { expect, test } from 'vitest';
import { EDITOR, EVERYWHERE, FILES, hintsFor, IMAGE, LAYERS, MOVING, PACKAGES, PICTURE, TREE } from '../../../src/ui/hints';
import type { ViewName } from '../../../src/app/route';

const VIEWS: readonly ViewName[] = ['overview', 'layers', 'waste', 'files', 'packages', 'picture', 'squash', 'compare', 'plan'];

test.each(VIEWS)('in the view %s the bar tells how to go to another view, and ends with the way to all keys', (view) => {
  const hints = hintsFor(view, true, false);
  const keys = hints.flatMap((hint) => hint.keys);
  expect(keys).toContain('1–9');
  expect(hints.at(-1)?.keys).toEqual(['?']);
  expect(new Set(hints.map(({ does }) => does)).size).toBe(hints.length);
});

test('the help lists every key of every bar', () => {
  const listed = new Set([EVERYWHERE, IMAGE, LAYERS, TREE, FILES, PACKAGES, MOVING, PICTURE, EDITOR].flat().flatMap(({ keys }) => keys));
  const bars = VIEWS.flatMap((view) => [hintsFor(view, true, false), hintsFor(view, false, true)].flat()).flatMap(({ keys }) => keys);
  expect(bars.filter((key) => key !== '1–9' && !listed.has(key))).toEqual([]);
});
