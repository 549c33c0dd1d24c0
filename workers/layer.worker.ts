/** Scans one layer at a time; a pool of these does an image. */
import * as Comlink from 'comlink';
import { hashRows, readPortions, readRows } from '../src/core/archive/read-rows';
import { scanLayer } from '../src/core/archive/scan-layer';
import type { Sha256 } from '../src/core/bytes/codec';
import { createCodecs } from '../src/core/bytes/create-codecs';
// Else they are files of their own, and WebKit does not ask the service worker for what a worker of a worker imports later.
import '../src/core/bytes/wasm/xz-bzip2-wasm';
import '../src/core/bytes/wasm/zstd-wasm';
import { transferablesOf } from '../src/core/image/layer-table';
import { blobSource } from './blob-source';
import type { LayerApi } from './layer-protocol';
import { holdLifeline } from './own-worker';
import { rest } from './rests';
import { throttled } from './throttled';

const codecs = createCodecs(rest);

/** What `digestNext` adds to, until `digestEnd`. */
let digesting: Sha256 | undefined;

const api: LayerApi = {
  async scan({ file, location }, layer, options, onProgress) {
    const outcome = await scanLayer(blobSource(file), location, layer, await codecs, options, throttled(onProgress));
    if (!outcome.ok) return outcome;
    const { table, kept } = outcome.value;
    return Comlink.transfer(outcome, [...transferablesOf(table), ...[...kept.values()].map((bytes) => bytes.buffer as ArrayBuffer)]);
  },
  async hashRows({ file, location }, places) {
    const rows = Uint32Array.from({ length: places.count }, (_, row) => row);
    return hashRows(blobSource(file), location, await codecs, places, rows);
  },
  async readRows({ file, location }, places, maxBytes) {
    const rows = Uint32Array.from({ length: places.count }, (_, row) => row);
    const outcome = await readRows(blobSource(file), location, await codecs, places, rows, maxBytes);
    return outcome.ok ? Comlink.transfer(outcome, buffersIn(outcome.value)) : outcome;
  },
  async readPortions({ file, location }, places, maxBytes, take) {
    const rows = Uint32Array.from({ length: places.count }, (_, row) => row);
    return readPortions(blobSource(file), location, await codecs, places, rows, maxBytes, (from, contents) => take(from, Comlink.transfer(contents, buffersIn(contents))));
  },
  async digestNext(piece, length) {
    const kit = await codecs;
    digesting ??= kit.createSha256();
    digesting.update(piece.subarray(0, length));
    return Comlink.transfer(piece, [piece.buffer]);
  },
  async digestEnd() {
    const digest = (digesting ?? (await codecs).createSha256()).digest();
    digesting = undefined;
    return digest;
  },
};

function buffersIn(contents: readonly (Uint8Array | undefined)[]): ArrayBuffer[] {
  return [...new Set(contents.flatMap((bytes) => (bytes ? [bytes.buffer as ArrayBuffer] : [])))];
}

holdLifeline();
Comlink.expose(api);
