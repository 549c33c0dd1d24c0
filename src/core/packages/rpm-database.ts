/**
 * Finds the header blobs in an rpm database: SQLite (rpm 4.16 and later), ndb (SUSE) and Berkeley DB (before 4.16). Read-only and small, so that no
 * database engine is shipped.
 */
import { berkeleyValues, isBerkeleyHash } from './berkeley-db';

/**
 * Blobs of all packages, one after the other, or undefined when the bytes are of none of the three formats. In a sound database each byte is part of
 * one blob; where they overlap, so that all together would be longer than the file, the rest is left out.
 */
export function rpmBlobs(bytes: Uint8Array): Iterable<Uint8Array> | undefined {
  if (bytes.length >= 100 && ascii(bytes, 0, 15) === 'SQLite format 3') return sqliteBlobs(bytes);
  if (bytes.length >= 32 && ascii(bytes, 0, 4) === 'RpmP') return ndbBlobs(bytes);
  if (isBerkeleyHash(bytes)) return berkeleyValues(bytes);
  return undefined;
}

/** Where rpm keeps it: older and newer distributions, and those whose system is a tree of OSTree. */
export const RPM_DATABASES = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'].flatMap((folder) => ['rpmdb.sqlite', 'Packages.db', 'Packages'].map((name) => `${folder}/${name}`));

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** SQLite's file format (sqlite.org/fileformat2.html): table b-trees, payloads with overflow pages. */
class SqliteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #pageSize: number;
  readonly #usable: number;
  /** Bytes that payloads may yet take. */
  #room: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = this.#view.getUint16(16);
    this.#pageSize = size === 1 ? 65_536 : size;
    this.#usable = this.#pageSize - bytes[20]!;
    this.#room = bytes.length;
  }

  /** Columns of every row of the table whose root is `page`; values are blobs, texts as bytes, or numbers. */
  *rows(root: number): Generator<(Uint8Array | number | undefined)[]> {
    const seen = new Set<number>();
    const pages = [root];
    for (let page = pages.pop(); page !== undefined; page = pages.pop()) {
      const start = (page - 1) * this.#pageSize;
      if (page < 1 || start + this.#pageSize > this.#bytes.length || seen.has(page)) continue;
      seen.add(page);
      const header = page === 1 ? start + 100 : start;
      const kind = this.#bytes[header];
      const cells = this.#view.getUint16(header + 3);
      const pointers = header + (kind === 5 ? 12 : 8);
      if (kind === 5) pages.push(this.#view.getUint32(header + 8));
      else if (kind !== 13) continue;
      for (let i = 0; i < cells && pointers + 2 * i + 2 <= start + this.#pageSize; i += 1) {
        const cell = start + this.#view.getUint16(pointers + 2 * i);
        if (cell + 4 > this.#bytes.length) continue;
        if (kind === 5) pages.push(this.#view.getUint32(cell));
        else {
          const payload = this.#payload(cell);
          if (payload === undefined) return;
          yield this.#record(payload);
        }
      }
    }
  }

  /** Undefined where payloads overlap. */
  #payload(cell: number): Uint8Array | undefined {
    const length = this.#varint(cell);
    const key = this.#varint(length.end);
    const limit = this.#usable - 35;
    const size = length.value;
    this.#room -= size;
    if (!(this.#room >= 0)) return undefined;
    if (size <= limit) return this.#bytes.subarray(key.end, key.end + size);
    const least = Math.floor(((this.#usable - 12) * 32) / 255) - 23;
    const local = least + ((size - least) % (this.#usable - 4));
    const kept = local <= limit ? local : least;
    const whole = new Uint8Array(size);
    whole.set(this.#bytes.subarray(key.end, key.end + kept));
    let filled = kept;
    let next = this.#uint32(key.end + kept);
    while (next > 0 && filled < size) {
      const at = (next - 1) * this.#pageSize;
      if (at + this.#usable > this.#bytes.length) break;
      const part = this.#bytes.subarray(at + 4, at + 4 + Math.min(this.#usable - 4, size - filled));
      whole.set(part, filled);
      filled += part.length;
      next = this.#uint32(at);
    }
    return whole;
  }

  #record(payload: Uint8Array): (Uint8Array | number | undefined)[] {
    const reader = new SqliteVarints(payload);
    const headerEnd = reader.next();
    const types: number[] = [];
    while (reader.at < headerEnd && reader.at < payload.length) types.push(reader.next());
    let at = headerEnd;
    return types.map((type) => {
      const size = type >= 12 ? (type - (type % 2 === 0 ? 12 : 13)) / 2 : [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0;
      const value = payload.subarray(at, at + size);
      at += size;
      if (type >= 12) return value;
      if (type === 8 || type === 9) return type - 8;
      return type === 0 || type === 7 ? undefined : value.reduce((sum, byte) => sum * 256 + byte, 0);
    });
  }

  #varint(at: number): { value: number; end: number } {
    const reader = new SqliteVarints(this.#bytes, at);
    return { value: reader.next(), end: reader.at };
  }

  #uint32(at: number): number {
    return at + 4 <= this.#bytes.length ? this.#view.getUint32(at) : 0;
  }
}

class SqliteVarints {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  next(): number {
    let value = 0;
    for (let i = 0; i < 9; i += 1) {
      const byte = this.#bytes[this.at] ?? 0;
      this.at += 1;
      if (i === 8) return value * 256 + byte;
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) break;
    }
    return value;
  }
}

function* sqliteBlobs(bytes: Uint8Array): Generator<Uint8Array> {
  const reader = new SqliteReader(bytes);
  // sqlite_schema: type, name, tbl_name, rootpage, sql.
  for (const [type, name, , root] of reader.rows(1)) {
    if (!isText(type, 'table') || !isText(name, 'Packages') || typeof root !== 'number') continue;
    for (const [, blob] of reader.rows(root)) if (blob instanceof Uint8Array) yield blob;
    return;
  }
}

function isText(value: Uint8Array | number | undefined, text: string): boolean {
  return value instanceof Uint8Array && value.length === text.length && ascii(value, 0, text.length) === text;
}

/** ndb (rpm's lib/backend/ndb/rpmpkg.c): slots of 16 bytes on the first pages, each naming a blob in units of 16 bytes. */
function* ndbBlobs(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const slotPages = view.getUint32(12, true);
  let room = bytes.length;
  const end = Math.min(slotPages * 4096, bytes.length - 15);
  for (let at = 32; at < end; at += 16) {
    if (ascii(bytes, at, 4) !== 'Slot' || view.getUint32(at + 4, true) === 0) continue;
    const blob = view.getUint32(at + 8, true) * 16;
    if (blob + 16 > bytes.length || ascii(bytes, blob, 4) !== 'BlbS') continue;
    const length = view.getUint32(blob + 12, true);
    room -= length;
    if (room < 0) return;
    yield bytes.subarray(blob + 16, Math.min(blob + 16 + length, bytes.length));
  }
}
