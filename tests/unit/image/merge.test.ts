/** The merged root file system: what survives, what hides what, and what is worth a word. */
import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../src/core/bytes/text';
import type { ScannedTable } from '../../../src/core/image/layer-table';
import { indexPaths } from '../../../src/core/image/index-paths';
import { entriesAt, payloadReachable, versionAt } from '../../../src/core/image/root-fs';
import { dir, type Entry, file, hardlink, kindsOf, layer, merged, opaque, pathsOf, symlink, whiteout } from './layers';

interface Case {
  readonly name: string;
  readonly layers: readonly (readonly Entry[])[];
  readonly paths: readonly string[];
  readonly kinds?: readonly string[];
}

function run({ layers, paths, kinds }: Case): void {
  const { fs, diagnostics } = merged(...layers.map((entries) => layer(...entries)));
  expect(pathsOf(fs)).toEqual(paths);
  expect(kindsOf(diagnostics)).toEqual(kinds ?? []);
}

describe('whiteouts', () => {
  test.each<Case>([
    { name: 'hides a file and a whole directory', layers: [[dir('d'), file('d/x'), file('y'), file('z')], [whiteout('d'), whiteout('y')]], paths: ['z'] },
    { name: 'hides nothing of its own layer, whichever comes first', layers: [[file('x', 'old')], [file('x', 'new'), whiteout('x')]], paths: ['x'] },
    { name: 'leaves what its own layer puts into the removed directory', layers: [[dir('d'), file('d/old')], [file('d/new'), whiteout('d')]], paths: ['d/', 'd/new'] },
    { name: 'removes a link before entries of its layer could go through it', layers: [[dir('t'), symlink('l', 't')], [file('l/x'), whiteout('l')]], paths: ['l/', 'l/x', 't/'] },
    { name: 'inside a directory that is removed too is no surprise', layers: [[dir('a'), dir('a/b'), file('a/b/c')], [whiteout('a'), whiteout('a/b'), whiteout('a/b/c')]], paths: [] },
    { name: 'of a directory that the layer makes out of a link means nothing behind the link', layers: [[dir('t'), file('t/x'), symlink('d', 't')], [dir('d'), whiteout('d/x')]], paths: ['d/', 't/', 't/x'], kinds: ['whiteout-without-target'] },
    { name: 'reaches through a link of a lower layer', layers: [[dir('t'), file('t/x'), symlink('l', '/t')], [whiteout('l/x')]], paths: ['l -> /t', 't/'], kinds: ['path-through-symlink'] },
    { name: 'may come twice', layers: [[file('x')], [whiteout('x'), whiteout('x')]], paths: [] },
    { name: 'without a name hides nothing', layers: [[dir('d'), file('d/x')], [file('d/.wh.'), file('.wh..'), file('d/.wh...')]], paths: ['d/', 'd/x'], kinds: ['invalid-whiteout'] },
    { name: 'may be a directory; what is in it exists nowhere', layers: [[file('x')], [dir('.wh.x'), file('.wh.x/y', 'lost')]], paths: [], kinds: ['entry-below-whiteout'] },
    { name: 'hides a dangling link itself', layers: [[symlink('l', 'nowhere')], [whiteout('l')]], paths: [] },
    { name: 'in a directory that nobody has does not make it', layers: [[file('x')], [whiteout('no/such')]], paths: ['x'], kinds: ['whiteout-without-target'] },
  ])('$name', run);
});

describe('opaque whiteouts', () => {
  test.each<Case>([
    { name: 'act before their siblings wherever they stand', layers: [[dir('d'), file('d/old')], [dir('d'), file('d/new'), opaque('d')]], paths: ['d/', 'd/new'] },
    { name: 'of the root hide everything', layers: [[dir('d'), file('d/x'), file('y')], [opaque(''), file('z')]], paths: ['z'] },
    { name: 'never reach through a lower link', layers: [[dir('t'), file('t/x'), symlink('d', 't')], [dir('d'), opaque('d'), file('d/y')]], paths: ['d/', 'd/y', 't/', 't/x'] },
    { name: 'put their directory in place of a lower link, also when no entry lists it', layers: [[dir('t'), file('t/x'), symlink('d', 't')], [file('d/y'), opaque('d')]], paths: ['d/', 'd/y', 't/', 't/x'] },
    { name: 'imply their directory', layers: [[], [opaque('a/b')]], paths: ['a/', 'a/b/'] },
    { name: 'put their directory in place of a file', layers: [[file('d', 'file')], [opaque('d')]], paths: ['d/'] },
    { name: 'reach through links of the parents', layers: [[dir('t'), dir('t/d'), file('t/d/x'), symlink('l', 't')], [opaque('l/d')]], paths: ['l -> t', 't/', 't/d/'] },
    { name: 'of overlayfs count too', layers: [[dir('d'), file('d/x')], [dir('d', { xattrs: { 'trusted.overlay.opaque': 'y' } })]], paths: ['d/'], kinds: ['overlay-opaque-xattr'] },
    { name: 'of overlayfs with another value do not', layers: [[dir('d'), file('d/x')], [dir('d', { xattrs: { 'trusted.overlay.opaque': 'n' } })]], paths: ['d/', 'd/x'] },
  ])('$name', run);
});

