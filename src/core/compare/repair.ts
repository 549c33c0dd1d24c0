/** Writes the smaller image with one more layer, which holds the ticked files of the original as they were there. */
import { field, isObject, list, textMap, type JsonObject } from '../archive/json';
import type { ByteSource } from '../bytes/byte-source';
import type { Codecs } from '../bytes/codec';
import { latin1Bytes } from '../bytes/latin1';
import { compareBytes } from '../bytes/text';
import type { AnalysedImage } from '../image/analyse';
import type { Image } from '../image/image';
import { EntryFlag, EntryType } from '../image/layer-table';
import { layerCount, versionAt, type RootFs } from '../image/root-fs';
import { failure, success, type Outcome, type Problem } from '../problem';
import { entryOfVersion } from '../squash/version-entry';
import type { ByteSink } from '../writer/byte-sink';
import { forwardSource } from '../writer/forward-source';
import { writeImageArchive } from '../writer/image-archive';
import type { ArchiveLayout, DigesterFactory, WriteProgress } from '../writer/image-parts';
import { LayerReader } from '../writer/layer-reader';
import { layerBytes, writeLayer, type LayerEntry } from '../writer/layer-writer';

/** An image with the bytes that its layers' locations mean: the file, or the content of a compressed one. */
export interface RepairSide {
  readonly analysed: AnalysedImage;
  readonly source: ByteSource;
  readonly codecs: Codecs;
}

export interface RepairOptions {
  readonly layout?: ArchiveLayout;
  readonly gzip?: boolean;
  /** Names of the repaired image, instead of those of the smaller one. */
  readonly tags?: readonly string[];
  readonly createDigester?: DigesterFactory;
}

export interface RepairResult {
  /** Entries of the new layer, folders above the files included. */
  readonly entries: number;
  readonly layerBytes: number;
  readonly archiveBytes: number;
  readonly configDigest: string;
  readonly diffId: string;
}

/**
 * `paths` are those of the original (Latin-1, as in `FileTree`); one that it does not have is left out. Kept files may be among them:
 * they get back their content, mode, owner and capabilities. Names of one inode become hard links of each other, within the layer. The sink is closed on success
 * and aborted on every failure.
 */
export async function writeRepaired(
  original: RepairSide, smaller: RepairSide, paths: Iterable<string>, options: RepairOptions, sink: ByteSink,
  onProgress: (progress: WriteProgress) => void = () => {}, cancelled: () => boolean = () => false,
): Promise<Outcome<RepairResult>> {
  const entries = repairEntries(original.analysed.fs, smaller.analysed.fs, paths);
  const problem = repairProblem(original.analysed.fs, smaller.analysed.image, entries);
  if (problem !== undefined) {
    await sink.abort().catch(() => undefined);
    return failure(problem);
  }
  const tarBytes = layerBytes(entries);
  const sources = [original, smaller].map(({ analysed, source }) => (analysed.archive.outerCompression === 'none' ? source : forwardSource(source)));
  const [from, into] = [sources[0]!, sources[1]!];
  const reader = new LayerReader(from, original.codecs, original.analysed.image.layers.map(({ location }) => location));
  const { image } = smaller.analysed;
  try {
    const written = await writeImageArchive({
      layers: [
        ...image.layers.map(({ location, storedBytes, compression, mediaType, digest, diffId, annotations }) => ({ kind: 'stored' as const, location, storedBytes, compression, mediaType, digest, diffId, annotations })),
        { kind: 'new' as const, tarBytes, write: (output) => writeLayer(entries, original.analysed.fs.tables, reader, output) },
      ],
      config: (diffIds) => repairedConfig(image, diffIds, entries.length),
      tags: options.tags ?? image.tags, platform: image.platform, annotations: textMap(image.rawManifest, 'annotations'),
    }, { layout: options.layout ?? 'oci', gzip: options.gzip ?? false }, { source: into, codecs: smaller.codecs, sink, createDigester: options.createDigester, onProgress, cancelled });
    if (!written.ok) return written;
    const { layers, archiveBytes, configDigest } = written.value;
    return success({ entries: entries.length, layerBytes: tarBytes, archiveBytes, configDigest, diffId: layers.at(-1)!.diffId });
  } finally {
    await reader.close();
    for (const source of sources) if ('close' in source) await (source as { close(): Promise<void> }).close();
  }
}

