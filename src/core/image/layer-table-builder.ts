/** Grows a layer's columns row by row and hands them out as an immutable `ScannedTable` of exact size. */
import { freeMemory } from '../bytes/free-memory';
import type { EntryTypeCode, NumberColumn, RareAttributes, ScannedTable, WholeColumn } from './layer-table';

/** One entry as it is added. Paths and links are copied, so views of a reused buffer are fine. */
export interface NewRow {
  readonly path: Uint8Array;
  /** Target of a symlink or hard link. */
  readonly link?: Uint8Array;
  readonly type: EntryTypeCode;
  /** Bits of `EntryFlag`. */
  readonly flags?: number;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly nanos?: number;
  readonly size?: number;
  readonly dataOffset?: number;
  readonly storedAt?: number;
}

const FIRST_ROWS = 1024;
const FIRST_ARENA = 32 * 1024;

/**
 * Collects rows in tar order. Doubles its buffers as they fill; `finish` trims them. What they leave behind is several times the table,
 * which browsers are slow to collect: it is given back at once.
 */
export class LayerTableBuilder {
  #count = 0;
  #paths = new Uint8Array(FIRST_ARENA);
  #links = new Uint8Array(FIRST_ARENA);
  #pathStart = new Uint32Array(FIRST_ROWS + 1);
  #linkStart = new Uint32Array(FIRST_ROWS + 1);
  #type = new Uint8Array(FIRST_ROWS);
  #flags = new Uint8Array(FIRST_ROWS);
  #mode = new Uint16Array(FIRST_ROWS);
  #uid = new Uint32Array(FIRST_ROWS);
  #gid = new Uint32Array(FIRST_ROWS);
  #mtime = new Float64Array(FIRST_ROWS);
  /** Made for the first row that has any. */
  #nanos: Uint32Array<ArrayBuffer> | undefined;
  #size = new Float64Array(FIRST_ROWS);
  #dataOffset = new Float64Array(FIRST_ROWS);
  #hashLow = new Uint32Array(FIRST_ROWS);
  #hashHigh = new Uint32Array(FIRST_ROWS);
  #storedAt = new Float64Array(FIRST_ROWS + 1);
  #rare: RareAttributes[] = [];

  /** Rows so far. */
  get count(): number {
    return this.#count;
  }

  /** Bytes of paths and links so far: what a caller bounds against hostile names. */
  get nameBytes(): number {
    return this.#pathStart[this.#count]! + this.#linkStart[this.#count]!;
  }

  /** Path of the newest row, as a view that the next row may invalidate. */
  lastPath(): Uint8Array {
    return this.#count === 0 ? this.#paths.subarray(0, 0) : this.#paths.subarray(this.#pathStart[this.#count - 1], this.#pathStart[this.#count]);
  }