describe('replacement', () => {
  test.each<Case>([
    { name: 'a directory over a directory keeps the content', layers: [[dir('d'), file('d/x')], [dir('d', { mode: 0o700 })]], paths: ['d/', 'd/x'] },
    { name: 'a file over a directory takes it all', layers: [[dir('d'), dir('d/e'), file('d/e/x')], [file('d')]], paths: ['d'] },
    { name: 'an implied directory takes the place of a file', layers: [[file('d', 'file')], [file('d/x')]], paths: ['d/', 'd/x'], kinds: ['implicit-parent-replaces-file'] },
    { name: 'a directory over a link leaves the target alone', layers: [[dir('t'), file('t/x'), symlink('l', 't')], [dir('l')]], paths: ['l/', 't/', 't/x'] },
    { name: 'the last of two entries in one layer counts', layers: [[file('x', 'one'), file('x', 'two')]], paths: ['x'], kinds: ['duplicate-path-in-layer'] },
    { name: 'a directory listed twice is no oddity', layers: [[dir('d'), file('d/x'), dir('d')]], paths: ['d/', 'd/x'] },
    { name: 'a device 0/0 over a file is an overlay whiteout', layers: [[file('x')], [{ path: 'x', type: 'char', device: [0, 0] }]], paths: [], kinds: ['overlay-char-whiteout'] },
    { name: 'a device 0/0 over nothing is a device', layers: [[], [{ path: 'x', type: 'char', device: [0, 0] }]], paths: ['x'] },
    { name: 'a device 0/0 over a device is a device', layers: [[{ path: 'x', type: 'char', device: [0, 0] }], [{ path: 'x', type: 'char', device: [0, 0], mode: 0o600 }]], paths: ['x'] },
    { name: 'entries outside the root are in no tree', layers: [[file('etc/passwd', 'x', { outside: true }), file('ok')]], paths: ['ok'] },
    { name: 'the root has attributes only', layers: [[dir('', { mode: 0o700 }), file('x')], [file('', 'no')]], paths: ['x'], kinds: ['root-not-a-directory'] },
  ])('$name', run);
});

describe('parents that are symbolic links', () => {
  test.each<Case>([
    { name: 'are written through, relative to the link', layers: [[dir('a'), dir('a/t'), symlink('a/l', 't')], [file('a/l/x')]], paths: ['a/', 'a/l -> t', 'a/t/', 'a/t/x'], kinds: ['path-through-symlink'] },
    { name: 'may form chains', layers: [[dir('t'), symlink('c', 't'), symlink('b', '/c'), symlink('a', './b')], [file('a/x')]], paths: ['a -> ./b', 'b -> /c', 'c -> t', 't/', 't/x'], kinds: ['path-through-symlink'] },
    { name: 'never leave the root', layers: [[dir('t'), symlink('l', '../../t/../../t')], [file('l/x')]], paths: ['l -> ../../t/../../t', 't/', 't/x'], kinds: ['path-through-symlink'] },
    { name: 'have their missing target made', layers: [[symlink('l', '/new/place')], [file('l/x')]], paths: ['l -> /new/place', 'new/', 'new/place/', 'new/place/x'], kinds: ['path-through-symlink'] },
    { name: 'that lead in a circle are read as directories', layers: [[symlink('a', 'b'), symlink('b', 'a')], [file('a/x')]], paths: ['a/', 'a/x', 'b -> a'], kinds: ['symlink-loop'] },
    { name: 'that lead to themselves are read as directories', layers: [[symlink('a', 'a/b')], [file('a/x')]], paths: ['a/', 'a/x'], kinds: ['symlink-loop'] },
    { name: 'that lead to a file replace it', layers: [[file('f', 'file'), symlink('l', 'f')], [file('l/x')]], paths: ['f/', 'f/x', 'l -> f'], kinds: ['implicit-parent-replaces-file', 'path-through-symlink'] },
    { name: 'are followed as they are at that moment', layers: [[dir('s'), dir('t'), symlink('l', 's')], [file('l/x'), symlink('l', 't'), file('l/y')]], paths: ['l -> t', 's/', 's/x', 't/', 't/y'], kinds: ['path-through-symlink'] },
    { name: 'may lead to the root', layers: [[symlink('l', '/')], [file('l/x')]], paths: ['l -> /', 'x'], kinds: ['path-through-symlink'] },
    { name: 'with an empty target mean their own directory', layers: [[symlink('l', '')], [file('l/x')]], paths: ['l -> ', 'x'], kinds: ['path-through-symlink'] },
  ])('$name', run);
});

