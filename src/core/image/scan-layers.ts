/** Schedules the scans of an image's layers, and indexes the paths of those that are done while others are read. */
import type { OpenedArchive } from '../archive/open';
import { FREE_TO_VERIFY, type LayerScan, type LayerScanner } from '../archive/scanner';
import { freeMemory } from '../bytes/free-memory';
import { failure, success, type Outcome, type Problem } from '../problem';
import type { LayerDescriptor } from './image';
import { inParallel } from './in-parallel';
import { PathIndexer, type IndexedLayers, type IndexedTable } from './index-paths';
import type { LayerTable } from './layer-table';
import { EarlyHashes } from './second-pass';

export interface AnalyseOptions {
  /** Compare every layer with its digest and diffID. When absent, images of at most `FREE_TO_VERIFY` stored bytes are. */
  readonly verify?: boolean;
}

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

/** What is kept of a scan once its table has been indexed. */
export type IndexedScan = Omit<LayerScan, 'table'>;

export interface ScannedLayers {
  /** One outcome a layer, in the layers' order. */
  readonly scans: readonly Outcome<IndexedScan>[];
  readonly indexed: IndexedLayers;
}

/**
 * Scans all layers (see `scanOrder`), and indexes their paths meanwhile, the lowest first: a table's paths are let go as soon as all
 * layers below it are there. Equal layers are scanned once. The whole fails when the source does, or on cancelling.
 */
export async function scanLayers(
  layers: readonly LayerDescriptor[], opened: OpenedArchive, scanner: LayerScanner, options: AnalyseOptions, onProgress: (progress: AnalyseProgress) => void,
): Promise<Outcome<ScannedLayers>> {
  const bytesTotal = layers.reduce((sum, layer) => sum + (readable(layer) ? layer.storedBytes : 0), 0);
  const verify = options.verify ?? bytesTotal <= FREE_TO_VERIFY;
  const results = new Map<string, Outcome<LayerScan> | TakenLayer>();
  const taken: TakenLayer[] = [];
  const indexer = new PathIndexer();
  /** Indexes what can be: the layers up to the first that is not there yet. */
  const takeReady = (): void => {
    for (let layer = layers[taken.length]; layer !== undefined; layer = layers[taken.length]) {
      const key = keyOf(layer);
      const result = readable(layer) ? results.get(key) : failure(unreadable(layer));
      if (result === undefined) return;
      const one = 'scan' in result ? { ...result, indexed: indexer.add(result.indexed) } : takenLayer(result, !opened.scans.has(layer.location?.member ?? ''), indexer);
      results.set(key, one);
      taken.push(one);
    }
  };
  const bytes = layers.map(() => 0);
  // Told for every piece that is read: a list that is made anew for each would be most of the garbage of a large image.
  let done: readonly boolean[] = layers.map((layer) => !readable(layer));
  let layersDone = done.filter(Boolean).length;
  const report = (phase: AnalyseProgress['phase']): void => {
    onProgress({ phase, bytesDone: bytes.reduce((sum, part) => sum + part, 0), bytesTotal, layersDone, layersTotal: layers.length, done });
  };
  const sameAs = (key: string, act: (index: number) => void): void => {
    layers.forEach((layer, index) => {
      if (readable(layer) && keyOf(layer) === key) act(index);
    });
  };
  const finish = (key: string, outcome: Outcome<LayerScan>): void => {
    results.set(key, outcome);
    const now = [...done];
    sameAs(key, (index) => {
      now[index] = true;
      bytes[index] = layers[index]!.storedBytes;
    });
    done = now;
    layersDone = now.filter(Boolean).length;
    report('scanning');
  };
  const jobs = new Map<string, LayerDescriptor>();
  for (const layer of layers) {
    const key = keyOf(layer);
    if (!readable(layer) || results.has(key) || jobs.has(key)) continue;
    const known = opened.scans.get(layer.location!.member);
    if (known !== undefined) finish(key, success(known));
    else if (opened.archive.outerCompression === 'none' || layer.location!.size === 0) jobs.set(key, layer);
    else finish(key, failure(noTar(layer)));
  }
  report('scanning');
  const queue = scanOrder([...jobs], ([, layer]) => estimatedCost(layer), scanner.parallelism);
  let left = queue.length;
  const scan = async (key: string, layer: LayerDescriptor): Promise<Problem | undefined> => {
    const scanning = scanner.scan(layer, { verify }, (storedBytes) => {
      sameAs(key, (index) => {
        bytes[index] = storedBytes;
      });
      report('scanning');
    });
    // Whoever scans is busy now.
    takeReady();
    const outcome = await scanning;
    if (!outcome.ok && stopsAll(outcome.problem)) return outcome.problem;
    finish(key, outcome);
    left -= 1;
    return undefined;
  };
  const early = new EarlyHashes(layers, scanner);
  // Who finds nothing to scan any more begins with the second pass, while the last layers are read.
  const idle = (): Promise<Problem | undefined> => {
    takeReady();
    return early.complete(layers.map((layer) => tableOf(results.get(keyOf(layer)))), () => left > 0);
  };
  const work = [...queue.map(([key, layer]) => () => scan(key, layer)), ...Array.from({ length: scanner.parallelism - 1 }, () => idle)];
  const stopped = await inParallel(work, scanner.parallelism, (each) => each());
  if (stopped !== undefined) return failure(stopped);
  report('merging');
  takeReady();
  return success({ scans: taken.map(({ scan }) => scan), indexed: indexer.finish() });
}

