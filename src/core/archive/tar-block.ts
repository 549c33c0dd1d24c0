/** The 512-byte blocks of a tar: checksums, zero blocks and texts that end with NUL. */
import { parseTarNumber } from './tar-number';

/** Whether the block at `at` is all zeros. */
export function isZeroBlock(view: DataView, at: number): boolean {
  for (let i = at; i < at + 512; i += 4) if (view.getInt32(i, true) !== 0) return false;
  return true;
}

/**
 * Whether a header's checksum field holds the sum of its bytes, the field itself taken as spaces. Old writers summed
 * signed bytes; both are accepted, as by every other reader.
 */
export function checksumMatches(bytes: Uint8Array, view: DataView, at: number): boolean {
  const expected = parseTarNumber(bytes, at + 148, 8);
  // Four bytes at a time, in two lanes of 16 bits: 128 words of at most 255 each do not overflow a lane. Signed reads and
  // `| 0` keep the sums in machine integers: this loop is a quarter of the time that a header costs.
  let even = 0;
  let odd = 0;
  for (let i = at; i < at + 512; i += 8) {
    const a = view.getInt32(i, true);
    const b = view.getInt32(i + 4, true);
    even = (even + (a & 0x00ff00ff) + (b & 0x00ff00ff)) | 0;
    odd = (odd + ((a >>> 8) & 0x00ff00ff) + ((b >>> 8) & 0x00ff00ff)) | 0;
  }
  let sum = (even & 0xffff) + (even >>> 16) + (odd & 0xffff) + (odd >>> 16);
  for (let i = at + 148; i < at + 156; i += 1) sum += 0x20 - bytes[i]!;
  if (sum === expected) return true;
  let signed = sum;
  for (let i = at; i < at + 512; i += 1) if ((i < at + 148 || i >= at + 156) && bytes[i]! >= 0x80) signed -= 256;
  return signed === expected;
}

/** Where a text that may end with NUL ends in [start, end). */
export function textEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at += 1) if (bytes[at] === 0) return at;
  return end;
}

/** Whether bytes begin with a tar header; an empty tar, which is zeros alone, has none. */
export function looksLikeTar(head: Uint8Array): boolean {
  if (head.length < 512) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return !(head[0] === 0 && isZeroBlock(view, 0)) && checksumMatches(head, view, 0);
}
