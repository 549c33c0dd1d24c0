/** Bytes as text of one character a byte: what JavaScript compares, joins and matches fastest. */

/** Arguments that one call takes in every engine. */
const PIECE = 8192;

/** A flat text; to add one character after the other costs 32 bytes of memory a character for names of hostile length. */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length <= PIECE) return fromCodes(bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) text += fromCodes(bytes.subarray(at, at + PIECE));
  return text;
}

/** The bytes of such a text. */
export function latin1Bytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

function fromCodes(codes: Uint8Array): string {
  // `apply` reads typed arrays as they are; spreading would copy them, at twice the time.
  return String.fromCharCode.apply(null, codes as unknown as number[]);
}
