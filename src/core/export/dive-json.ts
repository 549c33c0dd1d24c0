/** dive's JSON export, field by field as version 0.13 writes it, so that what reads dive's reports reads ours. */
import { latin1 } from '../bytes/latin1';
import { encodeUtf8, unescapePath } from '../bytes/text';
import type { AnalysedImage } from '../image/analyse';
import type { Image, Layer } from '../image/image';
import { EntryType, linkBytes, type EntryTypeCode, type LayerTable, type NumberColumn } from '../image/layer-table';
import { rareOf } from '../image/root-fs';
import { rowPaths } from '../image/row-paths';
import type { ImageReport } from '../report/report';
import { diveOrder, secondMeetings, type LayerPaths, type Visit } from './dive-tree';
import { goString } from './go-json';
import { goSort } from './go-sort';

/** `archive/tar` type flags, as ASCII codes. */
const TYPE_FLAGS: Readonly<Record<EntryTypeCode, number>> = {
  [EntryType.file]: 0x30, [EntryType.hardlink]: 0x31, [EntryType.symlink]: 0x32, [EntryType.char]: 0x33, [EntryType.block]: 0x34,
  [EntryType.dir]: 0x35, [EntryType.fifo]: 0x36,
};

/** Bits of Go's `fs.FileMode` beside the nine permission bits. */
const GO_TYPE_BITS: Readonly<Partial<Record<EntryTypeCode, number>>> = {
  [EntryType.dir]: 2 ** 31, [EntryType.symlink]: 2 ** 27, [EntryType.block]: 2 ** 26, [EntryType.char]: 2 ** 26 + 2 ** 21, [EntryType.fifo]: 2 ** 25,
};

/** The same bits for what the mode itself names (`st_mode >> 12`), which Go's `archive/tar` adds to those of the type flag. */
const GO_MODE_BITS: Readonly<Record<number, number>> = {
  0x1: GO_TYPE_BITS[EntryType.fifo]!, 0x2: GO_TYPE_BITS[EntryType.char]!, 0x4: GO_TYPE_BITS[EntryType.dir]!, 0x6: GO_TYPE_BITS[EntryType.block]!,
  0xa: GO_TYPE_BITS[EntryType.symlink]!, 0xc: 2 ** 24,
};

/** What the listing is made from; the report gives the figures. */
type Scanned = Pick<AnalysedImage, 'image' | 'fs' | 'dive'>;

/** What dive prints for a layer that no history entry explains. */
const NO_HISTORY = '(missing)';
const SHELL = '/bin/sh -c ';

/**
 * The JSON text, without a line end after it, as dive leaves it. `report` gives the figures of the image part.
 * A tar's own leading `/` and `..` are not in a layer table, so such paths are written in their normal form.
 */
export function writeDiveJson(analysed: Scanned, report: ImageReport): string {
  return [...diveJsonParts(analysed, report)].join('');
}

/** The same in pieces, one a layer: a large image's listing need not exist as one string. */
export function* diveJsonParts({ image, fs, dive }: Scanned, report: ImageReport): Generator<string> {
  const listed = image.layers.map(({ table }, index): LayerPaths => {
    const end = dive.walkEnds[index] ?? -1;
    return { count: table?.count ?? 0, pathOf: rowPaths(fs, index), walkEnd: end < 0 ? undefined : latin1(fs.paths.pathOf(end)) };
  });
  const visited = listed.map((layer) => [layer, diveOrder(layer)] as const);
  yield '{\n  "layer": [';
  for (const [index, layer] of image.layers.entries()) {
    yield `${index === 0 ? '' : ','}\n${layerJson(image, layer, ...visited[index]!)}`;
  }
  yield image.layers.length === 0 ? '],\n' : '\n  ],\n';
  yield `${imageJson(report, visited)}\n}`;
}

