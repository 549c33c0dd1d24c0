/** What the page does not show of itself: the engine on Node, the same code in the same V8. */
import type { LayerScanner } from '../../src/core/archive/scanner';
import { analyseImage } from '../../src/core/image/analyse';
import { transferablesOf } from '../../src/core/image/layer-table';
import { memoryOf } from '../../src/core/image/root-fs';
import { sequentialScanner } from '../headless/host';
import { chooseImage, openImageFile, type OpenImageFile } from '../headless/open-image';
import type { StoredLayer } from './native';

export interface EngineFigures {
  readonly layers: readonly StoredLayer[];
  readonly entries: number;
  /** Milliseconds from the last byte read to the analysed image: tree, waste, duplicates, dive's figures. */
  readonly analysis: number;
  /** Bytes of all tables, and of the merged tree. */
  readonly tableBytes: number;
  readonly treeBytes: number;
}

/** Reads an image once on Node. */
export async function engineFigures(path: string): Promise<EngineFigures> {
  const file = await open(path);
  let readEnded = 0;
  const scanner = sequentialScanner(file.source, file.codecs);
  const told = <T>(work: Promise<T>): Promise<T> => work.finally(() => (readEnded = performance.now()));
  const watched: LayerScanner = {
    ...scanner,
    scan: (layer, options, onProgress) => told(scanner.scan(layer, options, onProgress)),
    hashRows: (layer, table, rows) => told(scanner.hashRows(layer, table, rows)),
  };
  const chosen = chooseImage(file, undefined, undefined);
  const analysed = await analyseImage(file, chosen.ok ? chosen.value : 0, watched);
  const analysis = performance.now() - readEnded;
  await file.close();
  if (!analysed.ok) throw new Error(analysed.problem.message);
  const { image, fs } = analysed.value;
  const tables = new Set(image.layers.flatMap(({ table }) => (table === undefined ? [] : [table])));
  return {
    layers: image.layers.flatMap(({ location, compression }) => (location === undefined ? [] : [{ offset: location.offset, size: location.size, compression }])),
    entries: [...tables].reduce((sum, table) => sum + table.count, 0),
    analysis,
    tableBytes: [...tables].reduce((sum, table) => sum + transferablesOf(table).reduce((bytes, buffer) => bytes + buffer.byteLength, 0), 0),
    treeBytes: memoryOf(fs),
  };
}

async function open(path: string): Promise<OpenImageFile> {
  const opened = await openImageFile(path);
  if (!opened.ok) throw new Error(opened.problem.message);
  return opened.value;
}
