/** Paths of package lists against a tree: symlinked directories, layers, and names that hostile lists may hold. */
import { expect, test } from 'vitest';
import { latin1 } from '../../../src/core/bytes/latin1';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { listedPaths } from '../../../src/core/packages/listed-paths';
import { dir, file, layer, merged, symlink, whiteout } from '../image/layers';

const long = 'n'.repeat(300);
const { fs } = merged(
  layer(
    dir('usr'), dir('usr/bin'), file('usr/bin/sh', 'x'), file('usr/bin/bash', 'x'), file('usr/bin/é', 'x'), file(`usr/bin/${long}`, 'x'),
    dir('lib'), file('lib/old.so', 'x'), dir('usr/lib'), symlink('bin', 'usr/bin'), symlink('a', 'b'), symlink('b', 'a'), symlink('usr/up', '../bin/./'),
    symlink('usr/bin/rbash', '/nowhere'),
  ),
  layer(whiteout('lib/old.so'), symlink('lib', '/usr/lib'), file('usr/lib/old.so', 'x'), whiteout('usr/bin/bash')),
);

function shown(...paths: readonly string[]): readonly (string | undefined)[] {
  const nodeOf = listedPaths(fs, 1);
  return paths.map((path) => nodeOf(encodeUtf8(path))).map((node) => (node < 0 ? undefined : latin1(fs.paths.pathOf(node))));
}

test('follows symlinked directories, and never what the path ends in', () => {
  expect(shown('usr/bin/sh', 'bin/sh', 'bin/missing', 'usr/up/sh', 'bin/rbash', 'bin', 'lib')).toEqual(['usr/bin/sh', 'usr/bin/sh', undefined, 'usr/bin/sh', 'usr/bin/rbash', 'bin', 'lib']);
});

test('takes what the layer shows where an older one had a directory in the link’s place', () => {
  expect(shown('lib/old.so')).toEqual(['usr/lib/old.so']);
});

test('answers the same in any order, whatever directory came before', () => {
  const paths = ['bin/sh', 'usr/bin/sh', 'lib/old.so', 'usr', 'bin/missing', 'usr/lib/old.so', 'missing/sh'];
  const alone = paths.flatMap((path) => shown(path));
  expect(shown(...paths)).toEqual(alone);
  expect(shown(...paths.toReversed())).toEqual(alone.toReversed());
});

test('reads UTF-8, long names, dots and doubled slashes', () => {
  expect(shown(`bin/${long}`, 'usr//bin/sh', 'bin/../bin/sh', 'usr/bin/', 'usr/bin/.', 'bin/..')).toEqual([`usr/bin/${long}`, 'usr/bin/sh', 'usr/bin/sh', 'usr/bin', 'usr/bin', 'usr']);
  expect(shown('bin/é')[0]).toHaveLength('usr/bin/'.length + 2);
});

test('comes to an end where links run in a circle', () => {
  expect(shown('a/x', 'a/x/y')).toEqual([undefined, undefined]);
});
