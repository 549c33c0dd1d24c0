/** CRC-32 (ISO 3309, as in gzip) of ASCII text. It finds every change of up to 32 neighbouring bits, hence of any single character. */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest >>> 0;
});

/** Characters of `checkOf`: 36^7 is the first power above 2^32. */
export const CHECK_LENGTH = 7;

export function crc32(text: string): number {
  let rest = 0xffffffff;
  for (let at = 0; at < text.length; at += 1) rest = TABLE[(rest ^ text.charCodeAt(at)) & 255]! ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

/** The checksum in base 36: always seven letters or digits, so that a link never ends in what a chat takes for punctuation. */
export function checkOf(text: string): string {
  return crc32(text).toString(36).padStart(CHECK_LENGTH, '0');
}
