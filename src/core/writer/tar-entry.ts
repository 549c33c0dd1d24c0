/** One tar entry as bytes, and its size before it is written: POSIX ustar, with PAX records where ustar has no room (pax(1), Go's archive/tar). */
import { isUtf8 } from '../bytes/text';
import { EntryType, type EntryTypeCode } from '../image/layer-table';
import { paxRecords, type PaxRecord } from './pax-records';

/** What is to be written. Paths as `LayerTable` has them: no leading and no trailing slash, empty for the root. */
export interface TarEntry {
  readonly path: Uint8Array;
  readonly type: EntryTypeCode;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since the epoch; may be fractional or negative. */
  readonly mtime: number;
  /** Nanoseconds past the whole second of `mtime`, where they are known better than by its fraction. */
  readonly nanos?: number | undefined;
  /** Content bytes of a file: the apparent size of a sparse one. */
  readonly size: number;
  /** Target of a symlink as written, of a hard link as a path. */
  readonly link?: Uint8Array | undefined;
  /** Values as Latin-1 text, one character a byte. */
  readonly xattrs?: Readonly<Record<string, string>> | undefined;
  readonly deviceMajor?: number | undefined;
  readonly deviceMinor?: number | undefined;
  /** Parts of a sparse file that are stored, ascending. */
  readonly sparse?: readonly (readonly [offset: number, length: number])[] | undefined;
}

export const BLOCK = 512;
/** Two zero blocks end a tar. */
export const END_BYTES = 2 * BLOCK;

/** Bytes that the fields for the name and for what goes before its last slashes have. */
export const MAX_NAME = 100;
export const MAX_PREFIX = 155;
/** What fits the fields of the header in octal. */
const MAX_ID = 0o7777777;
const MAX_SIZE = 0o77777777777;

const FLAGS = { [EntryType.file]: 0x30, [EntryType.hardlink]: 0x31, [EntryType.symlink]: 0x32, [EntryType.char]: 0x33, [EntryType.block]: 0x34, [EntryType.dir]: 0x35, [EntryType.fifo]: 0x36 } as const;

/** Bytes rounded up to whole blocks. */
export function padded(bytes: number): number {
  return Math.ceil(bytes / BLOCK) * BLOCK;
}

/** Payload bytes that the tar holds for an entry, without padding: what is copied from the source. */
export function storedBytes(entry: TarEntry): number {
  if (entry.type !== EntryType.file) return 0;
  return entry.sparse === undefined ? entry.size : entry.sparse.reduce((sum, [, length]) => sum + length, 0);
}

/** All bytes of an entry in the tar: headers, payload, padding. */
export function entryBytes(entry: TarEntry): number {
  return headersBytes(recordBytes(entry)) + padded(sparseMapBytes(entry).length + storedBytes(entry));
}

/** Bytes of the PAX records that an entry needs, without padding; 0 where the plain header has room for everything. */
export function recordBytes(entry: TarEntry): number {
  return recordsOf(entry, sparseMapBytes(entry)).length;
}

/** Bytes of the headers of an entry with that many bytes of records. */
export function headersBytes(records: number): number {
  return BLOCK + (records === 0 ? 0 : BLOCK + padded(records));
}

/** Whether the plain header has room for these figures: the common case, told without building the entry. */
export function isPlain(uid: number, gid: number, mtime: number, size: number, nanos = 0): boolean {
  return uid <= MAX_ID && gid <= MAX_ID && size <= MAX_SIZE && mtime >= 0 && mtime <= MAX_SIZE && Number.isInteger(mtime) && nanos === 0;
}

/** Everything that precedes the payload: PAX header, header, and the map of a sparse file, which counts as payload in the header's size. */
export function encodeHead(entry: TarEntry): Uint8Array {
  return putHead(entry, (length) => new Uint8Array(length));
}

