/** From an opened archive to a merged image: schedules the scans, completes the hashes, merges, and counts. */
import type { OpenedArchive } from '../archive/open';
import type { LayerScanner } from '../archive/scanner';
import type { Rows } from '../columns';
import { failure, success, type Diagnostic, type Outcome, type Problem } from '../problem';
import { diveFigures, type DiveFigures } from '../waste/dive';
import { findDuplicates, type Duplicate } from '../waste/duplicates';
import { findWaste, type Waste } from '../waste/waste';
import type { Archive, Image, ImageDescriptor, Layer, LayerDescriptor } from './image';
import type { LayerTable } from './layer-table';
import { mergeLayers } from './merge';
import type { RootFs } from './root-fs';
import { scanLayers, type AnalyseOptions, type AnalyseProgress, type IndexedScan } from './scan-layers';
import { completeHashes } from './second-pass';
import { mismatches } from './verify-layers';

/** Everything that is known of one image of an archive. */
export interface AnalysedImage {
  readonly archive: Archive;
  /** Which of `archive.images` it is. */
  readonly imageIndex: number;
  readonly image: Image;
  readonly fs: RootFs;
  readonly waste: Waste;
  readonly duplicates: Rows<Duplicate>;
  readonly dive: DiveFigures;
  /** Of the archive, its layers and their merging, in this order. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Engines stop at 127. A path that every layer holds costs the square of their number. */
const MAX_LAYERS = 4096;
/** Entries of all layers together, those of a layer that is listed twice twice: forty times those of the largest image measured. */
const MAX_ENTRIES = 16_000_000;

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
  const scanned = await scanLayers(descriptor.layers, opened, scanner, options, onProgress);
  if (!scanned.ok) return scanned;
  const { scans, indexed } = scanned.value;
  const entries = indexed.tables.reduce((sum, table) => sum + (table?.count ?? 0), 0);
  if (entries > MAX_ENTRIES) return failure(tooManyEntries(entries));
  // A compressed file cannot be read a second time in places; its layers were hashed whole on the way.
  if (archive.outerCompression === 'none') {
    const completed = await completeHashes(descriptor.layers, indexed.tables, scanner);
    if (!completed.ok) return completed;
  }
  scanner.done?.();
  const layers = descriptor.layers.map((layer, index) => scannedLayer(layer, scans[index]!, indexed.tables[index]));
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

function scannedLayer(layer: LayerDescriptor, scan: Outcome<IndexedScan>, table: LayerTable | undefined): Layer {
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

function tooManyEntries(count: number): Problem {
  return {
    kind: 'too-many-entries',
    message: `The layers of the image have ${count} entries together; at most ${MAX_ENTRIES} are merged.`,
    advice: 'An image that lists one layer many times looks like this: it was made to mislead, or its manifest is damaged.',
  };
}

function imageAbsent(image: ImageDescriptor): Problem {
  return {
    kind: 'image-absent',
    message: `The archive lists ${image.tags[0] ?? 'an image'} for ${image.platform}, but does not hold it.`,
    advice: `Pull that platform first: \`docker pull --platform ${image.platform} IMAGE\`, then save it again.`,
  };
}
