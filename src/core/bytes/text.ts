/** Names and texts as bytes: UTF-8 both ways, byte order, and the escaping that makes any name printable. */

/** The two text globals that page, worker and Node share; the core's lib has no DOM to declare them. */
interface TextGlobals {
  readonly TextDecoder: new (label: string, options: { readonly fatal: boolean; readonly ignoreBOM: boolean }) => { decode(bytes: Uint8Array): string };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
}

const globals = globalThis as unknown as TextGlobals;
// A name may begin with U+FEFF: ignoreBOM keeps it, so that what is decoded can be encoded back.
const decoder = new globals.TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
const encoder = new globals.TextEncoder();

const hexDigits = '0123456789ABCDEF';
const percent = 0x25;

/** Text of UTF-8 bytes; what is not valid becomes U+FFFD. A byte order mark is kept. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** UTF-8 bytes of a text; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Whether all of the bytes are well-formed UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF). */
export function isUtf8(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

/**
 * A name as printable text that loses nothing: bytes below 0x20, 0x7f, `%` and bytes that are not valid UTF-8 become
 * `%XX` with upper-case digits. Equal names give equal texts, different names different ones.
 */
export function escapePath(bytes: Uint8Array): string {
  let text = '';
  let plainFrom = 0;
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at]!;
    const length = sequenceLength(bytes, at);
    if (length > 0 && byte >= 0x20 && byte !== 0x7f && byte !== percent) {
      at += length;
      continue;
    }
    if (at > plainFrom) text += decoder.decode(bytes.subarray(plainFrom, at));
    text += '%' + hexDigits[byte >> 4]! + hexDigits[byte & 15]!;
    at += 1;
    plainFrom = at;
  }
  if (plainFrom === 0) return decoder.decode(bytes);
  return plainFrom < bytes.length ? text + decoder.decode(bytes.subarray(plainFrom)) : text;
}

/**
 * The same as UTF-8 bytes: writes the escaped form of `bytes[from..to)` at `into[at]` and answers where it ends. `into` must have room
 * for three times as many bytes.
 */
export function writeEscaped(bytes: Uint8Array, from: number, to: number, into: Uint8Array, at: number): number {
  let end = at;
  for (let read = from; read < to; ) {
    const byte = bytes[read]!;
    const length = byte < 0x80 ? 1 : sequenceLength(bytes, read, to);
    if (length > 0 && byte >= 0x20 && byte !== 0x7f && byte !== percent) {
      for (let copied = 0; copied < length; copied += 1) into[end++] = bytes[read++]!;
      continue;
    }
    into[end++] = percent;
    into[end++] = hexDigits.charCodeAt(byte >> 4);
    into[end++] = hexDigits.charCodeAt(byte & 15);
    read += 1;
  }
  return end;
}

/** Bytes of a name that a message shows: hostile archives have names of a megabyte. */
const SHOWN = 200;

/** The same for messages: the beginning of a name, with an ellipsis where it goes on. */
export function escapeShort(bytes: Uint8Array): string {
  if (bytes.length <= SHOWN) return escapePath(bytes);
  let end = SHOWN;
  while (end > SHOWN - 4 && (bytes[end]! & 0xc0) === 0x80) end -= 1;
  return `${escapePath(bytes.subarray(0, end))}…`;
}

/** The bytes of a name that `escapePath` wrote. A `%` without two hex digits after it stands for itself. */
export function unescapePath(text: string): Uint8Array<ArrayBuffer> {
  const encoded = encoder.encode(text);
  if (!encoded.includes(percent)) return encoded;
  let to = 0;
  for (let at = 0; at < encoded.length; at += 1) {
    const high = hexValue(encoded[at + 1]);
    const low = hexValue(encoded[at + 2]);
    if (encoded[at] === percent && high >= 0 && low >= 0) {
      encoded[to] = high * 16 + low;
      at += 2;
    } else {
      encoded[to] = encoded[at]!;
    }
    to += 1;
  }
  return encoded.slice(0, to);
}

/**
 * An escaped path as people read it and search for it: a percent sign stands for itself again, as packages of Debian have it in their
 * names; the bytes that are no text stay visible, `\x0a` for `%0A`. Not to be read back.
 */
export function readablePath(escaped: string): string {
  return escaped.includes('%') ? escaped.replace(/%([0-9A-F]{2})/g, (_, hex: string) => (hex === '25' ? '%' : `\\x${hex.toLowerCase()}`)) : escaped;
}

/** An escaped path as the file system has it, where its bytes are text; else as it is escaped. */
export function exactPath(escaped: string): string {
  const bytes = unescapePath(escaped);
  return isUtf8(bytes) ? decodeUtf8(bytes) : escaped;
}

/** Byte order, as `strcmp` and `LC_ALL=C sort` have it: negative, 0 or positive. Not the order of JavaScript strings. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    const difference = a[at]! - b[at]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Length of the well-formed UTF-8 sequence that begins at `at` and ends by `end`, or 0 where there is none (Unicode 15, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number, end = bytes.length): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + length > end) return 0;
  const second = bytes[at + 1]!;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let next = at + 2; next < at + length; next += 1) {
    if ((bytes[next]! & 0xc0) !== 0x80) return 0;
  }
  return length;
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