describe('hard links', () => {
  test.each<Case>([
    { name: 'to a symlink are that symlink', layers: [[file('f'), symlink('s', 'f'), hardlink('h', 's')]], paths: ['f', 'h -> f', 's -> f'] },
    { name: 'may come before their target', layers: [[hardlink('a', 'b'), file('b', 'x')]], paths: ['a', 'b'], kinds: ['hardlink-target-missing-at-entry'] },
    { name: 'may wait for each other', layers: [[hardlink('a', 'b'), hardlink('b', 'c'), file('c', 'x')]], paths: ['a', 'b', 'c'], kinds: ['hardlink-target-missing-at-entry'] },
    { name: 'in a circle stay empty files', layers: [[hardlink('a', 'b'), hardlink('b', 'a')]], paths: ['a', 'b'], kinds: ['hardlink-target-missing'] },
    { name: 'to a directory are empty files', layers: [[dir('d'), hardlink('h', 'd')]], paths: ['d/', 'h'], kinds: ['hardlink-to-directory'] },
    { name: 'reach lower layers', layers: [[file('a', 'x')], [hardlink('b', 'a')]], paths: ['a', 'b'], kinds: ['hardlink-target-in-lower-layer'] },
    { name: 'reach what their own layer hides', layers: [[file('a', 'x')], [hardlink('b', 'a'), whiteout('a')]], paths: ['b'], kinds: ['hardlink-target-in-lower-layer', 'hardlink-target-missing-at-entry'] },
    { name: 'reach what their own layer hides through a link', layers: [[dir('t'), file('t/a', 'x'), symlink('l', 't')], [hardlink('b', 'l/a'), opaque('t')]], paths: ['b', 'l -> t', 't/'], kinds: ['hardlink-target-in-lower-layer', 'hardlink-target-missing-at-entry'] },
    { name: 'find their target through links', layers: [[dir('t'), file('t/a', 'x'), symlink('l', 't'), hardlink('b', 'l/a')]], paths: ['b', 'l -> t', 't/', 't/a'] },
    { name: 'into AUFS bookkeeping bring the content along', layers: [[dir('.wh..wh.plnk'), file('.wh..wh.plnk/1.2', 'data'), hardlink('x', '.wh..wh.plnk/1.2')]], paths: ['x'] },
  ])('$name', run);

  test('share size, attributes and inode with their target', () => {
    const { fs } = merged(layer(file('a', 'content', { mode: 0o600, uid: 7 }), hardlink('b', 'a'), file('c', 'content')));
    const [a, b, c] = [...entriesAt(fs)];
    expect({ ...b, path: a!.path, node: a!.node, version: a!.version }).toEqual(a);
    expect(c!.inode).not.toBe(a!.inode);
  });

  test('to nothing are empty and keep what their header says', () => {
    const { fs } = merged(layer({ path: 'b', type: 'hardlink', link: 'nowhere', mode: 0o640 }));
    expect([...entriesAt(fs)]).toMatchObject([{ type: 0, size: 0, mode: 0o640 }]);
  });
});

describe('every layer has its own root file system', () => {
  const tables = [
    layer(dir('d'), file('d/x', 'one'), hardlink('d/y', 'd/x'), file('z', 'zed')),
    layer(whiteout('d/x'), file('new', 'n')),
    undefined,
    layer(file('d/x', 'three'), whiteout('d/y'), whiteout('z')),
    layer(opaque('d')),
  ];

  test('all from one structure', () => {
    const { fs } = merged(...tables);
    expect([0, 1, 2, 3, 4].map((index) => pathsOf(fs, index))).toEqual([
      ['d/', 'd/x', 'd/y', 'z'], ['d/', 'd/y', 'new', 'z'], ['d/', 'd/y', 'new', 'z'], ['d/', 'd/x', 'new'], ['d/', 'new'],
    ]);
  });

  test('as merging only the layers up to it gives', () => {
    const { fs } = merged(...tables);
    tables.forEach((_, index) => {
      expect(pathsOf(fs, index)).toEqual(pathsOf(merged(...tables.slice(0, index + 1)).fs));
    });
  });

  test('payloads are reachable as long as any name is', () => {
    const { fs } = merged(...tables);
    const x = [...entriesAt(fs, 0)].find(({ path }) => path.length === 3)!;
    expect([0, 1, 2, 3, 4].map((index) => payloadReachable(fs, x.inode, index))).toEqual([true, true, true, false, false]);
  });
});

