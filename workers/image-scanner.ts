/** A scanner for what looks into files of an analysed image: on workers of its own, or in this thread where a file can only be read front to back. */
import { hashRows, readPortions, readRows } from '../src/core/archive/read-rows';
import { scanLayer } from '../src/core/archive/scan-layer';
import type { LayerScanner } from '../src/core/archive/scanner';
import type { ByteSource } from '../src/core/bytes/byte-source';
import type { Codecs } from '../src/core/bytes/codec';
import { createCodecs } from '../src/core/bytes/create-codecs';
import type { BlobLocation, LayerDescriptor } from '../src/core/image/image';
import type { Job } from './cancelling';
import { LayerPool } from './layer-pool';
import { poolScanner } from './pool-scanner';
import { rest } from './rests';
import { startLayerWorker } from './start-layer-worker';

/** The workers end with `close`, or when the job is cancelled. */
export interface ClosableScanner extends LayerScanner {
  close(): void;
}

/** Layers lie in `file`, at their locations. */
export function fileScanner(file: File, job: Job): ClosableScanner {
  const pool = new LayerPool(navigator.hardwareConcurrency, startLayerWorker);
  job.onCancel(() => pool.close());
  return { ...poolScanner(pool, (layer) => ({ file, location: locationOf(layer) })), close: () => pool.close() };
}

/** Layers lie in a source that is opened once it is needed; one is read after the other. */
export function sourceScanner(open: () => Promise<ByteSource>): ClosableScanner {
  let opened: Promise<readonly [ByteSource, Codecs]> | undefined;
  // One set of codecs has one stream at a time.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(read: (source: ByteSource, codecs: Codecs) => Promise<T>): Promise<T> => {
    opened ??= Promise.all([open(), createCodecs(rest)]);
    const ready = opened;
    const turn = last.then(async () => read(...(await ready)));
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    parallelism: 1,
    scan: (layer, options, onProgress) => inTurn((source, codecs) => scanLayer(source, locationOf(layer), layer.index, codecs, options, onProgress)),
    hashRows: (layer, table, rows) => inTurn((source, codecs) => hashRows(source, locationOf(layer), codecs, table, rows)),
    readRows: (layer, table, rows, maxBytes) => inTurn((source, codecs) => readRows(source, locationOf(layer), codecs, table, rows, maxBytes)),
    readPortions: (layer, table, rows, maxBytes, take) => inTurn((source, codecs) => readPortions(source, locationOf(layer), codecs, table, rows, maxBytes, take)),
    close: () => {},
  };
}

function locationOf({ index, location }: LayerDescriptor): BlobLocation {
  if (location === undefined) throw new Error(`Layer ${index} has no bytes and must not be read`);
  return location;
}
