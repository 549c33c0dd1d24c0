/** PAX extended header records (POSIX.1-2001): `LENGTH KEY=VALUE\n`, as far as a layer's reader needs them. */
import { latin1 } from '../bytes/latin1';
import { parseDecimal, parsePaxTime, paxNanos } from './tar-number';

/** What one extended header says. Absent means: keep what the ustar header says. */
export interface PaxRecords {
  path?: Uint8Array;
  linkpath?: Uint8Array;
  size?: number;
  uid?: number;
  gid?: number;
  mtime?: number;
  /** Of `mtime`, which as a number has no room for them: see `paxNanos`. */
  nanos?: number;
  /** Values as Latin-1 text, without the `SCHILY.xattr.` prefix of their keys. */
  xattrs?: Record<string, string>;
  /** `GNU.sparse.*` without the prefix; the repeated offsets and lengths of version 0.0 are in `sparsePairs`. */
  sparse?: Record<string, string>;
  sparsePairs?: number[];
  sparseName?: Uint8Array;
  /** Keys seen, for global headers. */
  readonly keys: string[];
}

const XATTR = 'SCHILY.xattr.';
const SPARSE = 'GNU.sparse.';

/** Parses the payload of an `x` or `g` header; a text is the reason why it cannot be read (Go's `archive/tar` stops there too). */
export function parsePax(bytes: Uint8Array): PaxRecords | string {
  const records: PaxRecords = { keys: [] };
  let at = 0;
  while (at < bytes.length) {
    let length = 0;
    let digits = at;
    while (digits < bytes.length && bytes[digits]! >= 0x30 && bytes[digits]! <= 0x39 && digits - at < 8) {
      length = length * 10 + bytes[digits]! - 0x30;
      digits += 1;
    }
    const end = at + length;
    if (digits === at || bytes[digits] !== 0x20 || end > bytes.length || end <= digits + 2 || bytes[end - 1] !== 0x0a) return 'a malformed PAX record';
    const equals = bytes.indexOf(0x3d, digits + 1);
    if (equals < 0 || equals >= end) return 'a PAX record without a key';
    const fault = setRecord(records, latin1(bytes.subarray(digits + 1, equals)), bytes.subarray(equals + 1, end - 1));
    if (fault !== undefined) return fault;
    at = end;
  }
  return records;
}

function setRecord(records: PaxRecords, key: string, value: Uint8Array): string | undefined {
  if (key === '' || key.includes('\0')) return 'a PAX record with a bad key';
  records.keys.push(key);
  if (key.startsWith(XATTR)) {
    // A null prototype: attribute names come from the archive and may be `__proto__`.
    records.xattrs ??= Object.create(null) as Record<string, string>;
    records.xattrs[key.slice(XATTR.length)] = latin1(value);
    return undefined;
  }
  if (key.startsWith(SPARSE)) return setSparse(records, key.slice(SPARSE.length), value);
  const textual = key === 'path' || key === 'linkpath';
  if ((textual || key === 'uname' || key === 'gname') && value.includes(0)) return `a PAX ${key} with a NUL byte`;
  // An empty value takes the record back: what the ustar header says stands.
  if (textual) records[key] = value.length === 0 ? undefined : value.slice();
  else if (key === 'mtime' || key === 'size' || key === 'uid' || key === 'gid') {
    if (value.length === 0) {
      records[key] = undefined;
      return undefined;
    }
    const number = key === 'mtime' ? parsePaxTime(latin1(value)) : parseDecimal(latin1(value));
    if (Number.isNaN(number)) return `a PAX ${key} that is no number`;
    records[key] = number;
    if (key === 'mtime') records.nanos = paxNanos(latin1(value));
  }
  return undefined;
}

function setSparse(records: PaxRecords, key: string, value: Uint8Array): string | undefined {
  if (key === 'offset' || key === 'numbytes') {
    records.sparsePairs ??= [];
    const number = parseDecimal(latin1(value));
    if ((records.sparsePairs.length % 2 === 0) !== (key === 'offset') || Number.isNaN(number)) return 'a sparse map out of order';
    records.sparsePairs.push(number);
    return undefined;
  }
  records.sparse ??= Object.create(null) as Record<string, string>;
  if (key === 'name') {
    if (value.includes(0)) return 'a PAX sparse name with a NUL byte';
    records.sparseName = value.slice();
  } else records.sparse[key] = latin1(value);
  return undefined;
}
