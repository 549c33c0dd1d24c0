/** Reads content of single files out of a layer that has been scanned: whole hashes for the second pass, and parts to look at. */
import type { ByteSource } from '../bytes/byte-source';
import type { Codecs } from '../bytes/codec';
import type { BlobLocation } from '../image/image';
import type { LayerTable } from '../image/layer-table';
import { failure, ProblemError, success, type Outcome, type Problem } from '../problem';
import { openBlob } from './blob-stream';
import { ByteCursor } from './byte-cursor';
import { feedHole } from './holes';
import type { RowHashes } from './scanner';
import type { SparseMap } from './sparse-map';
import { CANCELLED } from './tar-run';

/** Bytes that one call of `readRows` may hand back. */
const READ_LIMIT = 512 * 1024 * 1024;

/** One portion of `readPortions`: a larger file is a portion by itself. */
const PORTION_BYTES = 8 * 1024 * 1024;
const PORTION_ROWS = 2048;
const BLOCK_BYTES = 256 * 1024;

/** Zeros that one call may hash for sparse files; what is beyond stays unhashed. */
const HOLE_LIMIT = 4 * 1024 * 1024 * 1024;

/** The columns that tell where the rows of a table lie: what has to travel to whoever hashes them. */
export type RowPlaces = Pick<LayerTable, 'count' | 'dataOffset' | 'size' | 'rare'>;

/**
 * xxh64 of the given rows, in the order they were asked for. The blob is read once, front to back: raw layers are jumped
 * through, compressed ones decompressed. Rows whose bytes are not all there have `ok` 0.
 */
export async function hashRows(
  source: ByteSource, location: BlobLocation, codecs: Codecs, table: RowPlaces, rows: Uint32Array, cancelled: () => boolean = () => false,
): Promise<Outcome<RowHashes>> {
  const result: RowHashes = { low: new Uint32Array(rows.length), high: new Uint32Array(rows.length), ok: new Uint8Array(rows.length) };
  const order = Array.from(rows, (row, i) => ({ row, i })).sort((a, b) => table.dataOffset[a.row]! - table.dataOffset[b.row]!);
  const hasher = codecs.createHasher();
  let holes = HOLE_LIMIT;
  return withCursor(source, location, codecs, async (cursor) => {
    for (const { row, i } of order) {
      if (cancelled()) return CANCELLED;
      if (row >= table.count) continue;
      const size = table.size[row]!;
      const parts = sparseOf(table, row) ?? wholeFile(size);
      holes -= size - parts.reduce((sum, [, length]) => sum + length, 0);
      if (holes < 0 || !(await cursor.seek(table.dataOffset[row]!))) continue;
      hasher.reset();
      let at = 0;
      let complete = true;
      for (const [offset, length] of parts) {
        feedHole(hasher, offset - at);
        complete &&= (await cursor.take(length, (piece) => hasher.update(piece))) === length;
        at = offset + length;
      }
      feedHole(hasher, size - at);
      if (!complete) continue;
      const hash = hasher.digest();
      result.low[i] = hash.low;
      result.high[i] = hash.high;
      result.ok[i] = 1;
    }
    return result;
  });
}

/**
 * Up to `maxBytes` of a regular file's content from `offset` on, zeros of sparse files included. Fewer come back at the end
 * of the file, or where the layer is cut. Hard links have no bytes of their own: ask for the row they lead to.
 */
export async function readEntry(
  source: ByteSource, location: BlobLocation, codecs: Codecs, table: RowPlaces, row: number, offset: number, maxBytes: number,
): Promise<Outcome<Uint8Array>> {
  const end = Math.min(table.size[row] ?? 0, offset + maxBytes);
  if (!(end > offset)) return success(new Uint8Array(0));
  return withCursor(source, location, codecs, (cursor) => readParts(cursor, table, row, offset, end));
}

/**
 * The first `maxBytes` of each of the given rows, in the order they were asked for, in one pass over the blob. A row that cannot be
 * read, or for which no room is left in the answer (512 MiB in all), is undefined. Sparse files come expanded.
 */
export async function readRows(
  source: ByteSource, location: BlobLocation, codecs: Codecs, table: RowPlaces, rows: Uint32Array, maxBytes: number,
): Promise<Outcome<(Uint8Array | undefined)[]>> {
  const order = Array.from(rows, (row, i) => ({ row, i })).sort((a, b) => table.dataOffset[a.row]! - table.dataOffset[b.row]!);
  let room = READ_LIMIT;
  return withCursor(source, location, codecs, async (cursor) => {
    const result = new Array<Uint8Array | undefined>(rows.length).fill(undefined);
    for (const { row, i } of order) {
      if (row >= table.count) continue;
      const end = Math.min(table.size[row]!, maxBytes);
      room -= end;
      if (room < 0 || !(await cursor.seek(table.dataOffset[row]!))) continue;
      result[i] = await readParts(cursor, table, row, 0, end);
    }
    return result;
  });
}

