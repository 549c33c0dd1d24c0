/** Tables let their paths go; the tree still tells what each row was called. */
import { expect, test } from 'vitest';
import { escapePath, decodeUtf8 } from '../../../src/core/bytes/text';
import { pathBytes } from '../../../src/core/image/layer-table';
import { rowPaths } from '../../../src/core/image/row-paths';
import { dir, file, hardlink, layer, merged, opaque, symlink, whiteout } from './layers';

test('every row keeps its path: markers, repeated entries, what was written through a link, what lies outside', () => {
  const first = layer(dir(''), dir('usr/lib'), symlink('lib', 'usr/lib'), file('a/b', 'x'), file('a/b', 'y'), dir('a'), hardlink('h', 'a/b'), file('gone', 'z'), file('.wh..wh.plnk/1', 'p'));
  const second = layer(file('lib/through', 'x'), whiteout('gone'), opaque('a'), file('etc/passwd', 'x', { outside: true }), file('', '', { outside: true }), file('.wh.x/below', 'q'), dir('a'), dir('a'));
  const tables = [first, second, undefined, first];
  const { fs } = merged(...tables);
  tables.forEach((table, index) => {
    const pathOf = rowPaths(fs, index);
    const rows = Array.from({ length: table?.count ?? 0 }, (_, row) => row);
    expect(rows.map((row) => escapePath(pathOf(row)))).toEqual(rows.map((row) => decodeUtf8(pathBytes(table!, row))));
  });
  expect(fs.tables.every((table) => table === undefined || !('paths' in table))).toBe(true);
  expect(fs.tables[3]).toBe(fs.tables[0]);
});
