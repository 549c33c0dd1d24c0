/** Hidden bytes with their reasons, growth by layer, duplicates. */
import { describe, expect, test } from 'vitest';
import { decodeUtf8 } from '../../../src/core/bytes/text';
import type { ScannedTable } from '../../../src/core/image/layer-table';
import { findDuplicates } from '../../../src/core/waste/duplicates';
import { findWaste } from '../../../src/core/waste/waste';
import { dir, type Entry, file, hardlink, layer, merged, opaque, symlink, whiteout } from '../image/layers';

function wasteOf(...tables: (ScannedTable | undefined)[]) {
  return findWaste(merged(...tables).fs);
}

/** `path reason bytes layers>hiddenBy changes`, one line an item. */
function lines(...tables: (ScannedTable | undefined)[]): string[] {
  const { fs } = merged(...tables);
  return findWaste(fs).items.map(({ node, reason, bytes, layers, hiddenBy, changed }) =>
    [decodeUtf8(fs.paths.pathOf(node)), reason, bytes, `${layers.join('+')}>${hiddenBy ?? '-'}`, ...(changed ?? [])].join(' '));
}

describe('reasons', () => {
  test.each<{ name: string; layers: Entry[][]; waste: string[] }>([
    { name: 'deleted', layers: [[file('x', 'abc')], [], [whiteout('x')]], waste: ['x deleted 3 0>2'] },
    { name: 'deleted with its directory', layers: [[dir('d'), file('d/x', 'abc')], [whiteout('d')]], waste: ['d/x deleted 3 0>1'] },
    { name: 'replaced by other content', layers: [[file('x', 'abc')], [file('x', 'abd')]], waste: ['x replaced 3 0>1'] },
    { name: 'replaced by a directory', layers: [[file('x', 'abc')], [dir('x')]], waste: ['x replaced 3 0>1'] },
    { name: 'replaced with the directory above it', layers: [[dir('d'), file('d/x', 'abc')], [symlink('d', 'e')]], waste: ['d/x replaced 3 0>1'] },
    { name: 'rewritten identically', layers: [[file('x', 'abc')], [file('x', 'abc')]], waste: ['x identical 3 0>1'] },
    { name: 'chmod', layers: [[file('x', 'abc')], [file('x', 'abc', { mode: 0o600 })]], waste: ['x metadata-only 3 0>1 mode'] },
    { name: 'chown', layers: [[file('x', 'abc')], [file('x', 'abc', { uid: 5 })]], waste: ['x metadata-only 3 0>1 owner'] },
    { name: 'chgrp', layers: [[file('x', 'abc')], [file('x', 'abc', { gid: 5 })]], waste: ['x metadata-only 3 0>1 owner'] },
    { name: 'touch', layers: [[file('x', 'abc')], [file('x', 'abc', { mtime: 9.5 })]], waste: ['x metadata-only 3 0>1 mtime'] },
    { name: 'setcap', layers: [[file('x', 'abc')], [file('x', 'abc', { xattrs: { 'security.capability': '\x01' } })]], waste: ['x metadata-only 3 0>1 xattrs'] },
    { name: 'several attributes', layers: [[file('x', 'abc')], [file('x', 'abc', { mtime: 9, mode: 0o600, uid: 1 })]], waste: ['x metadata-only 3 0>1 mode owner mtime'] },
    { name: 'deleted and added again in one layer is a replacement', layers: [[file('x', 'abc')], [whiteout('x'), file('x', 'abcd')]], waste: ['x replaced 3 0>1'] },
    { name: 'opaque', layers: [[dir('d'), file('d/x', 'abc')], [opaque('d')]], waste: ['d/x opaque 3 0>1'] },
    { name: 'opaque and added again is a rewrite', layers: [[dir('d'), file('d/x', 'abc')], [opaque('d'), file('d/x', 'abc')]], waste: ['d/x identical 3 0>1'] },
    { name: 'superseded in one layer', layers: [[file('x', 'abc'), file('x', 'ab')]], waste: ['x superseded 3 0>0'] },
    { name: 'moved', layers: [[file('x', 'abc')], [whiteout('x'), file('y', 'abc')]], waste: ['x moved 3 0>1'] },
    { name: 'moved with its directory', layers: [[dir('d'), file('d/x', 'abc')], [whiteout('d'), dir('e'), file('e/x', 'abc')]], waste: ['d/x moved 3 0>1'] },
    { name: 'copied before, then deleted: no move', layers: [[file('x', 'abc')], [file('y', 'abc')], [whiteout('x')]], waste: ['x deleted 3 0>2'] },
    { name: 'a marker with content', layers: [[file('x', 'abc')], [file('.wh.x', 'why')]], waste: ['.wh.x whiteout-payload 3 1>-', 'x deleted 3 0>1'] },
    { name: 'AUFS bookkeeping that nobody links to', layers: [[file('.wh..wh.plnk/1.2', 'abc')]], waste: ['.wh..wh.plnk/1.2 whiteout-payload 3 0>-'] },
    { name: 'content that is not known is not called identical', layers: [[file('x', 'abc')], [file('x', 'abc', { unhashed: true })]], waste: ['x replaced 3 0>1'] },
  ])('$name', ({ layers, waste }) => {
    expect(lines(...layers.map((entries) => layer(...entries)))).toEqual(waste);
  });

  test('add up by path and reason, with all layers that hold bytes', () => {
    expect(lines(layer(file('x', 'a')), layer(file('x', 'bb')), layer(file('x', 'ccc')), layer(file('x', 'ccc')))).toEqual(['x replaced 3 0+1>2', 'x identical 3 2>3']);
  });

  test('name the path behind the link that was written through', () => {
    expect(lines(layer(dir('t'), symlink('l', 't'), file('l/x', 'abc')), layer(whiteout('t/x')))).toEqual(['t/x deleted 3 0>1']);
  });
});