interface TakenLayer {
  readonly scan: Outcome<IndexedScan>;
  readonly indexed: IndexedTable;
}

function tableOf(result: Outcome<LayerScan> | TakenLayer | undefined): LayerTable | undefined {
  if (result === undefined) return undefined;
  if ('scan' in result) return result.indexed.table;
  return result.ok ? result.value.table : undefined;
}

/** `own`: nobody else has the scan, so that its paths can go. */
function takenLayer(outcome: Outcome<LayerScan>, own: boolean, indexer: PathIndexer): TakenLayer {
  if (!outcome.ok) return { scan: outcome, indexed: indexer.add(undefined) };
  const { table, ...scan } = outcome.value;
  const indexed = indexer.add(table);
  if (own) for (const column of [table.paths, table.pathStart]) freeMemory(column);
  return { scan: success(scan), indexed };
}

/**
 * The lowest first, so that its paths need not wait to be indexed; but the dearest, wherever it lies, as soon as it is two thirds of what each
 * of `lanes` has left to do: begun later it would be waited for alone. Of real images no order ends more than 2 % sooner.
 */
function scanOrder<Item>(items: readonly Item[], costOf: (item: Item) => number, lanes: number): Item[] {
  const left = [...items];
  const order: Item[] = [];
  let cost = left.reduce((sum, item) => sum + costOf(item), 0);
  while (left.length > 0) {
    let dearest = 0;
    for (let at = 1; at < left.length; at += 1) if (costOf(left[at]!) > costOf(left[dearest]!)) dearest = at;
    const [next] = left.splice(costOf(left[dearest]!) * lanes * 1.5 >= cost ? dearest : 0, 1);
    cost -= costOf(next!);
    order.push(next!);
  }
  return order;
}

/** What a stored byte of it costs to scan, in bytes of a raw layer (measured: raw 1, zstd 3, gzip 5). */
export function estimatedCost(layer: LayerDescriptor): number {
  const factor = /zstd/.test(layer.mediaType) ? 3 : /gzip/.test(layer.mediaType) ? 5 : 1;
  return layer.storedBytes * factor;
}

/** Kinds of failure that no other layer will escape. */
export function stopsAll(problem: Problem): boolean {
  return problem.kind === 'cancelled' || problem.kind.startsWith('source-') || problem.kind.startsWith('file-');
}

/** Whether there is anything to scan. */
export function readable(layer: LayerDescriptor): boolean {
  return layer.unreadable === undefined && layer.location !== undefined;
}

/** Equal for layers that are the same bytes of the same file. */
export function keyOf(layer: LayerDescriptor): string {
  const { location } = layer;
  return location === undefined ? `absent ${layer.index}` : `${location.file ?? 0} ${location.offset} ${location.size} ${location.member}`;
}

/** Of a compressed file, which is read once: the pass found no tar where the layer is. */
function noTar(layer: LayerDescriptor): Problem {
  return {
    kind: 'layer-corrupt',
    message: `Layer ${layer.index} holds no tar that could be read as the file passed: its content is in no figure, and what it hides in other layers is not known.`,
    advice: 'Save the image again with `docker save IMAGE -o image.tar`, and compare checksums if you copied the file.',
    where: { layer: layer.index },
  };
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
