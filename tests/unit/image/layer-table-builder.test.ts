/** A builder that is given back serves the next layer, of which nothing of the one before may be seen. */
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { EntryFlag, EntryType, linkBytes, pathBytes } from '../../../src/core/image/layer-table';
import { keepBuilder, tableBuilder } from '../../../src/core/image/layer-table-builder';

test('the next layer gets the same builder, without rows, hashes or rare attributes', () => {
  const first = tableBuilder();
  first.addRow({ path: encodeUtf8('long/path/of/a/link'), link: encodeUtf8('target'), type: EntryType.symlink, mode: 0o777, uid: 7, size: 9, storedAt: 3 });
  first.setHash(0, 1, 2);
  first.setFlags(0, EntryFlag.hashed);
  first.addRare({ row: 0, xattrs: { a: 'b' } });
  const table = first.finish(512);
  keepBuilder(first);
  const second = tableBuilder();
  expect(second).toBe(first);
  expect(tableBuilder()).not.toBe(first);
  second.addRow({ path: encodeUtf8('x'), type: EntryType.file });
  const next = second.finish(5);
  expect(next).toMatchObject({ count: 1, rare: [], hashLow: Uint32Array.of(0), hashHigh: Uint32Array.of(0), flags: Uint8Array.of(0), storedAt: Uint32Array.of(0, 5) });
  expect([pathBytes(next, 0), linkBytes(next, 0)]).toEqual([encodeUtf8('x'), new Uint8Array(0)]);
  expect([table.hashLow[0], table.rare.length, Buffer.from(pathBytes(table, 0)).toString()]).toEqual([1, 1, 'long/path/of/a/link']);
});

test('a builder that one huge layer made large is let go', () => {
  const builder = tableBuilder();
  for (let row = 0; row <= 1 << 18; row += 1) builder.addRow({ path: new Uint8Array(0), type: EntryType.dir });
  builder.finish();
  keepBuilder(builder);
  expect(tableBuilder()).not.toBe(builder);
});
