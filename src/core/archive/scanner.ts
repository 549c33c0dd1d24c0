/** The port between "what an image needs scanned" and "who scans it": a worker pool in the page, one loop on Node. */
import type { Compression, LayerDescriptor } from '../image/image';
import type { LayerTable, ScannedTable } from '../image/layer-table';
import type { Diagnostic, Outcome } from '../problem';
import type { TakePortion } from './read-rows';

/** Bytes of stored layers below which SHA-256 costs less than anybody would notice (about 400 MB/s in WebAssembly). */
export const FREE_TO_VERIFY = 32 * 1024 * 1024;

/** What one pass over a layer's blob gives. A damaged layer still gives the entries read so far, with a diagnostic. */
export interface LayerScan {
  readonly table: ScannedTable;
  /** Content of the small files that `kept-files.ts` names, by row: package databases and the like; lists of paths are packed (see `isKeptPacked`). */
  readonly kept: ReadonlyMap<number, Uint8Array>;
  readonly compression: Compression;
  /** Bytes of the uncompressed tar, trailing bytes after its end included. */
  readonly tarBytes: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Hex SHA-256 of the uncompressed tar and of the stored blob, when verification was asked for. */
  readonly diffIdSha256?: string;
  readonly digestSha256?: string;
}

export interface ScanOptions {
  /** Compute SHA-256 of blob and tar, to verify digest and diffID. */
  readonly verify?: boolean;
  /** Hash every regular file even when skipping would be cheaper (raw layers skip files above 1 MiB otherwise). */
  readonly hashAll?: boolean;
}

/** xxh64 of some rows, in the order they were asked for. */
export interface RowHashes {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  /** 1 where the row could be read. */
  readonly ok: Uint8Array;
}

export interface LayerScanner {
  /** Scans one readable layer. `onProgress` is told the stored bytes done so far. */
  scan(layer: LayerDescriptor, options: ScanOptions, onProgress: (storedBytes: number) => void): Promise<Outcome<LayerScan>>;
  /** Second pass: hashes the given rows of a raw layer (those that `scan` skipped). */
  hashRows(layer: LayerDescriptor, table: LayerTable, rows: Uint32Array): Promise<Outcome<RowHashes>>;
  /**
   * The first `maxBytes` of each row's content, in the order asked for, in one pass over the layer; undefined where it cannot be read
   * (see `readRows` in read-rows.ts). For what looks into files: package databases, ELF headers, scripts, a file viewer.
   */
  readRows(layer: LayerDescriptor, table: LayerTable, rows: Uint32Array, maxBytes: number): Promise<Outcome<(Uint8Array | undefined)[]>>;
  /** The same for many rows, in the order in which they lie in the layer, handed over in portions (see `readPortions` there). */
  readPortions(layer: LayerDescriptor, table: LayerTable, rows: Uint32Array, maxBytes: number, take: TakePortion): Promise<Outcome<object>>;
  /** Told when the image needs no more bytes: what was started to read them may go. */
  readonly done?: () => void;
  /** How many layers may be scanned at once. */
  readonly parallelism: number;
}