/** Entries of the layer: folders and links by path, then files as the original's layers hold them, then further names of their inodes. */
export function repairEntries(original: RootFs, smaller: RootFs, paths: Iterable<string>): LayerEntry[] {
  const last = layerCount(original) - 1;
  const wanted = new Map<number, number>();
  for (const path of paths) {
    let node = original.paths.findPath(latin1Bytes(path));
    const version = node < 0 ? -1 : versionAt(original, node, last);
    if (version < 0) continue;
    wanted.set(node, version);
    // Folders that the smaller image has are left as they are there.
    for (node = original.paths.parentOf(node); node > 0 && !wanted.has(node); node = original.paths.parentOf(node)) {
      const above = versionAt(original, node, last);
      if (above >= 0 && !exists(smaller, original.paths.pathOf(node))) wanted.set(node, above);
    }
  }
  const others: LayerEntry[] = [];
  const files: LayerEntry[] = [];
  const links: LayerEntry[] = [];
  const carriers = new Map<number, Uint8Array>();
  for (const version of wanted.values()) {
    const entry = entryOfVersion(original, version);
    if (entry.type !== EntryType.file) {
      others.push(entry);
      continue;
    }
    const payload = original.payload[version]!;
    const carrier = carriers.get(payload);
    if (carrier === undefined) {
      carriers.set(payload, entry.path);
      files.push(entry);
    } else links.push(entryOfVersion(original, version, carrier));
  }
  const place = ({ content }: LayerEntry): readonly [number, number] => (content === undefined ? [0, 0] : [content.layer, original.tables[content.layer]!.dataOffset[content.row]!]);
  files.sort((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1]);
  const byPath = (a: LayerEntry, b: LayerEntry): number => compareBytes(a.path, b.path);
  return [...others.sort(byPath), ...files, ...links.sort(byPath)];
}

function exists(fs: RootFs, path: Uint8Array): boolean {
  const node = fs.paths.findPath(path);
  return node >= 0 && versionAt(fs, node, layerCount(fs) - 1) >= 0;
}

function repairProblem(original: RootFs, image: Image, entries: readonly LayerEntry[]): Problem | undefined {
  if (entries.length === 0) return { kind: 'nothing-to-restore', message: 'None of the ticked paths is in the original.', advice: 'Tick at least one row of files that were removed.' };
  const absent = image.layers.find(({ location }) => location === undefined);
  if (absent !== undefined) {
    return { kind: 'layer-absent', message: `Layer ${absent.index} of the smaller image is not in its file, so that no whole image can be written.`, advice: 'Save the image with all of its layers.', where: { layer: absent.index } };
  }
  const damaged = entries.find(({ content }) => content !== undefined && (original.tables[content.layer]!.flags[content.row]! & EntryFlag.damaged) !== 0);
  return damaged === undefined ? undefined : {
    kind: 'layer-damaged', message: `A ticked file lies in layer ${damaged.content!.layer} of the original, where its content is damaged.`, advice: 'Save the original again with `docker save IMAGE -o image.tar`.', where: { layer: damaged.content!.layer },
  };
}

/** The smaller image's config with one layer more, and one entry of history more where history and layers match. */
function repairedConfig(image: Image, diffIds: readonly string[], entries: number): JsonObject {
  const config = isObject(image.rawConfig) ? image.rawConfig : {};
  const [os = 'linux', architecture = 'amd64', variant] = image.platform.split('/');
  const history = (list(image.rawConfig, 'history') ?? []).filter(isObject);
  const matches = history.length > 0 && history.filter((entry) => field(entry, 'empty_layer') !== true).length === image.layers.length;
  return {
    ...(variant === undefined ? {} : { variant }), architecture, os,
    ...Object.fromEntries(Object.entries(config).filter(([key]) => !['rootfs', 'history', 'container', 'parent', 'id', 'moby.buildkit.cache.v0'].includes(key))),
    rootfs: { type: 'layers', diff_ids: diffIds },
    ...(matches ? { history: [...history, { created_by: `${entries} entries restored from the original image`, comment: 'repaired by Plimsoll' }] } : {}),
  };
}
