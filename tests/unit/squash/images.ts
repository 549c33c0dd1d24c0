/** Small images from lists of entries, opened and analysed as real ones are; and what a file system holds, as rows to compare. */
import { createHash } from 'node:crypto';
import { decompressedSource } from '../../../src/core/archive/decompressed-source';
import { joinFolder } from '../../../src/core/archive/join-folder';
import { openArchive, type OpenedArchive } from '../../../src/core/archive/open';
import { openFolder } from '../../../src/core/archive/open-folder';
import { hashRows, readEntry, readPortions, readRows } from '../../../src/core/archive/read-rows';
import { scanLayer } from '../../../src/core/archive/scan-layer';
import type { ByteSource } from '../../../src/core/bytes/byte-source';
import type { Codecs } from '../../../src/core/bytes/codec';
import { createCodecs } from '../../../src/core/bytes/create-codecs';
import { joinSources } from '../../../src/core/bytes/joined-source';
import { encodeUtf8, escapePath } from '../../../src/core/bytes/text';
import { analyseImage, type AnalysedImage } from '../../../src/core/image/analyse';
import { EntryType } from '../../../src/core/image/layer-table';
import { entriesAt } from '../../../src/core/image/root-fs';
import { rowPaths } from '../../../src/core/image/row-paths';
import { writeSquashed, type SquashOptions, type SquashResult } from '../../../src/core/squash/write';
import type { Outcome } from '../../../src/core/problem';
import type { ByteSink } from '../../../src/core/writer/byte-sink';
import { encodeHead, END_BYTES, padded, type TarEntry } from '../../../src/core/writer/tar-entry';
import { dockerArchive, source, valueOf } from '../archive/helpers';

export { valueOf, problemIn, source } from '../archive/helpers';

/** An entry as a test writes it down. */
export interface Item {
  readonly path: string | Uint8Array;
  readonly type: keyof typeof EntryType;
  readonly content?: string;
  readonly link?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly nanos?: number;
  readonly xattrs?: Readonly<Record<string, string>>;
  readonly device?: readonly [major: number, minor: number];
  readonly sparse?: { readonly size: number; readonly parts: readonly (readonly [offset: number, length: number])[] };
}

type Extra = Partial<Omit<Item, 'path' | 'type'>>;

export const file = (path: string, content = '', extra: Extra = {}): Item => ({ path, type: 'file', content, ...extra });
export const dir = (path: string, extra: Extra = {}): Item => ({ path, type: 'dir', mode: 0o755, ...extra });
export const symlink = (path: string, link: string): Item => ({ path, type: 'symlink', link, mode: 0o777 });
export const hardlink = (path: string, link: string): Item => ({ path, type: 'hardlink', link });
export const whiteout = (path: string): Item => file(path.replace(/([^/]*)$/, '.wh.$1'));
export const opaque = (path: string): Item => file(path === '' ? '.wh..wh..opq' : `${path}/.wh..wh..opq`);

