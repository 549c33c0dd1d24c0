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
  return paxRecords(recordsOf(entry)).length;
}

/** Bytes of the headers of an entry with that many bytes of records. */
export function headersBytes(records: number): number {
  return BLOCK + (records === 0 ? 0 : BLOCK + padded(records));
}

/** Whether the plain header has room for these figures: the common case, told without building the entry. */
export function isPlain(uid: number, gid: number, mtime: number, size: number): boolean {
  return uid <= MAX_ID && gid <= MAX_ID && size <= MAX_SIZE && mtime >= 0 && mtime <= MAX_SIZE && Number.isInteger(mtime);
}

/** Everything that precedes the payload: PAX header, header, and the map of a sparse file, which counts as payload in the header's size. */
export function encodeHead(entry: TarEntry): Uint8Array {
  const records = paxRecords(recordsOf(entry));
  const map = sparseMapBytes(entry);
  const at = records.length === 0 ? 0 : BLOCK + padded(records.length);
  const head = new Uint8Array(at + BLOCK + map.length);
  if (records.length > 0) {
    writeHeader(head, 0, { name: PAX_NAME, prefix: EMPTY, flag: 0x78, mode: 0o644, uid: 0, gid: 0, mtime: 0, size: records.length, link: EMPTY, major: 0, minor: 0 });
    head.set(records, BLOCK);
  }
  const name = fullName(entry);
  const split = splitName(name);
  writeHeader(head, at, {
    name: split === undefined ? name.subarray(0, MAX_NAME) : name.subarray(split === 0 ? 0 : split + 1),
    prefix: split === undefined ? EMPTY : name.subarray(0, split),
    flag: FLAGS[entry.type], mode: entry.mode, uid: fits(entry.uid, MAX_ID), gid: fits(entry.gid, MAX_ID),
    mtime: Math.floor(Math.min(Math.max(entry.mtime, 0), MAX_SIZE)), size: fits(map.length + storedBytes(entry), MAX_SIZE),
    link: (entry.link ?? EMPTY).subarray(0, MAX_NAME), major: entry.deviceMajor ?? 0, minor: entry.deviceMinor ?? 0,
  });
  head.set(map, at + BLOCK);
  return head;
}

const EMPTY = new Uint8Array(0);
const PAX_NAME = new Uint8Array([...'PaxHeaders/entry'].map((char) => char.charCodeAt(0)));


/** The PAX records that an entry needs, in a fixed order. */
function recordsOf(entry: TarEntry): PaxRecord[] {
  const records: PaxRecord[] = [];
  const name = fullName(entry);
  if (entry.sparse !== undefined) {
    records.push(['GNU.sparse.major', '1'], ['GNU.sparse.minor', '0'], ['GNU.sparse.name', name], ['GNU.sparse.realsize', String(entry.size)]);
  } else if (splitName(name) === undefined || isForeign(name)) records.push(['path', name]);
  if (entry.link !== undefined && (entry.link.length > MAX_NAME || isForeign(entry.link))) records.push(['linkpath', entry.link]);
  if (!Number.isInteger(entry.mtime) || entry.mtime < 0 || entry.mtime > MAX_SIZE) records.push(['mtime', timeText(entry.mtime)]);
  if (entry.uid > MAX_ID) records.push(['uid', String(entry.uid)]);
  if (entry.gid > MAX_ID) records.push(['gid', String(entry.gid)]);
  const size = sparseMapBytes(entry).length + storedBytes(entry);
  if (size > MAX_SIZE) records.push(['size', String(size)]);
  for (const key of Object.keys(entry.xattrs ?? {}).sort()) records.push([`SCHILY.xattr.${key}`, entry.xattrs![key]!]);
  return records;
}

/** The path as a tar has it: directories end in a slash, the root is `./`. */
function fullName(entry: TarEntry): Uint8Array {
  if (entry.type !== EntryType.dir) return entry.path;
  if (entry.path.length === 0) return new Uint8Array([0x2e, 0x2f]);
  const name = new Uint8Array(entry.path.length + 1);
  name.set(entry.path);
  name[entry.path.length] = 0x2f;
  return name;
}

/** Where a name is cut into prefix and name: 0 for no prefix, undefined where no cut fits. */
function splitName(name: Uint8Array): number | undefined {
  if (name.length <= MAX_NAME) return 0;
  for (let at = Math.min(MAX_PREFIX, name.length - 2); at > 0 && name.length - at - 1 <= MAX_NAME; at -= 1) if (name[at] === 0x2f) return at;
  return undefined;
}

/** Names beyond ASCII go into PAX, whose texts are UTF-8; what is no UTF-8 is written as it is, which every unpacker takes as bytes. */
function isForeign(name: Uint8Array): boolean {
  for (let at = 0; at < name.length; at += 1) if (name[at]! >= 0x80) return isUtf8(name);
  return false;
}

/** Seconds as PAX writes them; never with an exponent. */
function timeText(seconds: number): string {
  const text = String(seconds);
  if (!text.includes('e')) return text;
  return Math.abs(seconds) < 1 ? seconds.toFixed(9) : BigInt(Math.trunc(seconds)).toString();
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

interface HeaderFields {
  readonly name: Uint8Array;
  readonly prefix: Uint8Array;
  readonly flag: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly size: number;
  readonly link: Uint8Array;
  readonly major: number;
  readonly minor: number;
}

function writeHeader(into: Uint8Array, at: number, fields: HeaderFields): void {
  into.set(fields.name, at);
  writeOctal(into, at + 100, 8, fields.mode);
  writeOctal(into, at + 108, 8, fields.uid);
  writeOctal(into, at + 116, 8, fields.gid);
  writeOctal(into, at + 124, 12, fields.size);
  writeOctal(into, at + 136, 12, fields.mtime);
  into[at + 156] = fields.flag;
  into.set(fields.link, at + 157);
  // "ustar", NUL, version "00"
  into.set([0x75, 0x73, 0x74, 0x61, 0x72, 0, 0x30, 0x30], at + 257);
  writeDevice(into, at + 329, fields.major);
  writeDevice(into, at + 337, fields.minor);
  into.set(fields.prefix, at + 345);
  into.fill(0x20, at + 148, at + 156);
  let sum = 0;
  for (let i = at; i < at + BLOCK; i += 1) sum += into[i]!;
  writeOctal(into, at + 148, 7, sum);
}

/** Octal digits and a NUL, `length` bytes in all. */
function writeOctal(into: Uint8Array, at: number, length: number, value: number): void {
  let rest = value;
  for (let i = at + length - 2; i >= at; i -= 1) {
    into[i] = 0x30 + (rest % 8);
    rest = Math.floor(rest / 8);
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
