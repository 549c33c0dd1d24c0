/** Bytes as text that is safe in a URL fragment: base64 with `-` and `_`, without padding (RFC 4648, section 5). */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < 64; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value;

export function toBase64Url(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    parts.push(ALPHABET[group >> 18]!, ALPHABET[(group >> 12) & 63]!);
    if (left > 1) parts.push(ALPHABET[(group >> 6) & 63]!);
    if (left > 2) parts.push(ALPHABET[group & 63]!);
  }
  return parts.join('');
}

/** The bytes, or undefined when the text holds another character or has a length that no bytes give. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let to = 0;
  let bits = 0;
  let held = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const value = code < 128 ? VALUES[code]! : -1;
    if (value < 0) return undefined;
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[to] = (held >> bits) & 255;
      to += 1;
    }
    held &= 0xfff;
  }
  return bytes;
}
