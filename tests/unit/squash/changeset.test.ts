/** What goes into a squashed layer, and what must not; the cases where docker-squash loses data are named so. */
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { dir, file, hardlink, imageOf, linkedNames, namesOf, opaque, rowsOf, squashed, symlink, whiteout, type Item } from './images';

/** Squashes, checks that containers see the same, and answers the names in the squashed layer. */
async function squash(layers: readonly (readonly Item[])[], from: number, to: number): Promise<string[]> {
  const before = await imageOf(...layers);
  const { image } = await squashed(before, from, to);
  expect(await rowsOf(image)).toEqual(await rowsOf(before));
  return namesOf(image, from);
}

describe('entries of a squashed layer', () => {
  it('are directories by path, then whiteouts by path, then content as its layers have it, then links', async () => {
    const names = await squash([
      [dir('z'), file('z/old'), file('gone')],
      [file('m'), whiteout('gone'), dir('z'), file('z/new')],
      [file('b'), hardlink('a', 'b'), whiteout('z/old'), dir('c'), file('c/1')],
    ], 1, 2);
    expect(names).toEqual(['c/', 'z/', '.wh.gone', 'z/.wh.old', 'm', 'z/new', 'b', 'c/1', 'a => b']);
  });

  it('have one whiteout at the top-most name that is gone', async () => {
    const tree = [dir('opt'), dir('opt/a'), file('opt/a/1'), file('opt/a/2'), file('opt/3')];
    expect(await squash([tree, [whiteout('opt/a/1')], [whiteout('opt/a')], [whiteout('opt')]], 1, 3)).toEqual(['.wh.opt']);
  });

  it('have no whiteout for what the range itself made', async () => {
    expect(await squash([[file('base')], [file('x', '1')], [whiteout('x'), file('y')]], 1, 2)).toEqual(['y']);
  });

  it('have no markers at all above nothing', async () => {
    expect(await squash([[file('a'), dir('d'), file('d/1')], [whiteout('a'), opaque('d'), dir('d'), file('d/2')]], 0, 1)).toEqual(['d/', 'd/2']);
  });

  it('delete name by name in a directory that stays', async () => {
    expect(await squash([[dir('d'), file('d/1'), file('d/2')], [opaque('d'), file('d/3')], [file('x')]], 1, 2)).toEqual(['d/.wh.1', 'd/.wh.2', 'd/3', 'x']);
  });

  it('need no marker where another kind takes a name', async () => {
    const lower = [file('f'), dir('d'), file('d/1'), dir('e'), file('e/1'), symlink('s', 'd')];
    const names = await squash([lower, [dir('f'), file('f/in')], [file('d', 'now a file'), symlink('e', 'f'), dir('s'), file('s/in')]], 1, 2);
    expect(names).toEqual(['f/', 's/', 'f/in', 'd', 'e', 's/in']);
  });

  it('hide an old directory behind a file that became a directory again', async () => {
    expect(await squash([[dir('d'), file('d/low')], [file('d', 'file')], [dir('d'), file('d/new')]], 1, 2)).toEqual(['d/', 'd/.wh..wh..opq', 'd/new']);
  });

  it('keep a change of a directory that is nothing but its attributes', async () => {
    const before = await imageOf([dir('d', { mode: 0o700 }), file('d/x')], [dir('d', { mode: 0o1777, uid: 7 })], [file('y')]);
    const { image } = await squashed(before, 1, 2);
    expect(namesOf(image, 1)).toEqual(['d/', 'y']);
    expect(await rowsOf(image)).toContain('d dir 0 1777 7 0 0 0   [] ,');
  });

  it('list parents that no layer lists, as unpackers make them', async () => {
    expect(await squash([[file('base')], [file('deep/er/file')], [file('x')]], 1, 2)).toEqual(['deep/', 'deep/er/', 'deep/er/file', 'x']);
  });

  it('are none where the range takes back all it did', async () => {
    const before = await imageOf([file('base')], [file('tmp', 'x'.repeat(2000))], [whiteout('tmp')]);
    const { image, result } = await squashed(before, 1, 2);
    expect(namesOf(image, 1)).toEqual([]);
    expect(result.squashed.tarBytes).toBe(1024);
    expect(await rowsOf(image)).toEqual(await rowsOf(before));
  });

  it('keep every attribute: times with fractions, owners, modes, extended attributes, devices, fifos, sparse files', async () => {
    const names = await squash([[file('base')], [
      file('caps', 'x', { mode: 0o6755, uid: 3_000_000, gid: 7, mtime: 1_700_000_000.125, xattrs: { 'security.capability': '\u0001\u0000\u00ff', 'user.é': 'ä' } }),
      { path: 'dev', type: 'char', device: [5, 300] }, { path: 'disk', type: 'block', device: [8, 1] }, { path: 'pipe', type: 'fifo', mtime: -3 },
      file('sparse', 'abcdef', { sparse: { size: 100_000, parts: [[0, 3], [90_000, 3]] } }),
      file('exact', 'x', { mtime: 1_700_000_000, nanos: 123_456_789 }), file('before', 'x', { mtime: -2, nanos: 1 }),
      // As a number of seconds this one is rounded up.
      file('almost', 'x', { mtime: 1_700_000_000, nanos: 999_999_999 }),
      file(`${'p/'.repeat(150)}long`, 'long'), symlink('far', 't'.repeat(300)),
    ], [file('top')]], 1, 2);
    expect(names).toContain('sparse');
  });

  it('keep names that are no UTF-8, byte for byte', async () => {
    const odd = new Uint8Array([0x61, 0xff, 0x2f, 0xc3, 0x28]);
    const names = await squash([[file('base')], [{ path: odd, type: 'file', content: '1' }, { path: encodeUtf8('naïve%'), type: 'file' }], [file('x')]], 1, 2);
    expect(names).toEqual(['a%FF/', 'a%FF/%C3(', 'naïve%25', 'x']);
  });
});