describe('hard links', () => {
  test('keep bytes reachable until the last name goes', () => {
    const tables = [layer(file('a', 'abc'), hardlink('b', 'a')), layer(whiteout('a')), layer(whiteout('b'))];
    expect(lines(...tables.slice(0, 2))).toEqual([]);
    expect(lines(...tables)).toEqual(['a deleted 3 0>2']);
  });

  test('made in a later layer keep a lower payload', () => {
    expect(lines(layer(file('a', 'abc')), layer(hardlink('b', 'a'), whiteout('a')))).toEqual([]);
  });

  test('count once in the root file system and once a name in files', () => {
    expect(wasteOf(layer(file('a', 'abc'), hardlink('b', 'a')))).toMatchObject({ bytes: 3, reachableBytes: 3, files: 2 });
  });
});

test('layers say what they hold, hide and add', () => {
  const { layers } = wasteOf(layer(file('a', '12345'), file('b', '123')), undefined, layer(whiteout('a'), file('b', '1234')));
  expect(layers).toMatchObject([
    { bytes: 8, hiddenBytes: 8, runningBytes: 8, contributedBytes: 8 },
    { bytes: 0, hiddenBytes: 0, runningBytes: 8, contributedBytes: 0 },
    { bytes: 4, hiddenBytes: 0, runningBytes: 4, contributedBytes: -4 },
  ]);
  expect(layers[0]!.hiddenStoredBytes).toBe(2048);
});

test('entries outside the root are in no sum', () => {
  expect(wasteOf(layer(file('escape', '12345', { outside: true }), file('ok', '1')))).toMatchObject({ bytes: 1, hiddenBytes: 0, reachableBytes: 1 });
});

test('items come by bytes, then by path in byte order', () => {
  const entries = [file('b', '1'), file('a', '2'), file('Z', '3'), file('big', '4444')];
  expect(lines(layer(...entries), layer(...entries.map(({ path }) => whiteout(path)))).map((line) => line.split(' ')[0])).toEqual(['big', 'Z', 'a', 'b']);
});

describe('duplicates', () => {
  const found = (...tables: ScannedTable[]) => {
    const { fs } = merged(...tables);
    return findDuplicates(fs).map(({ bytes, size, nodes }) => [bytes, size, ...Array.from(nodes, (node) => decodeUtf8(fs.paths.pathOf(node)))]);
  };

  test('across layers, by what one copy would save', () => {
    expect(found(layer(file('b', '1234567'), file('s1', 'ab'), file('s2', 'ab'), file('s3', 'ab')), layer(file('a', '1234567')))).toEqual([
      [7, 7, 'a', 'b'], [4, 2, 's1', 's2', 's3'],
    ]);
  });

  test('leave out hard links, empty files and what is hidden', () => {
    expect(found(layer(file('a', 'abc'), hardlink('b', 'a'), file('e'), file('f'), file('gone', 'abc')), layer(whiteout('gone')))).toEqual([]);
  });

  test('count an inode whose first name is gone by another name', () => {
    expect(found(layer(file('a', 'abc'), hardlink('z', 'a'), file('c', 'abc')), layer(whiteout('a')))).toEqual([[3, 3, 'c', 'z']]);
  });

  test('need the content of both to be known', () => {
    expect(found(layer(file('a', 'abc'), file('b', 'abc', { unhashed: true })))).toEqual([]);
  });
});