/** Takes the content of the rows from place `from` on; the next portion is read meanwhile, but not the one after it. */
export type TakePortion = (from: number, contents: readonly (Uint8Array | undefined)[]) => Promise<void> | void;

/**
 * The first `maxBytes` of each of any number of rows, handed over while the blob is read, once and front to back. Rows have to be in the order
 * in which they lie in the layer; one that cannot be read is undefined. Small files share memory: whoever keeps one keeps its neighbours.
 */
export async function readPortions(
  source: ByteSource, location: BlobLocation, codecs: Codecs, table: RowPlaces, rows: Uint32Array, maxBytes: number, take: TakePortion,
): Promise<Outcome<object>> {
  return withCursor(source, location, codecs, async (cursor) => {
    let taken: Promise<void> = Promise.resolve();
    for (let from = 0, at = 0; from < rows.length; from = at) {
      const contents: (Uint8Array | undefined)[] = [];
      const room = sharedRoom();
      for (let bytes = 0; at < rows.length && contents.length < PORTION_ROWS; at += 1) {
        const row = rows[at]!;
        const end = row < table.count ? Math.min(table.size[row]!, maxBytes) : 0;
        bytes += end;
        if (contents.length > 0 && bytes > PORTION_BYTES) break;
        contents.push(row < table.count && (await cursor.seek(table.dataOffset[row]!)) ? await readParts(cursor, table, row, 0, end, room) : undefined);
      }
      await taken;
      taken = Promise.resolve(take(from, contents));
      // Told by the `await` that follows, whenever that is.
      taken.catch(() => undefined);
    }
    await taken;
    return {};
  });
}

/** Memory for many small files in few pieces: to hand 100,000 buffers of their own to another thread takes Chromium ten seconds. */
function sharedRoom(): (length: number) => Uint8Array {
  let block = new Uint8Array(0);
  let used = 0;
  return (length) => {
    if (length > BLOCK_BYTES / 4) return new Uint8Array(length);
    if (used + length > block.length) {
      block = new Uint8Array(BLOCK_BYTES);
      used = 0;
    }
    used += length;
    return block.subarray(used - length, used);
  };
}

/** Bytes [offset, end) of the row whose stored bytes begin where the cursor stands; fewer where the layer is cut. */
async function readParts(
  cursor: ByteCursor, table: RowPlaces, row: number, offset: number, end: number, room: (length: number) => Uint8Array = (length) => new Uint8Array(length),
): Promise<Uint8Array> {
  const bytes = room(end - offset);
  let stored = table.dataOffset[row]!;
  for (const [partOffset, length] of sparseOf(table, row) ?? wholeFile(table.size[row]!)) {
    const from = Math.max(partOffset, offset);
    const to = Math.min(partOffset + length, end);
    if (from < to) {
      await cursor.seek(stored + from - partOffset);
      let at = from - offset;
      const got = await cursor.take(to - from, (piece) => {
        bytes.set(piece, at);
        at += piece.length;
      });
      if (got < to - from) return bytes.subarray(0, at);
    }
    stored += length;
  }
  return bytes;
}

function wholeFile(size: number): SparseMap {
  return [[0, size]];
}

function sparseOf(table: RowPlaces, row: number): SparseMap | undefined {
  let from = 0;
  let to = table.rare.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (table.rare[middle]!.row < row) from = middle + 1;
    else to = middle;
  }
  const rare = table.rare[from];
  return rare?.row === row ? rare.sparse : undefined;
}

/** Opens the blob and runs `read` on it; problems of the stream and those that `read` answers are failures. */
async function withCursor<T extends object>(
  source: ByteSource, location: BlobLocation, codecs: Codecs, read: (cursor: ByteCursor) => Promise<T | Problem>,
): Promise<Outcome<T>> {
  try {
    const blob = await openBlob(source.stream(location.offset, location.offset + location.size), codecs);
    try {
      const answer = await read(new ByteCursor(blob.content));
      return answer === CANCELLED ? failure(CANCELLED) : success(answer as T);
    } finally {
      await blob.cancel();
    }
  } catch (error) {
    if (error instanceof ProblemError) return failure(error.problem);
    throw error;
  }
}