describe('where docker-squash loses data', () => {
  it('a directory removed and made anew over a layer that is kept shows none of its old files', async () => {
    expect(await squash([[dir('d'), file('d/low')], [whiteout('d')], [dir('d'), file('d/new')]], 1, 2)).toEqual(['d/', 'd/.wh..wh..opq', 'd/new']);
  });

  it('a hard link whose target is deleted later keeps the content', async () => {
    expect(await squash([[file('base')], [file('target', 'content'), hardlink('link', 'target')], [whiteout('target')]], 1, 2)).toEqual(['link']);
  });

  it('a hard link to a file of a lower layer becomes a copy', async () => {
    const before = await imageOf([file('a', 'lower')], [hardlink('b', 'a'), hardlink('link', 'a')], [file('x')]);
    const { image } = await squashed(before, 1, 2);
    expect(namesOf(image, 1)).toEqual(['b', 'x', 'link => b']);
    expect(await rowsOf(image)).toEqual(await rowsOf(before));
    expect([...linkedNames(image).values()]).toEqual([['b', 'link']]);
  });

  it('a whiteout and the same name in one layer keep the new file, whichever comes first', async () => {
    expect(await squash([[file('.bashrc', 'old')], [whiteout('.bashrc'), file('.bashrc', 'new')], [file('x')]], 1, 2)).toEqual(['.bashrc', 'x']);
    expect(await squash([[file('z', 'old')], [file('z', 'new'), whiteout('z')], [file('x')]], 1, 2)).toEqual(['z', 'x']);
  });

  it('a directory that became a file has no entries below it', async () => {
    expect(await squash([[file('base')], [dir('x'), file('x/a')], [file('x', 'file')]], 1, 2)).toEqual(['x']);
  });

  it('a name with .wh. inside is a name like others', async () => {
    expect(await squash([[file('bar'), file('foobar')], [file('foo.wh.bar', 'x')], [file('y')]], 1, 2)).toEqual(['foo.wh.bar', 'y']);
  });

  it('an opaque root hides all of the layers below', async () => {
    expect(await squash([[file('a'), dir('d'), file('d/1')], [opaque(''), file('b')], [file('c')]], 1, 2)).toEqual(['.wh.a', '.wh.d', 'b', 'c']);
  });

  it('files behind a directory that is a symlink are written where they are', async () => {
    expect(await squash([[dir('data'), symlink('tmp', 'data')], [file('tmp/file', '1')], [file('x')]], 1, 2)).toEqual(['data/file', 'x']);
  });
});

describe('a layer on top of the squashed ones', () => {
  it('does what it did before', async () => {
    const top = [hardlink('again', 'd/new'), whiteout('d/other'), file('d/new', 'newest'), symlink('s', 'd'), dir('x'), opaque('x'), file('x/only')];
    const before = await imageOf([dir('d'), file('d/low'), dir('x'), file('x/1')], [whiteout('d')], [dir('d'), file('d/new', 'n'), file('d/other')], top);
    const { image } = await squashed(before, 1, 2);
    expect(await rowsOf(image)).toEqual(await rowsOf(before));
  });
});