  /** Appends a row and answers its number. */
  addRow(entry: NewRow): number {
    const row = this.#count;
    if (row === this.#type.length) this.#growRows();
    this.#paths = append(this.#paths, this.#pathStart, row, entry.path);
    if (entry.link === undefined) this.#linkStart[row + 1] = this.#linkStart[row]!;
    else this.#links = append(this.#links, this.#linkStart, row, entry.link);
    this.#type[row] = entry.type;
    this.#flags[row] = entry.flags ?? 0;
    this.#mode[row] = entry.mode ?? 0;
    this.#uid[row] = entry.uid ?? 0;
    this.#gid[row] = entry.gid ?? 0;
    this.#mtime[row] = entry.mtime ?? 0;
    if (entry.nanos !== undefined && entry.nanos > 0) (this.#nanos ??= new Uint32Array(this.#type.length))[row] = entry.nanos;
    this.#size[row] = entry.size ?? 0;
    this.#dataOffset[row] = entry.dataOffset ?? 0;
    this.#storedAt[row] = entry.storedAt ?? 0;
    this.#hashLow[row] = this.#hashHigh[row] = 0;
    this.#count = row + 1;
    return row;
  }

  /** Records the xxh64 of a row's content; the caller sets `EntryFlag.hashed` with `setFlags`. */
  setHash(row: number, low: number, high: number): void {
    this.#hashLow[row] = low;
    this.#hashHigh[row] = high;
  }

  /** Adds flags to a row. */
  setFlags(row: number, flags: number): void {
    this.#flags[row]! |= flags;
  }

  /** Adds rare attributes; rows must come in ascending order, each once. */
  addRare(attributes: RareAttributes): void {
    this.#rare.push(attributes);
  }

  /** The table, in buffers of exact size and the narrowest kind. `storedEnd` is the blob's size. The builder must not be used afterwards. */
  finish(storedEnd = 0): ScannedTable {
    const count = this.#count;
    this.#storedAt[count] = storedEnd;
    // Positions are rounded rather than differences, so that all rows together still make the blob.
    for (let row = 0; row <= count; row += 1) this.#storedAt[row] = Math.round(this.#storedAt[row]!);
    const table: ScannedTable = {
      count,
      paths: this.#paths.slice(0, this.#pathStart[count]),
      pathStart: this.#pathStart.slice(0, count + 1),
      links: this.#links.slice(0, this.#linkStart[count]),
      linkStart: wholeColumn(this.#linkStart.subarray(0, count + 1)),
      type: this.#type.slice(0, count),
      flags: this.#flags.slice(0, count),
      mode: this.#mode.slice(0, count),
      uid: wholeColumn(this.#uid.subarray(0, count)),
      gid: wholeColumn(this.#gid.subarray(0, count)),
      mtime: numberColumn(this.#mtime.subarray(0, count)),
      ...(this.#nanos !== undefined && { nanos: this.#nanos.slice(0, count) }),
      size: numberColumn(this.#size.subarray(0, count)),
      dataOffset: numberColumn(this.#dataOffset.subarray(0, count)),
      hashLow: this.#hashLow.slice(0, count),
      hashHigh: this.#hashHigh.slice(0, count),
      storedAt: numberColumn(this.#storedAt.subarray(0, count + 1)),
      rare: this.#rare,
    };
    const buffers = [
      this.#paths, this.#pathStart, this.#links, this.#linkStart, this.#type, this.#flags, this.#mode, this.#uid, this.#gid, this.#mtime, this.#size,
      this.#dataOffset, this.#hashLow, this.#hashHigh, this.#storedAt,
    ];
    for (const buffer of buffers) freeMemory(buffer);
    if (this.#nanos !== undefined) freeMemory(this.#nanos);
    return table;
  }

  #growRows(): void {
    const rows = this.#type.length * 2;
    this.#pathStart = grown(this.#pathStart, new Uint32Array(rows + 1));
    this.#linkStart = grown(this.#linkStart, new Uint32Array(rows + 1));
    this.#type = grown(this.#type, new Uint8Array(rows));
    this.#flags = grown(this.#flags, new Uint8Array(rows));
    this.#mode = grown(this.#mode, new Uint16Array(rows));
    this.#uid = grown(this.#uid, new Uint32Array(rows));
    this.#gid = grown(this.#gid, new Uint32Array(rows));
    this.#mtime = grown(this.#mtime, new Float64Array(rows));
    if (this.#nanos !== undefined) this.#nanos = grown(this.#nanos, new Uint32Array(rows));
    this.#size = grown(this.#size, new Float64Array(rows));
    this.#dataOffset = grown(this.#dataOffset, new Float64Array(rows));
    this.#hashLow = grown(this.#hashLow, new Uint32Array(rows));
    this.#hashHigh = grown(this.#hashHigh, new Uint32Array(rows));
    this.#storedAt = grown(this.#storedAt, new Float64Array(rows + 1));
  }
}

/** A copy in the narrowest array that holds all values: most owners are 0 or 1000, most links are short. */
function wholeColumn(column: Uint32Array): WholeColumn {
  let largest = 0;
  for (let row = 0; row < column.length; row += 1) if (column[row]! > largest) largest = column[row]!;
  return largest < 0x100 ? Uint8Array.from(column) : largest < 0x10000 ? Uint16Array.from(column) : column.slice();
}

/** The same for numbers: half the room where all are whole and below four billion. */
function numberColumn(column: Float64Array): NumberColumn {
  for (let row = 0; row < column.length; row += 1) if (column[row]! >>> 0 !== column[row]) return column.slice();
  return Uint32Array.from(column);
}

/** Copies `bytes` to the arena at the end of row `row`, notes where it ends, and answers the arena (a larger one if it was full). */
function append(arena: Uint8Array<ArrayBuffer>, starts: Uint32Array, row: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = starts[row]!;
  const end = start + bytes.length;
  const room = end > arena.length ? grown(arena, new Uint8Array(Math.max(end, arena.length * 2))) : arena;
  // Most names are short, where a loop beats the call into `set`.
  if (bytes.length < 64) for (let i = 0; i < bytes.length; i++) room[start + i] = bytes[i]!;
  else room.set(bytes, start);
  starts[row + 1] = end;
  return room;
}

/** The column in a larger buffer; the old one is given back. */
function grown<Column extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(column: Column, larger: Column): Column {
  larger.set(column);
  freeMemory(column);
  return larger;
}