/** The same, into zero bytes that `room` gives for a length: millions of entries are written straight to where they go. */
export function putHead(entry: TarEntry, room: (length: number) => Uint8Array): Uint8Array {
  const map = sparseMapBytes(entry);
  const records = recordsOf(entry, map);
  const at = records.length === 0 ? 0 : BLOCK + padded(records.length);
  const head = room(at + BLOCK + map.length);
  if (records.length > 0) {
    writeHeader(head, 0, PAX_FLAG, PAX_ENTRY, records.length);
    head.set(records, BLOCK);
  }
  writeHeader(head, at, FLAGS[entry.type], entry, map.length + storedBytes(entry));
  if (map.length > 0) head.set(map, at + BLOCK);
  return head;
}

const EMPTY = new Uint8Array(0);
const SLASH = 0x2f;
const PAX_FLAG = 0x78;
/** The header of the records themselves. */
const PAX_ENTRY: TarEntry = {
  path: new Uint8Array([...'PaxHeaders/entry'].map((char) => char.charCodeAt(0))), type: EntryType.file, mode: 0o644, uid: 0, gid: 0, mtime: 0, size: 0,
};

/** The PAX records that an entry needs, in a fixed order; `map` is that of a sparse file. */
function recordsOf(entry: TarEntry, map: Uint8Array): Uint8Array {
  const { path, link, xattrs } = entry;
  const size = map.length + storedBytes(entry);
  const foreignPath = splitName(path, trailing(entry)) === undefined || isForeign(path);
  const foreignLink = link !== undefined && (link.length > MAX_NAME || isForeign(link));
  if (!foreignPath && !foreignLink && xattrs === undefined && entry.sparse === undefined && isPlain(entry.uid, entry.gid, entry.mtime, size, entry.nanos)) return EMPTY;
  const records: PaxRecord[] = [];
  if (entry.sparse !== undefined) {
    records.push(['GNU.sparse.major', '1'], ['GNU.sparse.minor', '0'], ['GNU.sparse.name', path], ['GNU.sparse.realsize', String(entry.size)]);
  } else if (foreignPath) records.push(['path', fullName(entry)]);
  if (foreignLink) records.push(['linkpath', link]);
  if (!isPlain(0, 0, entry.mtime, 0, entry.nanos)) records.push(['mtime', timeText(entry)]);
  if (entry.uid > MAX_ID) records.push(['uid', String(entry.uid)]);
  if (entry.gid > MAX_ID) records.push(['gid', String(entry.gid)]);
  if (size > MAX_SIZE) records.push(['size', String(size)]);
  for (const key of Object.keys(xattrs ?? {}).sort()) records.push([`SCHILY.xattr.${key}`, xattrs![key]!]);
  return paxRecords(records);
}

/** Bytes behind the path: directories end in a slash. */
function trailing(entry: TarEntry): number {
  return entry.type === EntryType.dir ? 1 : 0;
}

/** The path as a tar has it: directories end in a slash, the root is `./`. */
function fullName({ path, type }: TarEntry): Uint8Array {
  if (type !== EntryType.dir) return path;
  if (path.length === 0) return new Uint8Array([0x2e, SLASH]);
  const name = new Uint8Array(path.length + 1);
  name.set(path);
  name[path.length] = SLASH;
  return name;
}

/** Where a name with `more` bytes behind the path is cut into prefix and name: 0 for no prefix, undefined where no cut fits. */
function splitName(path: Uint8Array, more: number): number | undefined {
  const length = path.length + more;
  if (length <= MAX_NAME) return 0;
  for (let at = Math.min(MAX_PREFIX, length - 2); at > 0 && length - at - 1 <= MAX_NAME; at -= 1) if (path[at] === SLASH) return at;
  return undefined;
}

/** Names beyond ASCII go into PAX, whose texts are UTF-8; what is no UTF-8 is written as it is, which every unpacker takes as bytes. */
function isForeign(name: Uint8Array): boolean {
  for (let at = 0; at < name.length; at += 1) if (name[at]! >= 0x80) return isUtf8(name);
  return false;
}