function layerJson(image: Image, layer: Layer, { pathOf }: LayerPaths, visits: readonly Visit[]): string {
  const { table } = layer;
  // dive takes the next entry that has a layer, whether or not there are as many of them as layers.
  const history = image.history.filter(({ emptyLayer }) => !emptyLayer)[layer.index];
  const command = history?.createdBy ?? NO_HISTORY;
  const files = table === undefined ? [] : visits.map(({ row }) => (row === undefined ? fileText('""', 0, '""', 0, 0, 0, 0, false) : fileJson(table, row, pathOf(row))));
  return [
    '    {',
    `      "index": ${layer.index},`,
    `      "id": ${text((layer.location?.member ?? '').replace(/^(?:\.?\/)+/, '').split('/')[0]!)},`,
    `      "digestId": ${text(history === undefined ? '' : (layer.diffId ?? ''))},`,
    `      "sizeBytes": ${table === undefined ? 0 : sumOf(table.size)},`,
    `      "command": ${text(command.startsWith(SHELL) ? command.slice(SHELL.length) : command)},`,
    `      "fileList": ${list(files, '      ')}`,
    '    }',
  ].join('\n');
}

function fileJson(table: LayerTable, row: number, path: Uint8Array): string {
  const type = table.type[row]! as EntryTypeCode;
  const mode = goMode(table.mode[row]!, type, rareOf(table, row)?.modeType);
  return fileText(
    goString(path), TYPE_FLAGS[type], goString(linkBytes(table, row)), table.size[row]!,
    mode, table.uid[row]!, table.gid[row]!, mode >= GO_TYPE_BITS[EntryType.dir]!,
  );
}

function fileText(path: string, typeFlag: number, link: string, size: number, mode: number, uid: number, gid: number, isDir: boolean): string {
  return '        {\n'
    + `          "path": ${path},\n          "typeFlag": ${typeFlag},\n          "linkName": ${link},\n          "size": ${size},\n`
    + `          "fileMode": ${mode},\n          "uid": ${uid},\n          "gid": ${gid},\n          "isDir": ${isDir}\n        }`;
}

/** Unsigned, since bit operations would make a sign of bit 31. */
function goMode(mode: number, type: EntryTypeCode, modeType = 0): number {
  const permissions = (mode & 0o777) + (mode & 0o4000 ? 2 ** 23 : 0) + (mode & 0o2000 ? 2 ** 22 : 0) + (mode & 0o1000 ? 2 ** 20 : 0);
  return (permissions | (GO_TYPE_BITS[type] ?? 0) | (GO_MODE_BITS[modeType] ?? 0)) >>> 0;
}

function imageJson({ dive }: ImageReport, visited: readonly (readonly [LayerPaths, readonly Visit[]])[]): string {
  const files = (dive.inefficiencies ?? []).map(({ path, count, bytes }) => ({ path: unescapePath(path.replace(/^\//, '')), count, bytes }));
  const met = secondMeetings(visited, new Set(files.map(({ path }) => latin1(path))));
  files.sort((a, b) => (met.get(latin1(a.path)) ?? -1) - (met.get(latin1(b.path)) ?? -1));
  // dive appends a file when its walk meets it for the second time, sorts by bytes, and reads the list from its end.
  goSort(files, ({ bytes }) => bytes);
  const rows = files.reverse()
    .map(({ path, count, bytes }) => (
      `      {\n        "count": ${count},\n        "sizeBytes": ${bytes},\n        "file": "/${goString(path).slice(1)}\n      }`));
  return '  "image": {\n'
    + `    "sizeBytes": ${dive.sizeBytes},\n    "inefficientBytes": ${dive.inefficientBytes},\n`
    + `    "efficiencyScore": ${dive.efficiencyScore},\n    "fileReference": ${list(rows, '    ')}\n  }`;
}

function list(items: readonly string[], indent: string): string {
  return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${indent}]`;
}

function text(value: string): string {
  return goString(encodeUtf8(value));
}

function sumOf(sizes: NumberColumn): number {
  let sum = 0;
  for (const size of sizes) sum += size;
  return sum;
}