test('paths come in byte order of the whole path', () => {
  const { fs } = merged(layer(dir('a'), file('a/b'), file('a-b'), file('a0'), file('A'), file('ä')));
  expect(pathsOf(fs)).toEqual(['A', 'a/', 'a-b', 'a/b', 'a0', 'ä']);
  const nested = merged(layer(dir('a'), file('a/z'), dir('a-'), file('a-/y'), file('a--'), file('a-b'), dir('a-.'), file('a-./x'), file('ab'))).fs;
  expect(pathsOf(nested)).toEqual(['a/', 'a-/', 'a--', 'a-./', 'a-./x', 'a-/y', 'a-b', 'a/z', 'ab']);
});

test('names are bytes: no form of Unicode is made another', () => {
  const { fs } = merged(layer(file('caf\u00e9'), file('cafe\u0301')), layer(whiteout('caf\u00e9')));
  expect(pathsOf(fs)).toEqual(['cafe\u0301']);
});

test('no layers, or none that can be read, give an empty root', () => {
  expect(pathsOf(merged().fs)).toEqual([]);
  expect(pathsOf(merged(undefined, undefined).fs)).toEqual([]);
});

test('a diagnostic a kind and layer, with how many there are', () => {
  const { diagnostics } = merged(layer(whiteout('a'), whiteout('b'), whiteout('c')), layer(whiteout('d')));
  expect(diagnostics).toMatchObject([
    { kind: 'whiteout-without-target', where: { layer: 0, entry: '.wh.a' }, message: expect.stringContaining('2 more') as unknown },
    { kind: 'whiteout-without-target', where: { layer: 1, entry: '.wh.d' } },
  ]);
});

test('hostile link nests end', () => {
  const links: Entry[] = [dir('end')];
  for (let at = 0; at < 60; at += 1) links.push(symlink(`l${at}`, at === 59 ? 'end' : `l${at + 1}/../l${at + 1}`));
  const { fs, diagnostics } = merged(layer(...links), layer(file('l0/x')));
  expect(kindsOf(diagnostics)).toContain('symlink-loop');
  expect(pathsOf(fs)).toContain('l0/x');
});

/** A path of so many segments. */
const path = (segments: number, name = 'd'): string => Array.from({ length: segments }, () => name).join('/');

test('paths deeper than any system unpacks are left out, and said to be; what lies beside them stays', () => {
  const { fs, diagnostics } = merged(layer(file('a', 'x'), file(path(500_000), 'x'), file(path(499_999, 'e'), 'x'), file('b', 'y')), layer(file(path(2048, 'f'), 'z'), whiteout('a')));
  expect(kindsOf(diagnostics)).toEqual([]);
  // The long path and its directories, and `b`.
  expect([...entriesAt(fs)]).toHaveLength(2049);
  const { diagnostics: left } = indexPaths([layer(file(path(500_000), 'x'), file(path(2049, 'e'), 'x'), file(path(2048, 'f')))]);
  expect(left).toMatchObject([{ kind: 'path-too-deep', where: { layer: 0 } }]);
  expect(left[0]!.message).toMatch(/^(?:d\/)+d?… lies below more than 2048 directories \(and 1 more of the kind in this layer\); it is in no figure\.$/);
});

test('links do not lead deeper and deeper', () => {
  const hops = Array.from({ length: 6 }, (_, at) => [symlink(`l${at}`, at === 0 ? path(2000, 'x') : `l${at - 1}/${path(2000, 'x')}`), file(`l${at}/f`, 'x')]).flat();
  const { fs, diagnostics } = merged(layer(symlink('long', path(500_000)), file('long/f', 'x'), hardlink('h', path(500_000)), ...hops));
  expect(kindsOf(diagnostics)).toContain('symlink-loop');
  expect(versionAt(fs, fs.paths.findPath(encodeUtf8('long/f')), 0)).toBeGreaterThanOrEqual(0);
  let deepest = 0;
  for (let node = 0; node < fs.paths.count; node += 1) if (fs.newest[node]! >= 0) deepest = Math.max(deepest, fs.paths.depthOf(node));
  expect(deepest).toBeLessThan(4 * 2048);
});

test('a directory of a hundred thousand names is listed in order', () => {
  const names = Array.from({ length: 100_000 }, (_, at) => `d/${(at * 7919) % 100_000}`);
  const { fs } = merged(layer(...names.map((name) => file(name))));
  expect([...entriesAt(fs)].map((entry) => decodeUtf8(entry.path))).toEqual(['d', ...names.toSorted()]);
});

test('very deep paths need no deep stack', () => {
  const deep: ScannedTable = layer(file(path(2048), 'x'));
  const { fs } = merged(deep, layer(whiteout('d')));
  expect(fs.paths.findPath(encodeUtf8('d/d/d'))).toBeGreaterThan(0);
  expect(pathsOf(fs)).toEqual([]);
});