/** The whole second at or before the entry's time. */
function secondsOf({ mtime, nanos }: TarEntry): number {
  // As a number the time may have been rounded up to the next second.
  return nanos === undefined ? Math.floor(mtime) : Math.round(mtime - nanos / 1e9);
}

/** The time as PAX writes it: to the nanosecond, never with an exponent. */
function timeText(entry: TarEntry): string {
  const seconds = secondsOf(entry);
  const time = BigInt(seconds) * 1_000_000_000n + BigInt(entry.nanos ?? Math.round((entry.mtime - seconds) * 1e9));
  const digits = (time < 0n ? -time : time).toString().padStart(10, '0');
  return `${time < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '');
}

/** Map of a sparse file in GNU's format 1.0, padded to whole blocks; empty for others. It ends at the file's end, as GNU tar wants. */
function sparseMapBytes(entry: TarEntry): Uint8Array {
  if (entry.sparse === undefined || entry.type !== EntryType.file) return EMPTY;
  const parts = [...entry.sparse];
  const last = parts.at(-1);
  if ((last === undefined ? 0 : last[0] + last[1]) < entry.size) parts.push([entry.size, 0]);
  const text = `${parts.length}\n${parts.map(([offset, length]) => `${offset}\n${length}\n`).join('')}`;
  const bytes = new Uint8Array(padded(text.length));
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** One block. `size` is what it says of the payload; figures without room are zero, as the records have them. */
function writeHeader(into: Uint8Array, at: number, flag: number, entry: TarEntry, size: number): void {
  const { path, link } = entry;
  const name = entry.type === EntryType.dir ? fullName(entry) : path;
  const split = splitName(path, trailing(entry));
  if (split === undefined || split === 0) into.set(name.length > MAX_NAME ? name.subarray(0, MAX_NAME) : name, at);
  else {
    into.set(name.subarray(split + 1), at);
    into.set(name.subarray(0, split), at + 345);
  }
  writeOctal(into, at + 100, 8, entry.mode);
  writeOctal(into, at + 108, 8, fits(entry.uid, MAX_ID));
  writeOctal(into, at + 116, 8, fits(entry.gid, MAX_ID));
  writeOctal(into, at + 124, 12, fits(size, MAX_SIZE));
  writeOctal(into, at + 136, 12, Math.min(Math.max(secondsOf(entry), 0), MAX_SIZE));
  into[at + 156] = flag;
  if (link !== undefined) into.set(link.length > MAX_NAME ? link.subarray(0, MAX_NAME) : link, at + 157);
  into.set(MAGIC, at + 257);
  writeDevice(into, at + 329, entry.deviceMajor ?? 0);
  writeDevice(into, at + 337, entry.deviceMinor ?? 0);
  into.fill(0x20, at + 148, at + 156);
  let sum = 0;
  for (let i = at; i < at + BLOCK; i += 1) sum += into[i]!;
  writeOctal(into, at + 148, 7, sum);
}

/** "ustar", NUL, version "00" */
const MAGIC = new Uint8Array([0x75, 0x73, 0x74, 0x61, 0x72, 0, 0x30, 0x30]);

/** Octal digits and a NUL, `length` bytes in all. */
function writeOctal(into: Uint8Array, at: number, length: number, value: number): void {
  // The low 30 bits by shifts: divisions would cost more than all the rest of a header.
  let low = value % 0x40000000;
  const high = (value - low) / 0x40000000;
  for (let i = at + length - 2, digit = 0; i >= at; i -= 1, digit += 1) {
    if (digit === 10) low = high;
    into[i] = 0x30 + (low & 7);
    low >>>= 3;
  }
  into[at + length - 1] = 0;
}

/** Device numbers beyond seven octal digits are written in base 256, as GNU tar and Go do. */
function writeDevice(into: Uint8Array, at: number, value: number): void {
  if (value <= MAX_ID) {
    writeOctal(into, at, 8, value);
    return;
  }
  let rest = value;
  for (let i = at + 7; i > at; i -= 1) {
    into[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  into[at] = 0x80;
}

function fits(value: number, limit: number): number {
  return value > limit ? 0 : value;
}
