/** Colours of the picture: layers that are seen differ from each other, however many lie between them. */
import { expect, test } from 'vitest';
import { colourClasses, LAYER_STEPS, legendOf } from '../../../src/app/picture-colours';

const layers = (count: number): readonly { readonly key: string; readonly bytes: number }[] => Array.from({ length: count }, (_, index) => ({ key: String(index), bytes: index % 3 === 0 ? 10 : 0 }));
const keysOf = (groups: ReturnType<typeof layers>): ReadonlySet<string> => new Set(groups.filter(({ bytes }) => bytes > 0).map(({ key }) => key));

test('layers of which something is seen have a colour each, from the first step to the last', () => {
  const groups = layers(28);
  const classes = colourClasses('layer', groups, keysOf(groups));
  const shown = legendOf('layer', groups, classes).map(({ colour }) => colour);
  expect(shown).toHaveLength(LAYER_STEPS);
  expect(new Set(shown).size).toBe(LAYER_STEPS);
  expect([shown[0], shown.at(-1)]).toEqual(['step-0', `step-${LAYER_STEPS - 1}`]);
});

test('a colour does not depend on what is zoomed into', () => {
  const groups = layers(28);
  const zoomed = groups.map(({ key, bytes }, index) => ({ key, bytes: index < 4 ? bytes : 0 }));
  expect(colourClasses('layer', zoomed, keysOf(groups))).toEqual(colourClasses('layer', groups, keysOf(groups)));
});

test('one layer, or none that shows anything, has the first step', () => {
  expect(colourClasses('layer', layers(1), new Set(['0']))).toEqual(['step-0']);
  expect(colourClasses('layer', layers(2), new Set())).toEqual(['step-0', 'step-0']);
});

test('of other groups the largest have colours of their own, and what belongs to none has its own', () => {
  const groups = [{ key: '', bytes: 50 }, { key: 'apk', bytes: 1 }, { key: 'dpkg', bytes: 9 }];
  expect(colourClasses('package', groups, new Set())).toEqual(['group-0', 'group-2', 'group-1']);
});