/** A layer's tar of the items in their order. */
export function layerTar(items: readonly Item[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (const item of items) {
    const content = encodeUtf8(item.content ?? '');
    const entry: TarEntry = {
      path: typeof item.path === 'string' ? encodeUtf8(item.path) : item.path,
      type: EntryType[item.type], mode: item.mode ?? 0o644, uid: item.uid ?? 0, gid: item.gid ?? 0, mtime: item.mtime ?? 0, nanos: item.nanos,
      size: item.sparse?.size ?? (item.type === 'file' ? content.length : 0),
      link: item.link === undefined ? undefined : encodeUtf8(item.link), xattrs: item.xattrs,
      deviceMajor: item.device?.[0], deviceMinor: item.device?.[1], sparse: item.sparse?.parts,
    };
    parts.push(encodeHead(entry), content, new Uint8Array(padded(content.length) - content.length));
  }
  parts.push(new Uint8Array(END_BYTES));
  return new Uint8Array(Buffer.concat(parts));
}

export interface OpenImage {
  readonly analysed: AnalysedImage;
  /** What the layers' locations mean. */
  readonly source: ByteSource;
  readonly codecs: Codecs;
}

let sharedCodecs: Promise<Codecs> | undefined;

/** Opens and analyses the first image of an archive. */
export async function openImage(bytes: Uint8Array): Promise<OpenImage> {
  const codecs = await (sharedCodecs ??= createCodecs());
  const outer = source(bytes);
  return analyse(outer, valueOf(await openArchive(outer, codecs)), codecs);
}

/** The same of a folder with these files. */
export async function openImageFolder(files: ReadonlyMap<string, Uint8Array>): Promise<OpenImage> {
  const codecs = await (sharedCodecs ??= createCodecs());
  const parts = Array.from(files, ([path, bytes]) => ({ path, source: source(bytes) }));
  const joined = joinSources('folder', parts.map((part) => part.source));
  return analyse(joined, joinFolder(valueOf(await openFolder('folder', parts)), joined.starts), codecs);
}

async function analyse(outer: ByteSource, opened: OpenedArchive, codecs: Codecs): Promise<OpenImage> {
  const image = valueOf(await analyseImage(opened, 0, {
    parallelism: 1,
    scan: (layer, options, onProgress) => scanLayer(outer, layer.location!, layer.index, codecs, options, onProgress),
    hashRows: (layer, table, rows) => hashRows(outer, layer.location!, codecs, table, rows),
    readRows: (layer, table, rows, maxBytes) => readRows(outer, layer.location!, codecs, table, rows, maxBytes),
    readPortions: (layer, table, rows, maxBytes, take) => readPortions(outer, layer.location!, codecs, table, rows, maxBytes, take),
  }));
  const end = Math.max(0, ...image.image.layers.map(({ location }) => (location === undefined ? 0 : location.offset + location.size)));
  return { analysed: image, codecs, source: opened.archive.outerCompression === 'none' ? outer : decompressedSource(outer, codecs, end) };
}

/** An image of layers given as items, with a true config. */
export async function imageOf(...layers: readonly (readonly Item[])[]): Promise<OpenImage> {
  return openImage(await archiveOf(layers.map(layerTar)));
}

/** A docker-archive of layers' tars, with a config that tells their diffIDs. */
export function archiveOf(tars: readonly Uint8Array<ArrayBuffer>[], history?: readonly object[]): Promise<Uint8Array<ArrayBuffer>> {
  return dockerArchive(tars, {
    architecture: 'amd64', os: 'linux', created: '2024-05-06T07:08:09Z', config: { Env: ['A=b'], Labels: { who: 'test' } },
    rootfs: { type: 'layers', diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) },
    history: history ?? tars.map((_, index) => ({ created: `2024-05-06T07:08:0${index % 10}Z`, created_by: `RUN step ${index}` })),
  });
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A sink that keeps what it is given, copied, and how it ended. */
export class MemorySink implements ByteSink {
  readonly #chunks: Uint8Array[] = [];
  ended: 'open' | 'closed' | 'aborted' = 'open';

  write(chunk: Uint8Array): Promise<void> {
    this.#chunks.push(chunk.slice());
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.ended = 'closed';
    return Promise.resolve();
  }

  abort(): Promise<void> {
    this.ended = 'aborted';
    return Promise.resolve();
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(Buffer.concat(this.#chunks));
  }
}

/** Squashes into memory. */
export async function squash(image: OpenImage, from: number, to: number, options: SquashOptions = {}): Promise<{ readonly outcome: Outcome<SquashResult>; readonly sink: MemorySink }> {
  const sink = new MemorySink();
  const outcome = await writeSquashed(image.analysed, image.source, { from, to }, options, sink, image.codecs);
  return { outcome, sink };
}

/** Squashes, opens the result, and answers all of it. */
export async function squashed(image: OpenImage, from: number, to: number, options: SquashOptions = {}): Promise<{ readonly image: OpenImage; readonly result: SquashResult; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const { outcome, sink } = await squash(image, from, to, options);
  const result = valueOf(outcome);
  const { bytes } = sink;
  return { image: await openImage(bytes), result, bytes };
}

const typeNames = Object.keys(EntryType);

/** Every path with all that a container sees of it; content by digest. Which names are links of each other is for `linkedNames`. */
export async function rowsOf({ analysed, source: bytes, codecs }: OpenImage, layer?: number): Promise<string[]> {
  const { fs, image } = analysed;
  const rows: string[] = [];
  for (const entry of entriesAt(fs, layer)) {
    const path = escapePath(entry.path);
    let content = '';
    if (entry.type === EntryType.file && entry.size > 0) {
      const read = valueOf(await readEntry(bytes, image.layers[entry.layer]!.location!, codecs, fs.tables[entry.layer]!, entry.row, 0, entry.size));
      content = sha256(read).slice(0, 16);
    }
    const { xattrs, deviceMajor, deviceMinor } = entry.rare ?? {};
    rows.push([
      path, typeNames[entry.type], entry.size, entry.mode.toString(8), entry.uid, entry.gid, entry.mtime, fs.tables[entry.layer]?.nanos?.[entry.row] ?? 0, entry.link === undefined ? '' : escapePath(entry.link),
      content, JSON.stringify(Object.entries(xattrs ?? {}).sort()), `${deviceMajor ?? ''},${deviceMinor ?? ''}`,
    ].join(' '));
  }
  return rows;
}

/** Names of each inode with more than one, by inode. */
export function linkedNames({ analysed: { fs } }: OpenImage): Map<number, string[]> {
  const names = new Map<number, string[]>();
  for (const entry of entriesAt(fs)) names.set(entry.inode, [...(names.get(entry.inode) ?? []), escapePath(entry.path)]);
  return new Map([...names].filter(([, paths]) => paths.length > 1));
}

/** Names in the tar of one layer, as written; directories end in a slash, hard links show their target. */
export function namesOf({ analysed }: OpenImage, layer: number): string[] {
  const table = analysed.fs.tables[layer]!;
  const pathOf = rowPaths(analysed.fs, layer);
  return Array.from({ length: table.count }, (_, row) => {
    const path = escapePath(pathOf(row));
    if (table.type[row] === EntryType.dir) return `${path}/`;
    return table.type[row] === EntryType.hardlink ? `${path} => ${escapePath(table.links.subarray(table.linkStart[row], table.linkStart[row + 1]))}` : path;
  });
}

/** Stored bytes of a layer. */
export async function blobOf({ analysed, source: bytes }: OpenImage, layer: number): Promise<Uint8Array> {
  const { offset, size } = analysed.image.layers[layer]!.location!;
  return (await bytes.read(offset, size)).slice();
}
