/** Layers in every dialect of tar become the same columns; damage costs an entry or the rest, and is said. */
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hashRows, readEntry } from '../../../src/core/archive/read-rows';
import { scanLayer } from '../../../src/core/archive/scan-layer';
import type { LayerScan, ScanOptions } from '../../../src/core/archive/scanner';
import type { ByteSource } from '../../../src/core/bytes/byte-source';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { EntryFlag, EntryType } from '../../../src/core/image/layer-table';
import { fixChecksum, fixture, linkOf, paths, problemIn, rowOf, source, tarOf, valueOf } from './helpers';

const whole = (from: ByteSource) => ({ member: from.name, offset: 0, size: from.size });
const scanOf = async (from: ByteSource, options: ScanOptions = {}): Promise<LayerScan> =>
  valueOf(await scanLayer(from, whole(from), 3, await createCodecs(), options, () => undefined));
const scan = (bytes: Uint8Array, options?: ScanOptions, chunk?: number) => scanOf(source(bytes, 'layer.tar', chunk), options);
const kinds = (result: LayerScan) => result.diagnostics.map((found) => found.kind);

describe('tar dialects', () => {
  const long = `${'n'.repeat(90)}/${'m'.repeat(90)}/file`;

  it.each(['gnu', 'pax'])('%s: long names and links, ids, kinds of entries, whatever the chunks', async (dialect) => {
    for (const chunk of [1 << 18, 512, 333, 7]) {
      const { table, diagnostics } = await scan(fixture(`archive/${dialect}.tar`), {}, chunk);
      expect(diagnostics).toEqual([]);
      expect(table.size[rowOf(table, long)]).toBe(4);
      expect(linkOf(table, 'link')).toBe('t'.repeat(150));
      expect(table.type[rowOf(table, 'pipe')]).toBe(EntryType.fifo);
      expect(table.mode[rowOf(table, 'setuid')]).toBe(0o4755);
      expect([table.uid[0], table.gid[0], table.mtime[0]]).toEqual([1000, 2000, 1_700_000_000]);
      expect(paths(table)[0]).toBe('');
      // Which of the two names carries the bytes is GNU tar's choice.
      const names = ['hard', 'k'.repeat(130)].map((name) => ({ name, type: table.type[rowOf(table, name)] }));
      const other = names.find(({ type }) => type === EntryType.file)!;
      expect(linkOf(table, names.find(({ type }) => type === EntryType.hardlink)!.name)).toBe(other.name);
    }
  });

  it('joins the prefix of ustar', async () => {
    expect(paths((await scan(fixture('archive/ustar.tar'))).table)).toContain(`${'p'.repeat(80)}/${'q'.repeat(60)}/file`);
  });

  it('reads V7', async () => {
    const { table } = await scan(fixture('archive/v7.tar'));
    expect(paths(table)).toEqual(['', 'dir', 'dir/file', 'dir/link']);
    expect(Array.from(table.type)).toEqual([EntryType.dir, EntryType.dir, EntryType.file, EntryType.symlink]);
  });

  const content = new Uint8Array(30 * 65536);
  for (let i = 0; i < 30; i += 1) content.set(new TextEncoder().encode(`data${String(i).padStart(2, '0')}`), i * 65536);

  it.each(['gnu', '0.0', '0.1', '1.0'])('sparse file, encoding %s: same content, same hash', async (version) => {
    for (const chunk of [1 << 18, 333]) {
      const from = source(fixture(`archive/sparse-${version}.tar`), 'layer.tar', chunk);
      const { table, diagnostics } = await scanOf(from, { hashAll: true });
      expect(diagnostics).toEqual([]);
      const row = rowOf(table, 'holes');
      expect(table.size[row]).toBe(content.length);
      expect(table.flags[row]! & EntryFlag.sparse).not.toBe(0);
      const hasher = (await createCodecs()).createHasher();
      hasher.reset();
      hasher.update(content);
      expect({ low: table.hashLow[row], high: table.hashHigh[row] }).toEqual(hasher.digest());
      const again = valueOf(await hashRows(from, whole(from), await createCodecs(), table, new Uint32Array([row])));
      expect([again.low[0], again.high[0], again.ok[0]]).toEqual([table.hashLow[row], table.hashHigh[row], 1]);
      const part = valueOf(await readEntry(from, whole(from), await createCodecs(), table, row, 65_530, 20));
      expect(Buffer.from(part)).toEqual(Buffer.from(content.subarray(65_530, 65_550)));
    }
  });
});

