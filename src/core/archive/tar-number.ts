/** Numbers as tar headers write them: octal text, or base 256 when the first bit is set (GNU, star). */

/**
 * Reads a numeric field. Answers NaN for what Go's `archive/tar` refuses too: characters that are no octal digits, and
 * base-256 values beyond 64 bits. Empty fields are 0. Values above 2^53 lose precision; callers bound sizes.
 */
export function parseTarNumber(bytes: Uint8Array, start: number, length: number): number {
  const end = start + length;
  if ((bytes[start]! & 0x80) !== 0) return parseBase256(bytes, start, end);
  let at = start;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0)) at += 1;
  let value = 0;
  for (; at < end; at += 1) {
    const digit = bytes[at]! - 0x30;
    if (digit >= 0 && digit <= 7) value = value * 8 + digit;
    else return bytes[at] === 0x20 || bytes[at] === 0 ? value : NaN;
  }
  return value;
}

/** Two's complement, big endian; the first bit only marks the encoding, the second is the sign. */
function parseBase256(bytes: Uint8Array, start: number, end: number): number {
  const inverse = (bytes[start]! & 0x40) !== 0 ? 0xff : 0;
  let value = 0;
  for (let at = start; at < end; at += 1) {
    const byte = (bytes[at]! ^ inverse) & (at === start ? 0x7f : 0xff);
    value = value * 256 + byte;
  }
  if (value >= 2 ** 63) return NaN;
  return inverse === 0 ? value : -1 - value;
}

/** Decimal integer of a PAX record, NaN when it is none. */
export function parseDecimal(text: string): number {
  return /^[+-]?\d{1,30}$/.test(text) ? Number(text) : NaN;
}

/** Seconds with a fraction, as PAX writes times, NaN when it is none. */
export function parsePaxTime(text: string): number {
  return /^[+-]?\d{1,30}(\.\d*)?$/.test(text) ? Number(text) : NaN;
}

/** Nanoseconds that such a time is past its whole second, the one before it where it is negative; digits beyond the ninth count for nothing. */
export function paxNanos(text: string): number {
  const nanos = Number((/\.(\d{1,9})/.exec(text)?.[1] ?? '').padEnd(9, '0'));
  return text.startsWith('-') && nanos > 0 ? 1e9 - nanos : nanos;
}
