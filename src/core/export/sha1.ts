/** SHA-1 of a short text (FIPS 180-4), for the fingerprints that hadolint's GitLab format has; nothing here is a matter of security. */
import { encodeUtf8 } from '../bytes/text';

/** 40 lower-case hex digits. */
export function sha1(text: string): string {
  const bytes = encodeUtf8(text);
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(padded.length - 4, (bytes.length << 3) >>> 0);
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  for (let at = 0; at < padded.length; at += 64) mix(state, view, at);
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

const SCHEDULE = new Uint32Array(80);

function mix(state: Uint32Array, view: DataView, at: number): void {
  for (let index = 0; index < 16; index += 1) SCHEDULE[index] = view.getUint32(at + index * 4);
  for (let index = 16; index < 80; index += 1) {
    SCHEDULE[index] = rotate(SCHEDULE[index - 3]! ^ SCHEDULE[index - 8]! ^ SCHEDULE[index - 14]! ^ SCHEDULE[index - 16]!, 1);
  }
  let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
  for (let index = 0; index < 80; index += 1) {
    const [choice, constant] = index < 20 ? [(b & c) | (~b & d), 0x5a827999]
      : index < 40 ? [b ^ c ^ d, 0x6ed9eba1]
        : index < 60 ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
          : [b ^ c ^ d, 0xca62c1d6];
    const next = (rotate(a, 5) + choice + e + constant + SCHEDULE[index]!) >>> 0;
    [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
  }
  for (const [index, word] of [a, b, c, d, e].entries()) state[index] = state[index]! + word;
}

function rotate(word: number, bits: number): number {
  return ((word << bits) | (word >>> (32 - bits))) >>> 0;
}