describe('names', () => {
  it('brings paths to one form and keeps what climbs out aside', async () => {
    const tar = await tarOf({ '/abs': 'a', './dot/./x': 'b', 'no//double': 'c', 'a/../up': 'd', '../out': 'ee', 'tr/ailing/': '' });
    const result = await scan(tar);
    expect(paths(result.table)).toEqual(['abs', 'dot/x', 'no/double', 'up', 'out', 'tr/ailing']);
    const flags = result.table.flags[4]!;
    expect(flags & EntryFlag.outside).not.toBe(0);
    expect(flags & EntryFlag.special).not.toBe(0);
    expect(result.diagnostics).toMatchObject([{ kind: 'path-escapes-root', where: { layer: 3, entry: '../out' } }]);
  });

  it('counts an entry of a type that nobody knows as a file, and says so', async () => {
    const tar = await tarOf({ label: '', a: 'a' });
    tar[156] = 'V'.charCodeAt(0);
    fixChecksum(tar, 0);
    const { table, diagnostics } = await scan(tar);
    expect(paths(table)).toEqual(['label', 'a']);
    expect(diagnostics).toMatchObject([{ kind: 'unknown-entry-type', where: { entry: 'label', layerOffset: 0 } }]);
  });

  it('marks whiteouts by the base name alone', async () => {
    const { table } = await scan(await tarOf({
      'd/.wh.x': '', 'd/.wh..wh..opq': '', '.wh..wh.plnk/9.1': 'p', 'd/.wh..wh.aufs': '', '.wh/x': '', 'x.wh.y': '', '.whx': '',
    }));
    const marked = EntryFlag.whiteout | EntryFlag.opaque | EntryFlag.special;
    expect(Array.from(table.flags, (flag) => flag & marked)).toEqual([
      EntryFlag.whiteout, EntryFlag.opaque, EntryFlag.special, EntryFlag.whiteout | EntryFlag.special, 0, 0, 0,
    ]);
  });

  it('keeps bytes that are not UTF-8', async () => {
    const tar = await tarOf({ 'caf?': 'x' });
    tar[3] = 0xe9;
    fixChecksum(tar, 0);
    const { table } = await scan(tar);
    expect(paths(table)).toEqual(['caf%E9']);
    expect(table.flags[0]! & EntryFlag.badName).not.toBe(0);
  });
});

describe('hashes and positions', () => {
  const big = new Uint8Array(1024 * 1024 + 1).fill(7);

  it('skips large files of raw layers only, by their size alone; the second pass catches up', async () => {
    const tar = await tarOf({ big, limit: big.subarray(1), after: 'x' });
    const raw = source(tar, 'layer.tar', 4096);
    const first = await scanOf(raw);
    expect(Array.from(first.table.flags, (flag) => flag & EntryFlag.hashed)).toEqual([0, 1, 1]);
    const packed = await scan(new Uint8Array(gzipSync(tar)));
    expect(Array.from(packed.table.flags, (flag) => flag & EntryFlag.hashed)).toEqual([1, 1, 1]);
    const all = await scan(tar, { hashAll: true });
    expect(all.table.hashLow).toEqual(packed.table.hashLow);
    const second = valueOf(await hashRows(raw, whole(raw), await createCodecs(), first.table, new Uint32Array([2, 0])));
    expect(Array.from(second.low)).toEqual([all.table.hashLow[2], all.table.hashLow[0]]);
    expect(Array.from(second.ok)).toEqual([1, 1]);
  });

  it('attributes every stored byte to an entry, in order', async () => {
    const tar = fixture('archive/pax.tar');
    const gzip = new Uint8Array(gzipSync(tar));
    for (const bytes of [tar, gzip]) {
      const { storedAt, count } = (await scan(bytes, {}, 700)).table;
      expect(storedAt[0]).toBeLessThanOrEqual(bytes === tar ? 0 : 1000);
      expect(storedAt[count]).toBe(bytes.length);
      for (let row = 0; row < count; row += 1) expect(storedAt[row]).toBeLessThanOrEqual(storedAt[row + 1]!);
    }
  });

  it('verifies digests over all stored bytes, those after the end of the tar included', async () => {
    const tar = new Uint8Array([...await tarOf({ a: 'a' }), ...new Uint8Array(4096)]);
    const gzip = new Uint8Array(gzipSync(tar));
    const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(await scan(gzip, { verify: true })).toMatchObject({ digestSha256: sha(gzip), diffIdSha256: sha(tar), tarBytes: tar.length });
    expect(await scan(tar, { verify: true })).toMatchObject({ digestSha256: sha(tar), diffIdSha256: sha(tar), tarBytes: tar.length });
  });

  it('passes over what a directory of V7 carries, whose flag is that of a file', async () => {
    const tar = await tarOf({ 'd/': '', x: 'x'.repeat(600), y: 'y' });
    // The folder's header takes the size of what follows, header included.
    tar[156] = 0;
    tar.set(new TextEncoder().encode('00000003000'), 124);
    fixChecksum(tar, 0);
    const { table } = await scan(tar);
    expect(paths(table)).toEqual(['d', 'y']);
  });

  it('reads parts of files out of raw and compressed layers', async () => {
    const tar = await tarOf({ one: '0123456789', two: 'abcdefghij' });
    for (const bytes of [tar, new Uint8Array(gzipSync(tar)), new Uint8Array(gzipSync(gzipSync(tar)))]) {
      const from = source(bytes, 'layer.tar', 100);
      const { table } = await scanOf(from);
      const part = valueOf(await readEntry(from, whole(from), await createCodecs(), table, 1, 3, 4));
      expect(Buffer.from(part).toString()).toBe('defg');
    }
  });
});

