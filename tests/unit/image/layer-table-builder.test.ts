/** Tables of any size come out of the builder as they went in, and own their buffers. */
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { EntryFlag, EntryType, linkBytes, pathBytes, transferablesOf } from '../../../src/core/image/layer-table';
import { LayerTableBuilder } from '../../../src/core/image/layer-table-builder';

test('one table has nothing of another', () => {
  const first = new LayerTableBuilder();
  first.addRow({ path: encodeUtf8('long/path/of/a/link'), link: encodeUtf8('target'), type: EntryType.symlink, mode: 0o777, uid: 7, size: 9, storedAt: 3 });
  first.setHash(0, 1, 2);
  first.setFlags(0, EntryFlag.hashed);
  first.addRare({ row: 0, xattrs: { a: 'b' } });
  const table = first.finish(512);
  const second = new LayerTableBuilder();
  second.addRow({ path: encodeUtf8('x'), type: EntryType.file });
  const next = second.finish(5);
  expect(next).toMatchObject({ count: 1, rare: [], hashLow: Uint32Array.of(0), hashHigh: Uint32Array.of(0), flags: Uint8Array.of(0), storedAt: Uint32Array.of(0, 5) });
  expect([pathBytes(next, 0), linkBytes(next, 0)]).toEqual([encodeUtf8('x'), new Uint8Array(0)]);
  expect([table.hashLow[0], table.rare.length, Buffer.from(pathBytes(table, 0)).toString()]).toEqual([1, 1, 'long/path/of/a/link']);
});

test('rows stay what they were however often the buffers grow, and the table holds no byte more', () => {
  const builder = new LayerTableBuilder();
  const rows = 5000;
  for (let row = 0; row < rows; row += 1) {
    builder.addRow({ path: encodeUtf8(`folder/${row}/${'x'.repeat(row % 40)}`), type: EntryType.file, mode: row & 0o7777, uid: row * 3, gid: row, mtime: row / 2, nanos: row, size: row * 7, dataOffset: row * 512, storedAt: row * 2 });
    builder.setHash(row, row * 5, row * 11);
  }
  const table = builder.finish(rows * 2);
  for (const row of [0, 1, 1023, 1024, 2047, 2048, 4095, 4096, 4999]) {
    expect(Buffer.from(pathBytes(table, row)).toString()).toBe(`folder/${row}/${'x'.repeat(row % 40)}`);
    expect([table.mode[row], table.uid[row], table.gid[row], table.mtime[row], table.nanos?.[row], table.size[row], table.dataOffset[row], table.hashLow[row], table.hashHigh[row], table.storedAt[row]])
      .toEqual([row & 0o7777, row * 3, row, row / 2, row, row * 7, row * 512, row * 5, row * 11, row * 2]);
  }
  const columns = Object.values(table).filter(ArrayBuffer.isView);
  expect(transferablesOf(table).reduce((sum, { byteLength }) => sum + byteLength, 0)).toBe(columns.reduce((sum, { byteLength }) => sum + byteLength, 0));
});
