/** Entries that the writer makes, read back by our own parser and by another's, and their size beforehand. */
import { TarReader } from '@gera2ld/tarjs';
import { describe, expect, it } from 'vitest';
import { TarEvent, TarParser } from '../../../src/core/archive/tar-parser';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { EntryType } from '../../../src/core/image/layer-table';
import { encodeHead, END_BYTES, entryBytes, headersBytes, padded, recordBytes, storedBytes, type TarEntry } from '../../../src/core/writer/tar-entry';

const plain: TarEntry = { path: encodeUtf8('usr/bin/tool'), type: EntryType.file, mode: 0o4755, uid: 1000, gid: 100, mtime: 1_700_000_000, size: 11 };

function tarOf(entry: TarEntry): Uint8Array<ArrayBuffer> {
  const head = encodeHead(entry);
  const stored = storedBytes(entry);
  const tar = new Uint8Array(head.length + padded(stored) + END_BYTES);
  tar.set(head);
  tar.fill(0x78, head.length, head.length + stored);
  return tar;
}

function read(tar: Uint8Array): TarParser {
  const parser = new TarParser();
  parser.feed(tar, 0, tar.length);
  expect(parser.step()).toBe(TarEvent.entry);
  expect(parser.fault).toBeUndefined();
  return parser;
}

const long = (length: number): string => 'n'.repeat(length);
const cases: readonly (readonly [string, Partial<TarEntry>, number])[] = [
  ['a plain file', {}, 512],
  ['a name of exactly 100 bytes', { path: encodeUtf8(long(100)) }, 512],
  ['a name that the prefix takes', { path: encodeUtf8(`${long(150)}/${long(99)}`) }, 512],
  ['a name without a slash where it would have to be cut', { path: encodeUtf8(long(101)) }, 512 * 3],
  ['a name too long for the prefix', { path: encodeUtf8(`${long(160)}/${long(90)}`) }, 512 * 3],
  ['a name beyond ASCII', { path: encodeUtf8('häfen/Çeşme') }, 512 * 3],
  ['a name that is no UTF-8', { path: new Uint8Array([0x61, 0xff, 0x62]) }, 512],
  ['a long name that is no UTF-8', { path: new Uint8Array(200).fill(0xfe) }, 512 * 3],
  ['a time with a fraction', { mtime: 1_700_000_000.25 }, 512 * 3],
  ['a time before 1970', { mtime: -5 }, 512 * 3],
  ['a time far away', { mtime: 2 ** 40 }, 512 * 3],
  ['a large owner', { uid: 0o7777777 + 1, gid: 4_000_000_000 }, 512 * 3],
  ['a directory', { type: EntryType.dir, size: 0 }, 512],
  ['the root', { type: EntryType.dir, size: 0, path: new Uint8Array(0) }, 512],
  ['a symlink', { type: EntryType.symlink, size: 0, link: encodeUtf8('../lib/x') }, 512],
  ['a symlink with a long target', { type: EntryType.symlink, size: 0, link: encodeUtf8(long(101)) }, 512 * 3],
  ['a hard link', { type: EntryType.hardlink, size: 0, link: encodeUtf8('usr/bin/other') }, 512],
  ['a device', { type: EntryType.block, size: 0, deviceMajor: 8, deviceMinor: 17 }, 512],
  ['a device beyond octal digits', { type: EntryType.char, size: 0, deviceMajor: 8, deviceMinor: 3_000_000 }, 512],
  ['a fifo', { type: EntryType.fifo, size: 0 }, 512],
  ['extended attributes', { xattrs: { 'user.b': 'two\n', 'security.capability': '\u0001\u0000\u00ff' } }, 512 * 3],
  ['a sparse file', { size: 1_000_000, sparse: [[4096, 512], [999_000, 1000]] }, 512 * 3],
  ['a sparse file without any data', { size: 5000, sparse: [] }, 512 * 3],
];

describe('one tar entry', () => {
  it.each([
    [1_700_000_000, 123_456_789, '1700000000.123456789'], [1_700_000_000, 999_999_999, '1700000000.999999999'], [1_700_000_000, 100_000_000, '1700000000.1'],
    [-2, 500_000_000, '-1.5'], [-1, 1, '-0.999999999'], [0, 1, '0.000000001'], [-5, 0, '-5'],
  ])('second %i and nanosecond %i are written as %s, and read again', (mtime, nanos, text) => {
    const tar = tarOf({ ...plain, mtime: mtime + nanos / 1e9, nanos });
    expect(Buffer.from(tar).toString('latin1')).toContain(` mtime=${text}\n`);
    expect(read(tar)).toMatchObject({ mtime: Number(text), nanos });
  });

  it.each(cases)('%s comes back as it was', (_name, change, headers) => {
    const entry: TarEntry = { ...plain, ...change };
    const tar = tarOf(entry);
    expect(tar.length - END_BYTES).toBe(entryBytes(entry));
    expect(headersBytes(recordBytes(entry))).toBe(headers);
    const seen = read(tar);
    const suffix = entry.type === EntryType.dir ? '/' : '';
    expect(Buffer.from(seen.name).toString('latin1')).toBe(entry.path.length === 0 ? './' : Buffer.from(entry.path).toString('latin1') + suffix);
    const { type, mode, uid, gid, mtime, size, sparse, deviceMajor, deviceMinor } = seen;
    expect({ type, mode, uid, gid, mtime, size, sparse }).toEqual({
      type: entry.type, mode: entry.mode, uid: entry.uid, gid: entry.gid, mtime: entry.mtime, size: entry.size, sparse: entry.sparse,
    });
    if (entry.deviceMajor !== undefined) expect([deviceMajor, deviceMinor]).toEqual([entry.deviceMajor, entry.deviceMinor]);
    expect({ ...seen.xattrs }).toEqual(entry.xattrs ?? {});
    expect(Buffer.from(seen.link)).toEqual(Buffer.from(entry.link ?? new Uint8Array(0)));
  });

  it('is read by another reader', async () => {
    const reader = await TarReader.load(tarOf(plain));
    expect(reader.fileInfos.map(({ name, size }) => ({ name, size }))).toEqual([{ name: 'usr/bin/tool', size: 11 }]);
  });

  it('writes the size of more than 8 GiB as a record', () => {
    const entry = { ...plain, size: 9 * 2 ** 30 };
    const head = encodeHead(entry);
    expect(new TextDecoder().decode(head.subarray(512, 1024))).toContain(`size=${9 * 2 ** 30}\n`);
    expect(entryBytes(entry)).toBe(head.length + 9 * 2 ** 30);
  });

  it('counts the length of a record with its own digits', () => {
    // 90 and more bytes of value take the length from two digits to three, which is one byte more again.
    for (let length = 80; length < 110; length += 1) {
      const text = new TextDecoder().decode(encodeHead({ ...plain, xattrs: { k: 'v'.repeat(length) } }).subarray(512));
      const [digits] = text.split(' ');
      expect(text[Number(digits) - 1]).toBe('\n');
      expect(text[Number(digits)]).toBe('\u0000');
    }
  });
});
