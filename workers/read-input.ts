/** From what was dropped to an analysed image: opens a file or folder, and scans the layers in a pool. */
import { openArchive, type OpenedArchive } from '../src/core/archive/open';
import { openFolder } from '../src/core/archive/open-folder';
import { detectCompression } from '../src/core/bytes/codec';
import { createCodecs } from '../src/core/bytes/create-codecs';
import { analyseImage, type AnalysedImage } from '../src/core/image/analyse';
import type { ImageDescriptor, LayerDescriptor } from '../src/core/image/image';
import type { AnalyseProgress } from '../src/core/image/scan-layers';
import type { Outcome } from '../src/core/problem';
import { blobSource } from './blob-source';
import { cancellable, type Job } from './cancelling';
import { LayerPool } from './layer-pool';
import type { LayerBytes } from './layer-protocol';
import { poolScanner } from './pool-scanner';
import type { ArchiveInput, ArchiveSummary, Progress } from './protocol';
import { rest } from './rests';
import { endSpares, startAhead, startLayerWorker } from './start-layer-worker';
import { throttled } from './throttled';

/** Enough to tell compressed bytes by. */
const HEAD_BYTES = 6;

/** What a file or folder holds; telling takes one pass. Layer workers may have been started for it: see `endSpares`. */
export async function openInput(input: ArchiveInput, job: Job, onProgress: (progress: Progress) => void): Promise<Outcome<OpenedArchive>> {
  if (input.kind === 'folder') {
    return openFolder(input.name, input.files.map(({ path, file }) => ({ path, source: cancellable(blobSource(file), job) })));
  }
  const tell = throttled(onProgress);
  const { file } = input;
  const source = blobSource(file);
  // What is wrong with the file is said by who reads on.
  const [codecs, head] = await Promise.all([createCodecs(rest), source.read(0, HEAD_BYTES).catch(() => undefined)]);
  // What is compressed as a whole is read by this worker.
  if (head !== undefined && !job.cancelled && detectCompression(head) === 'none') startAhead(navigator.hardwareConcurrency);
  return openArchive(cancellable(source, job), codecs, {
    onProgress: (bytesDone) => tell({ phase: 'opening', bytesDone, bytesTotal: file.size, layersDone: 0, layersTotal: 0 }),
    cancelled: () => job.cancelled,
  });
}

/** Scans an image's layers in a pool of workers of their own, and merges them here. */
export async function analyseInput(input: ArchiveInput, opened: OpenedArchive, image: number, job: Job, onProgress: (progress: Progress) => void): Promise<Outcome<AnalysedImage>> {
  const descriptor = opened.archive.images[image];
  const pool = new LayerPool(poolSize(descriptor), startLayerWorker);
  job.onCancel(() => pool.close());
  try {
    // The memory of the layer workers is worth having back before the layers are merged.
    const scanner = { ...poolScanner(pool, (layer) => bytesOf(input, layer)), done: () => pool.close() };
    return await analyseImage(opened, image, scanner, {}, layerProgress(descriptor, onProgress));
  } finally {
    pool.close();
    endSpares();
  }
}

/** One worker a core; one more for plain layers, whose reading is mostly waiting. */
function poolSize(image: ImageDescriptor | undefined): number {
  const compressed = image?.layers.some(({ mediaType }) => /gzip|zstd/.test(mediaType)) ?? false;
  return navigator.hardwareConcurrency + (compressed ? 0 : 1);
}

function bytesOf(input: ArchiveInput, { index, location }: LayerDescriptor): LayerBytes {
  const file = input.kind === 'file' ? input.file : location?.file === undefined ? undefined : input.files[location.file]?.file;
  if (location === undefined || file === undefined) throw new Error(`Layer ${index} has no bytes and must not be scanned`);
  return { file, location };
}

/** Adds the layers' commands; the list itself crosses only when one of them is done. */
function layerProgress(image: ImageDescriptor | undefined, onProgress: (progress: Progress) => void): (progress: AnalyseProgress) => void {
  const tell = throttled(onProgress);
  let told = -1;
  return ({ done, ...progress }) => {
    if (progress.layersDone === told) {
      tell(progress);
      return;
    }
    told = progress.layersDone;
    const layers = image?.layers.map((layer, index) => ({
      command: image.history[layer.historyIndex ?? -1]?.createdBy ?? '', storedBytes: layer.storedBytes, done: done[index] ?? false,
    }));
    onProgress({ ...progress, ...(layers && { layers }) });
  };
}

/** What the page has to know to let its user choose an image. */
export function summaryOf({ archive }: OpenedArchive): ArchiveSummary {
  return {
    format: archive.format,
    images: archive.images.map(({ tags, platform, digest, present, layers }) => ({
      tags, platform, ...(digest !== undefined && { digest }), present, layers: layers.length,
      storedBytes: layers.reduce((sum, layer) => sum + layer.storedBytes, 0),
    })),
  };
}
