/** From an opened archive to a merged image: schedules the scans, completes the hashes, merges, and counts. */
import type { OpenedArchive } from '../archive/open';
import type { LayerScan, LayerScanner } from '../archive/scanner';
import { failure, success, type Diagnostic, type Outcome, type Problem } from '../problem';
import { diveFigures, type DiveFigures } from '../waste/dive';
import { findDuplicates, type Duplicate } from '../waste/duplicates';
import { findWaste, type Waste } from '../waste/waste';
import type { Archive, Image, ImageDescriptor, Layer, LayerDescriptor } from './image';
import type { LayerTable } from './layer-table';
import { mergeLayers } from './merge';
import { indexPaths } from './index-paths';
import type { RootFs } from './root-fs';
import { completeHashes } from './second-pass';
import { inParallel } from './in-parallel';

/** Everything that is known of one image of an archive. */
export interface AnalysedImage {
  readonly archive: Archive;
  /** Which of `archive.images` it is. */
  readonly imageIndex: number;
  readonly image: Image;
  readonly fs: RootFs;
  readonly waste: Waste;
  readonly duplicates: readonly Duplicate[];
  readonly dive: DiveFigures;
  /** Of the archive, its layers and their merging, in this order. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface AnalyseOptions {
  /** Compare every layer with its digest and diffID. When absent, images of at most `FREE_TO_VERIFY` stored bytes are. */
  readonly verify?: boolean;
}

/** Bytes of stored layers below which SHA-256 costs less than anybody would notice (about 400 MB/s in WebAssembly). */
export const FREE_TO_VERIFY = 32 * 1024 * 1024;

/** Engines stop at 127. A path that every layer holds costs the square of their number. */
const MAX_LAYERS = 4096;

export interface AnalyseProgress {
  readonly phase: 'scanning' | 'merging';
  /** Stored bytes of this image's layers, read and in all. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly layersDone: number;
  readonly layersTotal: number;
  /** By layer: whether it has been scanned. */
  readonly done: readonly boolean[];
}

/**
 * Scans and merges one image. Fails when the image or its blobs are not in the archive, when the file cannot be read on, or
 * when the scanner was cancelled. A layer that cannot be read is left out and said so in a diagnostic.
 */
export async function analyseImage(
  opened: OpenedArchive, imageIndex: number, scanner: LayerScanner, options: AnalyseOptions = {}, onProgress: (progress: AnalyseProgress) => void = () => {},
): Promise<Outcome<AnalysedImage>> {
  const { archive } = opened;
  const descriptor = archive.images[imageIndex];
  if (descriptor === undefined) return failure(noSuchImage(archive, imageIndex));
  if (!descriptor.present) return failure(imageAbsent(descriptor));
  if (descriptor.layers.length > MAX_LAYERS) return failure(tooManyLayers(descriptor.layers.length));
  const scans = await scanLayers(descriptor.layers, opened, scanner, options, onProgress);
  if (!scans.ok) return scans;
  // A compressed file cannot be read a second time in places; its layers were hashed whole on the way.
  if (archive.outerCompression === 'none') {
    const completed = await completeHashes(descriptor.layers, scans.value.map((scan) => (scan.ok ? scan.value.table : undefined)), scanner);
    if (!completed.ok) return completed;
  }
  // Emptied as it is taken over: the tables' paths are needed no more as soon as they are indexed.
  const scanned = scans.value.splice(0);
  const indexed = indexPaths(scanned.map((scan) => (scan.ok ? scan.value.table : undefined)));
  const layers = descriptor.layers.map((layer, index) => scannedLayer(layer, scanned[index]!, indexed.tables[index]));
  scanned.length = 0;
  const { fs, diagnostics } = mergeLayers(indexed);
  return success({
    archive, imageIndex, fs,
    image: { ...descriptor, layers },
    waste: findWaste(fs),
    duplicates: findDuplicates(fs),
    dive: diveFigures(indexed, fs),
    diagnostics: [...archive.diagnostics, ...layers.flatMap((layer) => layer.diagnostics), ...indexed.diagnostics, ...diagnostics],
  });
}

/** One outcome a layer, in the layers' order. Equal layers are scanned once. The whole fails when the source does, or on cancelling. */
async function scanLayers(
  layers: readonly LayerDescriptor[], opened: OpenedArchive, scanner: LayerScanner, options: AnalyseOptions, onProgress: (progress: AnalyseProgress) => void,
): Promise<Outcome<Outcome<LayerScan>[]>> {
  const bytesTotal = layers.reduce((sum, layer) => sum + (readable(layer) ? layer.storedBytes : 0), 0);
  const verify = options.verify ?? bytesTotal <= FREE_TO_VERIFY;
  const results = new Map<string, Outcome<LayerScan>>();
  const bytes = layers.map(() => 0);
  const done = layers.map((layer) => !readable(layer));
  const report = (phase: AnalyseProgress['phase']): void => {
    const layersDone = done.filter(Boolean).length;
    onProgress({ phase, bytesDone: bytes.reduce((sum, part) => sum + part, 0), bytesTotal, layersDone, layersTotal: layers.length, done: [...done] });
  };
  const sameAs = (key: string, act: (index: number) => void): void => {
    layers.forEach((layer, index) => {
      if (readable(layer) && keyOf(layer) === key) act(index);
    });
  };
  const finish = (key: string, outcome: Outcome<LayerScan>): void => {
    results.set(key, outcome);
    sameAs(key, (index) => {
      done[index] = true;
      bytes[index] = layers[index]!.storedBytes;
    });
    report('scanning');
  };
  const jobs = new Map<string, LayerDescriptor>();
  for (const layer of layers) {
    const key = keyOf(layer);
    if (!readable(layer) || results.has(key) || jobs.has(key)) continue;
    const known = opened.scans.get(layer.location!.member);
    if (known !== undefined) finish(key, success(known));
    else if (opened.archive.outerCompression === 'none') jobs.set(key, layer);
    else finish(key, failure(unreadable(layer)));
  }
  report('scanning');
  const queue = [...jobs].sort(([, a], [, b]) => estimatedCost(b) - estimatedCost(a));
  const stopped = await inParallel(queue, scanner.parallelism, async ([key, layer]) => {
    const outcome = await scanner.scan(layer, { verify }, (storedBytes) => {
      sameAs(key, (index) => {
        bytes[index] = storedBytes;
      });
      report('scanning');
    });
    if (!outcome.ok && stopsAll(outcome.problem)) return outcome.problem;
    finish(key, outcome);
    return undefined;
  });
  if (stopped !== undefined) return failure(stopped);
  report('merging');
  return success(layers.map((layer) => results.get(keyOf(layer)) ?? failure(unreadable(layer))));
}

