/** A layer that touches an image in every way, and what the image shows with it on top. */
import { encodeUtf8, escapePath } from '../../src/core/bytes/text';
import type { AnalysedImage } from '../../src/core/image/analyse';
import { EntryFlag, EntryType, type ScannedTable } from '../../src/core/image/layer-table';
import { LayerTableBuilder } from '../../src/core/image/layer-table-builder';
import { mergeLayers } from '../../src/core/image/merge';
import { indexPaths } from '../../src/core/image/index-paths';
import { entriesAt, type RootFs } from '../../src/core/image/root-fs';
import { rowPaths } from '../../src/core/image/row-paths';

/** Every path of `image` once a layer made from the paths of `model` lies on top of it. */
export function rowsWithTop(image: AnalysedImage, model: AnalysedImage): string[] {
  const { fs } = mergeLayers(indexPaths([...image.fs.tables.map((_, layer) => withPaths(image.fs, layer)), topLayer(model)]));
  return [...entriesAt(fs)].map((entry) => {
    const table = fs.tables[entry.layer];
    const content = entry.type === EntryType.file && entry.size > 0 && (table!.flags[entry.row]! & EntryFlag.hashed) !== 0
      ? `${table!.hashHigh[entry.row]!}.${table!.hashLow[entry.row]!}` : '';
    return [escapePath(entry.path), entry.type, entry.size, entry.mode, entry.uid, entry.gid, entry.mtime, entry.link === undefined ? '' : escapePath(entry.link), hashesMatter(entry.size) ? content : ''].join(' ');
  });
}

/** A layer's table as its scan gave it. */
function withPaths(fs: RootFs, layer: number): ScannedTable | undefined {
  const table = fs.tables[layer];
  if (table === undefined) return undefined;
  const pathOf = rowPaths(fs, layer);
  const paths = Array.from({ length: table.count }, (_, row) => pathOf(row));
  const pathStart = new Uint32Array(table.count + 1);
  paths.forEach((path, row) => (pathStart[row + 1] = pathStart[row]! + path.length));
  return { ...table, paths: Buffer.concat(paths), pathStart };
}

/** Large files of raw layers are hashed only where another has their size, which a squash may change. */
function hashesMatter(size: number): boolean {
  return size <= 1024 * 1024;
}

/** Of every seventh path in turn: deletes it, hides a directory's content, puts a file, a directory or a hard link in its place. */
function topLayer({ fs }: AnalysedImage): ScannedTable {
  const builder = new LayerTableBuilder();
  const add = (path: Uint8Array, type: number, flags: number, link?: Uint8Array): void =>
    void builder.addRow({ path, type, flags, mode: 0o700, size: 0, storedAt: 0, dataOffset: 0, ...(link === undefined ? {} : { link }) } as Parameters<typeof builder.addRow>[0]);
  let at = 0;
  for (const { path, type } of [...entriesAt(fs)]) {
    const cut = path.lastIndexOf(0x2f) + 1;
    const base = path.subarray(cut);
    const marker = (name: Uint8Array): Uint8Array => Uint8Array.from([...path.subarray(0, cut), ...name]);
    at += 1;
    if (at % 7 === 0) add(marker(Uint8Array.from([...encodeUtf8('.wh.'), ...base])), EntryType.file, EntryFlag.whiteout);
    else if (at % 7 === 1 && type === EntryType.dir) add(Uint8Array.from([...path, ...encodeUtf8('/.wh..wh..opq')]), EntryType.file, EntryFlag.opaque);
    else if (at % 7 === 2) add(path, EntryType.file, 0);
    else if (at % 7 === 3) add(path, EntryType.dir, 0);
    else if (at % 7 === 4 && type !== EntryType.dir) add(Uint8Array.from([...path, ...encodeUtf8('-link')]), EntryType.hardlink, 0, path);
  }
  return builder.finish(0);
}
