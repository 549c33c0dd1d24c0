/** The picture of an image: areas are bytes, nothing overlaps, groups and parts add up. */
import { expect, test } from 'vitest';
import { drawPicture, type PictureQuery } from '../../../src/core/picture/picture';
import { squarify } from '../../../src/core/picture/treemap';
import { weigh } from '../../../src/core/picture/weights';
import { dir, file, hardlink, layer, merged, whiteout } from '../image/layers';

const { fs } = merged(
  layer(dir('etc'), file('etc/small', 'x'.repeat(100)), dir('usr'), file('usr/big', 'x'.repeat(6000)), hardlink('usr/same', 'usr/big'), file('gone', 'g'.repeat(2000))),
  layer(whiteout('gone'), file('etc/new', 'n'.repeat(900)), file('usr/big', 'y'.repeat(1000))),
);
const byLayer = { keys: ['0', '1'], of: (node: number) => fs.born[weigh(fs).version[node]!] ?? 0 };
const whole: PictureQuery = { root: '', width: 800, height: 600, colour: 'layer' };

test('every stored byte stands once: reachable at its first name, hidden where it was stored', () => {
  const weights = weigh(fs);
  expect(weights.reachable[0]).toBe(100 + 6000 + 900 + 1000);
  // `usr/same` still reaches the first content of `usr/big`.
  expect(weights.hidden[0]).toBe(2000);
});

test('rectangles lie in the picture, apart from each other, and as large as their bytes', () => {
  const picture = drawPicture(fs, weigh(fs), byLayer, whole);
  const top = picture.rects.filter(({ depth }) => depth === 1);
  const perByte = (800 * 600) / 10_000;
  for (const rect of top) {
    expect(rect.width * rect.height).toBeCloseTo((rect.reachable + rect.hidden) * perByte, 3);
    expect(rect.x).toBeGreaterThanOrEqual(0);
    expect(rect.x + rect.width).toBeLessThanOrEqual(800.001);
    expect(rect.y + rect.height).toBeLessThanOrEqual(600.001);
  }
  for (const [index, a] of top.entries()) {
    for (const b of top.slice(index + 1)) {
      const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      expect(Math.min(across, down)).toBeLessThan(0.001);
    }
  }
  expect(top.map(({ path, hidden }) => [path, hidden])).toEqual([['usr', 0], ['gone', 2000], ['etc', 0]]);
});

test('groups and parts add up to the whole', () => {
  const picture = drawPicture(fs, weigh(fs), byLayer, whole);
  expect(picture.groups.map(({ key, bytes }) => [key, bytes])).toEqual([['0', 6100], ['1', 1900]]);
  expect(picture.parts.reduce((sum, { reachable, hidden }) => sum + reachable + hidden, 0)).toBe(10_000);
});

test('a directory fills the picture', () => {
  const picture = drawPicture(fs, weigh(fs), byLayer, { ...whole, root: 'usr' });
  expect(picture.root).toEqual({ path: 'usr', reachable: 7000, hidden: 0 });
  expect(picture.parts.map(({ path, reachable }) => [path, reachable])).toEqual([['usr/same', 6000], ['usr/big', 1000]]);
  expect(picture.rects.map(({ path }) => path)).toEqual(['usr/same', 'usr/big']);
});

test('a root that does not exist shows the whole image, and no area shows nothing', () => {
  expect(drawPicture(fs, weigh(fs), byLayer, { ...whole, root: 'no/such' }).root.path).toBe('');
  expect(drawPicture(fs, weigh(fs), byLayer, { ...whole, width: 0, height: 0 }).rects).toEqual([]);
});

test('squarified rows keep sides alike', () => {
  // The example of the paper: 6, 6, 4, 3, 2, 2, 1 in 6 by 4.
  const { placed: areas, rest } = squarify([6, 6, 4, 3, 2, 2, 1], 24, { x: 0, y: 0, width: 6, height: 4 });
  expect(areas[0]).toEqual({ x: 0, y: 0, width: 3, height: 2 });
  expect(areas[1]).toEqual({ x: 0, y: 2, width: 3, height: 2 });
  expect(rest.width * rest.height).toBeCloseTo(0);
  expect(areas.reduce((sum, { width, height }) => sum + width * height, 0)).toBeCloseTo(24);
});

test('what is too small to be drawn is one rectangle with its count', () => {
  const many = merged(layer(file('large', 'x'.repeat(5000)), ...Array.from({ length: 3000 }, (_, index) => file(`small${index}`, 'x')))).fs;
  const { rects } = drawPicture(many, weigh(many), { keys: [''], of: () => 0 }, whole);
  expect(rects.map(({ path, rest }) => [path, rest])).toEqual([['large', undefined], ['', 3000]]);
  expect(rects[1]!.width * rects[1]!.height).toBeCloseTo((3000 / 8000) * 800 * 600, 3);
  expect(rects[1]!.reachable).toBe(3000);
});

test('a chain of directories with nothing else in them is one', () => {
  const chain = merged(layer(file('a/b/c/file', 'x'.repeat(90)), file('other', 'x'.repeat(10)))).fs;
  const { rects } = drawPicture(chain, weigh(chain), { keys: [''], of: () => 0 }, whole);
  expect(rects.map(({ path, label, depth }) => [path, label, depth])).toEqual([['a/b/c', 'a/b/c', 1], ['other', 'other', 1], ['a/b/c/file', 'file', 2]]);
});
