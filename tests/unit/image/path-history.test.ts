/** What each layer did to one path. */
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { pathHistory } from '../../../src/core/image/path-history';
import type { ScannedTable } from '../../../src/core/image/layer-table';
import { dir, file, layer, merged, opaque, symlink, whiteout } from './layers';

const history = (path: string, ...tables: ScannedTable[]) => pathHistory(merged(...tables).fs, encodeUtf8(path));
const short = (path: string, ...tables: ScannedTable[]): string[] =>
  history(path, ...tables).map(({ layer: index, action, changes, by, superseded }) => [index, action, ...changes, by, superseded === true ? 'superseded' : undefined].filter((part) => part !== undefined).join(' '));

test('from first to last', () => {
  expect(short('x',
    layer(file('x', 'one')), layer(file('x', 'two')), layer(file('x', 'two', { mode: 0o600, mtime: 3 })), layer(file('x', 'two', { mode: 0o600, mtime: 3 })),
    layer(), layer(whiteout('x')), layer(symlink('x', 'y')), layer(symlink('x', 'z')), layer(file('x', '')),
  )).toEqual(['0 added', '1 changed content', '2 changed mode mtime', '3 rewritten', '5 removed whiteout', '6 added', '7 changed link', '8 changed type']);
});

test('whose hand removed it', () => {
  expect(short('d/x', layer(dir('d'), file('d/x')), layer(opaque('d')))).toEqual(['0 added', '1 removed opaque']);
  expect(short('d/x', layer(dir('d'), file('d/x')), layer(whiteout('d')))).toEqual(['0 added', '1 removed whiteout']);
  expect(short('d/x', layer(dir('d'), file('d/x')), layer(file('d')))).toEqual(['0 added', '1 removed replaced']);
});

test('removed and added in one layer is a change', () => {
  expect(short('x', layer(file('x', 'a')), layer(whiteout('x'), file('x', 'b')))).toEqual(['0 added', '1 changed content']);
});

test('twice in one layer', () => {
  expect(short('x', layer(file('x', 'a'), file('x', 'b')))).toEqual(['0 added superseded', '0 changed content']);
});

test('says what it was and whether its bytes are still there', () => {
  expect(history('x', layer(file('x', 'abc', { mode: 0o640, uid: 3, gid: 4, mtime: 9 })), layer(file('x', 'de')))).toMatchObject([
    { type: 'file', size: 3, mode: 0o640, uid: 3, gid: 4, mtime: 9, reachable: false }, { type: 'file', size: 2, reachable: true },
  ]);
});

test('a path that never was has none', () => {
  expect(history('nope', layer(file('x')))).toEqual([]);
  expect(history('.wh.x', layer(file('.wh.x', 'payload')))).toEqual([]);
});