/** What a stored byte of it costs to scan, in bytes of a raw layer (measured: raw 1, zstd 3, gzip 5). */
function estimatedCost(layer: LayerDescriptor): number {
  const factor = /zstd/.test(layer.mediaType) ? 3 : /gzip/.test(layer.mediaType) ? 5 : 1;
  return layer.storedBytes * factor;
}

/** Kinds of failure that no other layer will escape. */
function stopsAll(problem: Problem): boolean {
  return problem.kind === 'cancelled' || problem.kind.startsWith('source-') || problem.kind.startsWith('file-');
}

function readable(layer: LayerDescriptor): boolean {
  return layer.unreadable === undefined && layer.location !== undefined;
}

function keyOf(layer: LayerDescriptor): string {
  const { location } = layer;
  return location === undefined ? `absent ${layer.index}` : `${location.file ?? 0} ${location.offset} ${location.size} ${location.member}`;
}

function scannedLayer(layer: LayerDescriptor, scan: Outcome<LayerScan>, table: LayerTable | undefined): Layer {
  if (!scan.ok) {
    // What is not in the file was said when it was opened.
    if (layer.unreadable === 'absent') return { ...layer, compression: 'none', tarBytes: 0, diagnostics: [] };
    return { ...layer, unreadable: layer.unreadable ?? 'not-a-layer', compression: 'none', tarBytes: 0, diagnostics: [{ ...scan.problem, where: { ...scan.problem.where, layer: layer.index } }] };
  }
  const { kept, compression, tarBytes } = scan.value;
  // An equal layer further down may have been the one that was scanned.
  const diagnostics = scan.value.diagnostics.map((diagnostic) => ({ ...diagnostic, where: { ...diagnostic.where, layer: layer.index } }));
  return { ...layer, ...(table && { table }), kept, compression, tarBytes, diagnostics: [...diagnostics, ...mismatches(layer, scan.value)] };
}

function mismatches(layer: LayerDescriptor, scan: LayerScan): Diagnostic[] {
  const found: Diagnostic[] = [];
  const check = (kind: string, what: string, stated: string | undefined, computed: string | undefined): void => {
    if (stated === undefined || computed === undefined || !stated.startsWith('sha256:') || stated === `sha256:${computed}`) return;
    found.push({
      kind,
      message: `Layer ${layer.index} is not what the image says: its ${what} is sha256:${computed}, stated is ${stated}.`,
      advice: 'The archive was changed or damaged after it was saved. Save it again, and compare checksums if you copied it.',
      where: { layer: layer.index, ...(layer.location === undefined ? {} : { entry: layer.location.member, archiveOffset: layer.location.offset }) },
    });
  };
  check('digest-mismatch', 'digest', layer.digest, scan.digestSha256);
  check('diffid-mismatch', 'diffID', layer.diffId, scan.diffIdSha256);
  return found;
}

function unreadable(layer: LayerDescriptor): Problem {
  const why = {
    encrypted: ['is encrypted', 'Decrypt the image first: `skopeo copy --decryption-key KEY …`.'],
    foreign: ['is a foreign layer that its registry keeps', 'Fetch it from the registry that the manifest names.'],
    absent: ['is not in the archive', 'Save the image again with `docker save IMAGE -o image.tar`.'],
    'not-a-layer': ['is no layer of files', 'Nothing to do, unless you expected files in it.'],
  } as const;
  const [what, advice] = why[layer.unreadable ?? 'absent'];
  return {
    kind: `layer-${layer.unreadable ?? 'absent'}`,
    message: `Layer ${layer.index} ${what}: its content is in no figure, and what it hides in other layers is not known.`,
    advice,
    where: { layer: layer.index },
  };
}

function noSuchImage(archive: Archive, imageIndex: number): Problem {
  const count = archive.images.length;
  return {
    kind: 'no-such-image',
    message: count === 0 ? 'The archive holds no image.' : `The archive holds ${count === 1 ? 'one image' : `${count} images`}, counted from 0; there is no image ${imageIndex}.`,
    advice: count === 0 ? 'Save one with `docker save IMAGE -o image.tar`.' : 'Choose one of them.',
    where: { file: archive.name },
  };
}

function tooManyLayers(count: number): Problem {
  return {
    kind: 'too-many-layers',
    message: `The image lists ${count} layers; at most ${MAX_LAYERS} are read, and engines stop at 127.`,
    advice: 'The manifest is damaged or was made to mislead: save the image again.',
  };
}

function imageAbsent(image: ImageDescriptor): Problem {
  return {
    kind: 'image-absent',
    message: `The archive lists ${image.tags[0] ?? 'an image'} for ${image.platform}, but does not hold it.`,
    advice: `Pull that platform first: \`docker pull --platform ${image.platform} IMAGE\`, then save it again.`,
  };
}
