/** Bytes of a dropped file to the text of a Dockerfile, or a message that says what the file is instead. */
import { decodeUtf8 } from '../bytes/text';
import { failure, type Outcome, success } from '../problem';

/** How much of a file is looked at to tell text from something else. */
const SAMPLE = 65_536;

/**
 * Decodes UTF-8, with or without a BOM (which is dropped). Stray bytes that are not UTF-8 become U+FFFD, since the builder does not
 * mind them either; UTF-16 and binary files are refused with advice.
 */
export function decodeSource(bytes: Uint8Array): Outcome<string> {
  const utf16 = utf16Kind(bytes);
  if (utf16 !== undefined) {
    return failure({
      kind: 'dockerfile-utf16',
      message: `This file is encoded in UTF-16 (${utf16}), which no builder reads.`,
      advice: `Save it as UTF-8: iconv -f UTF-16${utf16 === 'little endian' ? 'LE' : 'BE'} -t UTF-8 Dockerfile > Dockerfile.utf8, or choose UTF-8 in the editor.`,
    });
  }
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (isBinary(bytes.subarray(start, start + SAMPLE))) {
    return failure({
      kind: 'dockerfile-binary',
      message: 'This file is not text, so it cannot be a Dockerfile.',
      advice: 'Drop the Dockerfile itself. For an image, drop what docker save writes: docker save IMAGE -o image.tar',
    });
  }
  return success(decodeUtf8(bytes.subarray(start)));
}

/** By its BOM, or by the zeros that stand in every other byte of Western text. */
function utf16Kind(bytes: Uint8Array): 'little endian' | 'big endian' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'little endian';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'big endian';
  const length = Math.min(bytes.length, 4096) & ~1;
  if (length < 4) return undefined;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const most = length * 0.4;
  if (odd >= most && even * 20 < odd) return 'little endian';
  return even >= most && odd * 20 < even ? 'big endian' : undefined;
}

/** More than a tenth of control characters, or of bytes that belong to no UTF-8 character. */
function isBinary(sample: Uint8Array): boolean {
  let odd = 0;
  let following = 0;
  for (const byte of sample) {
    const continues = (byte & 0xc0) === 0x80;
    if (following > 0 && continues) following--;
    else {
      if (following > 0 || continues || byte > 0xf7) odd++;
      else if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x1b) odd++;
      following = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc0 ? 1 : 0;
    }
  }
  return odd * 10 > sample.length;
}
