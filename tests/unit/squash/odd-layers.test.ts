/** Layers as no builder writes them, yet tools do: every range of them leaves what containers see as it was. */
import { expect, it } from 'vitest';
import { dir, file, hardlink, imageOf, linkedNames, opaque, rowsOf, squashed, symlink, whiteout, type Item } from './images';

const CASES: readonly (readonly [name: string, layers: readonly (readonly Item[])[]])[] = [
  ['a link into a lower layer whose target is replaced later', [
    [file('a', 'low')],
    [hardlink('b', 'a')],
    [file('a', 'new')],
    [file('top')],
  ]],
  ['a link to what its own layer has just replaced', [
    [file('a', 'low')],
    [file('a', 'new'), hardlink('b', 'a')],
    [whiteout('a')],
    [file('top')],
  ]],
  ['a chain of links through three layers', [
    [file('a', 'low')],
    [hardlink('b', 'a')],
    [hardlink('c', 'b')],
    [whiteout('a')],
    [hardlink('e', 'c'), whiteout('b')],
  ]],
  ['links out of a directory that goes', [
    [dir('d'), file('d/a', 'x')],
    [dir('e'), hardlink('e/b', 'd/a')],
    [whiteout('d')],
    [dir('d'), hardlink('d/again', 'e/b')],
  ]],
  ['a link to a symbolic link', [[file('k')], [symlink('a', 'x'), hardlink('b', 'a')], [whiteout('a')], [file('x')]]],
  ['links that change places', [[file('a', 'x'), hardlink('b', 'a')], [hardlink('a', 'b')], [whiteout('b')], [file('t')]]],
  ['opaque directories in the middle', [
    [dir('d'), file('d/x'), file('d/y')],
    [opaque('d'), file('d/z')],
    [file('d/w')],
    [opaque('d'), file('d/x', 'new')],
    [file('d/last')],
  ]],
  ['an opaque directory below another that goes', [
    [dir('d'), dir('d/s'), file('d/s/y')],
    [dir('d', { mode: 0o700 }), opaque('d'), dir('d/s'), opaque('d/s'), file('d/s/n')],
    [whiteout('d')],
    [dir('d'), file('d/s')],
  ]],
  ['an opaque root', [[dir('d'), file('d/x'), file('r')], [opaque(''), file('n')], [file('m')], [file('t')]]],
  ['a directory that goes, and a file in it that comes back without it', [
    [dir('d', { mode: 0o700, uid: 5 }), file('d/a'), file('d/b')],
    [whiteout('d')],
    [file('d/a', 'new')],
    [file('t')],
  ]],
  ['a directory, a symbolic link, a directory', [[dir('d'), file('d/f')], [symlink('d', 'e')], [dir('d'), file('d/g')], [file('d/h')]]],
  ['a directory, a file, a directory', [[dir('d'), file('d/f'), file('d/k')], [file('d', 'x')], [dir('d'), file('d/g')], [file('d/h')]]],
  ['files below a symbolic link of a lower layer', [
    [dir('usr'), dir('usr/lib'), file('usr/lib/a'), symlink('lib', 'usr/lib')],
    [file('lib/b')],
    [file('lib/c')],
    [whiteout('lib/b')],
  ]],
  ['a file in the way of a directory that no layer lists', [[file('d')], [file('d/a')], [file('d/b')], [whiteout('d/a')]]],
  ['names twice in a layer', [
    [file('a', '1'), file('a', '2'), dir('d'), file('d', 'x'), dir('d'), file('d/z')],
    [file('a', '3'), hardlink('l', 'a'), file('a', '4')],
    [dir('d', { mode: 0o700 }), dir('d', { mode: 0o711 })],
    [file('t')],
  ]],
  ['a whiteout before and behind what it names', [
    [file('a'), file('b')],
    [file('a', 'new'), whiteout('a'), whiteout('b'), file('b', 'new')],
    [file('c')],
    [whiteout('c')],
  ]],
  ['names with newlines, of 255 bytes, and like markers', [
    [file('a\nb'), file('n'.repeat(255)), file('foo.wh.bar')],
    [whiteout('a\nb'), whiteout('n'.repeat(255)), whiteout('foo.wh.bar')],
    [file('a\nb', 'x'), file('.wh', 'x')],
    [whiteout('.wh')],
  ]],
  ['devices that change their numbers and their kind', [
    [{ path: 'n', type: 'char', device: [1, 3] }, { path: 'b', type: 'block', device: [8, 1] }, { path: 'p', type: 'fifo' }],
    [{ path: 'n', type: 'char', device: [1, 5] }, whiteout('b')],
    [{ path: 'b', type: 'fifo' }, whiteout('p')],
    [{ path: 'p', type: 'block', device: [7, 300] }],
  ]],
  ['empty layers', [[file('a')], [], [file('b')], [], [whiteout('a')]]],
  ['nothing but empty layers', [[], [], []]],
];

it.each(CASES)('%s', async (_name, layers) => {
  const before = await imageOf(...layers);
  const [rows, last] = [await rowsOf(before), layers.length - 1];
  for (let from = 0; from < last; from += 1) {
    for (let to = from + 1; to <= last; to += 1) {
      const { image, result } = await squashed(before, from, to);
      expect(await rowsOf(image), `layers ${from} to ${to}`).toEqual(rows);
      expect(image.analysed.image.layers).toHaveLength(result.layersAfter);
      // Where links of the range lead into a layer below it, their content is copied.
      if (from === 0 && to === last) expect([...linkedNames(image).values()]).toEqual([...linkedNames(before).values()]);
    }
  }
});
