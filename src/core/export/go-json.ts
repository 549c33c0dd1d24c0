/** JSON as Go's encoding/json writes it: indented by two blanks, HTML characters escaped, strings straight from bytes. */

const NAMED: Readonly<Record<number, string>> = { 0x22: '\\"', 0x5c: '\\\\', 0x08: '\\b', 0x0c: '\\f', 0x0a: '\\n', 0x0d: '\\r', 0x09: '\\t' };

/** A JSON string literal. Each byte that is not part of valid UTF-8 becomes `\ufffd`, as Go replaces it. */
export function goString(bytes: Uint8Array): string {
  let literal = '"';
  for (let at = 0; at < bytes.length;) {
    const { code, length } = characterAt(bytes, at);
    at += length;
    if (code < 0) literal += '\\ufffd';
    else if (NAMED[code] !== undefined) literal += NAMED[code];
    else if (code < 0x20 || code === 0x3c || code === 0x3e || code === 0x26 || code === 0x2028 || code === 0x2029) literal += `\\u${code.toString(16).padStart(4, '0')}`;
    else literal += String.fromCodePoint(code);
  }
  return `${literal}"`;
}

/** One character and its length in bytes; a code of -1 and length 1 where the bytes are not well formed (Unicode 15, table 3-7). */
function characterAt(bytes: Uint8Array, at: number): { readonly code: number; readonly length: number } {
  const lead = bytes[at]!;
  if (lead < 0x80) return { code: lead, length: 1 };
  const length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  let code = lead & (0x7f >> length);
  for (let next = 1; next < length; next += 1) {
    const byte = bytes[at + next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return { code: -1, length: 1 };
    code = (code << 6) | (byte & 0x3f);
  }
  const least = [0, 0, 0x80, 0x800, 0x10000][length]!;
  return length === 0 || code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? { code: -1, length: 1 } : { code, length };
}

