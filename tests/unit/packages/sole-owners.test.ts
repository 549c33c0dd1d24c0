/** Which package the row of a path names. */
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { PathIndex } from '../../../src/core/image/path-index';
import { soleOwners } from '../../../src/core/packages/sole-owners';

test('a directory that several packages fill names none of them, one that its owner fills alone names it', () => {
  const paths = new PathIndex();
  const owners: Readonly<Record<string, number>> = {
    usr: 0, 'usr/bin': 1, 'usr/bin/git': 1, 'usr/bin/git-shell': 1, 'usr/share': 0, 'usr/share/git': 1, 'usr/share/git/a': 1, 'usr/share/perl': 1, 'usr/share/perl/b': 2, 'usr/share/own': 2, 'usr/local': 0,
  };
  const owner = new Int32Array(Object.keys(owners).length + 1).fill(-1);
  for (const [path, index] of Object.entries(owners)) owner[paths.addPath(encodeUtf8(path), 0, path.length)] = index;
  const sole = soleOwners(paths, { packages: [], owner, kind: new Int16Array(owner.length), unread: [] });
  const named = Object.fromEntries(Object.keys(owners).map((path) => [path, sole[paths.findPath(encodeUtf8(path))]]));
  expect(named).toEqual({ ...owners, usr: -1, 'usr/share': -1, 'usr/share/perl': -1 });
  expect(owner[paths.findPath(encodeUtf8('usr'))]).toBe(0);
});
