/** What the session worker asks of a layer worker. Everything here survives structured clone; tables are transferred. */
import type { RowPlaces, TakePortion } from '../src/core/archive/read-rows';
import type { LayerScan, RowHashes, ScanOptions } from '../src/core/archive/scanner';
import type { BlobLocation } from '../src/core/image/image';
import type { Outcome } from '../src/core/problem';

/** Bytes of a layer: a range of a file. Cloning a `File` copies none of its bytes. */
export interface LayerBytes {
  readonly file: File;
  readonly location: BlobLocation;
}

export interface LayerApi {
  /** One pass over layer number `layer`. `onProgress` is told the stored bytes done, at most twenty times a second. */
  scan(bytes: LayerBytes, layer: number, options: ScanOptions, onProgress: (storedBytes: number) => void): Promise<Outcome<LayerScan>>;
  /** Hashes all rows of `places`, in order. */
  hashRows(bytes: LayerBytes, places: RowPlaces): Promise<Outcome<RowHashes>>;
  /** The first `maxBytes` of the content of all rows of `places`, in order. */
  readRows(bytes: LayerBytes, places: RowPlaces, maxBytes: number): Promise<Outcome<(Uint8Array | undefined)[]>>;
  /** The same, handed over in portions; rows lie one behind the other. */
  readPortions(bytes: LayerBytes, places: RowPlaces, maxBytes: number, take: TakePortion): Promise<Outcome<object>>;
  /** Adds the first `length` bytes of `piece` to the worker's one SHA-256, and gives the piece back. */
  digestNext(piece: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** 64 lower-case hex digits of all pieces since the last call. */
  digestEnd(): Promise<string>;
}