describe('damage is a diagnostic, never an end', () => {
  it('gives the entries before a cut', async () => {
    const result = await scan((await tarOf({ a: 'a'.repeat(600), b: 'b'.repeat(600) })).subarray(0, 512 * 4 + 100));
    expect(paths(result.table)).toEqual(['a', 'b']);
    expect(result.table.flags[1]! & EntryFlag.damaged).not.toBe(0);
    expect(result.table.flags[1]! & EntryFlag.hashed).toBe(0);
    expect(kinds(result)).toEqual(['layer-truncated']);
  });

  it('finds a cut below a jump over a large file', async () => {
    const result = await scan((await tarOf({ big: new Uint8Array(3 << 20) })).subarray(0, 2 << 20), {}, 4096);
    expect(result.table.flags[0]! & EntryFlag.damaged).not.toBe(0);
    expect(kinds(result)).toEqual(['layer-truncated']);
  });

  it('tells a flipped byte of a gzip layer', async () => {
    const gzip = new Uint8Array(gzipSync(await tarOf({ a: 'content of a' })));
    gzip[gzip.length - 6]! ^= 1;
    const result = await scan(gzip);
    expect(paths(result.table)).toEqual(['a']);
    expect(kinds(result)).toEqual(['layer-corrupt']);
  });

  it('tells a cut gzip layer, down to its header', async () => {
    const gzip = new Uint8Array(gzipSync(await tarOf({ a: 'content of a' })));
    for (const length of [gzip.length - 9, 20, 3]) expect(kinds(await scan(gzip.subarray(0, length)))).toEqual(['layer-truncated']);
  });

  it.each<[string, (tar: Uint8Array) => void]>([
    ['a wrong checksum', (tar) => tar.fill(0x31, 512 * 2 + 148, 512 * 2 + 154)],
    ['a negative size', (tar) => { tar.fill(0xff, 512 * 2 + 124, 512 * 2 + 136); fixChecksum(tar, 1024); }],
    ['a size of 2^87', (tar) => { tar.fill(0xff, 512 * 2 + 125, 512 * 2 + 136); tar[1024 + 124] = 0x80; fixChecksum(tar, 1024); }],
    ['letters in a number', (tar) => { tar.set([0x78, 0x79], 1024 + 136); fixChecksum(tar, 1024); }],
  ])('stops at %s', async (_, damage) => {
    const tar = await tarOf({ a: 'a', b: 'b', c: 'c' });
    damage(tar);
    const result = await scan(tar);
    expect(paths(result.table)).toEqual(['a']);
    expect(result.diagnostics).toMatchObject([{ kind: 'layer-corrupt', where: { layer: 3, layerOffset: 1024 } }]);
  });

  it('bounds extended headers', async () => {
    const tar = await tarOf({ bomb: '', a: 'a' });
    tar[156] = 0x78;
    tar.set(new TextEncoder().encode('77777777777\0'), 124);
    fixChecksum(tar, 0);
    expect(kinds(await scan(tar))).toEqual(['layer-too-large']);
  });

  it('says what follows the end of the tar', async () => {
    const two = new Uint8Array([...await tarOf({ a: 'a' }), ...await tarOf({ b: 'b' })]);
    const result = await scan(two);
    expect(paths(result.table)).toEqual(['a']);
    expect(kinds(result)).toEqual(['data-after-end']);
    expect(result.tarBytes).toBe(two.length);
  });

  it('can be cancelled, and says that the source failed', async () => {
    const from = source(fixture('archive/gnu.tar'));
    expect(problemIn(await scanLayer(from, whole(from), 0, await createCodecs(), {}, () => undefined, () => true)).kind).toBe('cancelled');
  });

  it('hashes sparse files of absurd size not at all', async () => {
    const tar = fixture('archive/sparse-gnu.tar');
    tar.set(new TextEncoder().encode('77777777777\0'), 512 + 483);
    fixChecksum(tar, 512);
    const { table } = await scan(tar, { hashAll: true });
    expect(table.size[1]).toBe(8 ** 11 - 1);
    expect(table.flags[1]! & EntryFlag.hashed).toBe(0);
  });
});

it('gives the same from an eStargz-like blob of several gzip members', async () => {
  const tar = gunzipSync(gzipSync(fixture('archive/pax.tar')));
  const members = [tar.subarray(0, 1000), tar.subarray(1000, 5000), tar.subarray(5000)].map((part) => gzipSync(part));
  const result = await scan(new Uint8Array(Buffer.concat(members)));
  expect(paths(result.table)).toEqual(paths((await scan(new Uint8Array(tar))).table));
  expect(result.diagnostics).toEqual([]);
});
