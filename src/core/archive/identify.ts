/** Says what a dropped file is, from its first bytes and never from its name. */
import { detectCompression } from '../bytes/codec';
import { latin1 } from '../bytes/latin1';
import { decodeUtf8 } from '../bytes/text';
import { looksLikeTar } from './tar-block';

export interface Identity {
  readonly kind: 'archive' | 'dockerfile' | 'report' | 'unknown';
  /** A stable name of what it is: `tar`, `gzip`, `zip`, `html`, `dockerfile`, `json`, … */
  readonly format: string;
  /** For people, with its article: "a zip file". */
  readonly description: string;
}

/** Bytes of head that are enough for every decision. */
export const IDENTIFY_BYTES = 4096;

const MAGIC: readonly (readonly [offset: number, magic: string, format: string, description: string])[] = [
  [0, 'PK\x03\x04', 'zip', 'a zip file'],
  [0, 'PK\x05\x06', 'zip', 'an empty zip file'],
  [0, '7z\xbc\xaf\x27\x1c', '7z', 'a 7-Zip file'],
  [0, 'Rar!\x1a\x07', 'rar', 'a RAR file'],
  [0, '%PDF-', 'pdf', 'a PDF document'],
  [0, '\x7fELF', 'elf', 'a Linux program (ELF)'],
  [0, 'MZ', 'exe', 'a Windows program'],
  [0, '\xcf\xfa\xed\xfe', 'macho', 'a macOS program'],
  [0, '\xca\xfe\xba\xbe', 'macho', 'a macOS program or a Java class'],
  [0, '\x89PNG\r\n\x1a\n', 'png', 'a PNG picture'],
  [0, '\xff\xd8\xff', 'jpeg', 'a JPEG picture'],
  [0, 'GIF8', 'gif', 'a GIF picture'],
  [8, 'WEBP', 'webp', 'a WebP picture'],
  [4, 'ftyp', 'mp4', 'a video or picture (MP4 family)'],
  [0, 'SQLite format 3\0', 'sqlite', 'an SQLite database'],
  [0, '!<arch>\n', 'ar', 'a Debian package or static library (ar)'],
  [0, '\xed\xab\xee\xdb', 'rpm', 'an RPM package'],
  [0, 'hsqs', 'squashfs', 'a SquashFS file system'],
  [0, 'LZIP\x01', 'lzip', 'an lzip file'],
  [0, '\x1f\x9d', 'compress', 'a file of compress (.Z)'],
  [0, '\x02\x21\x4c\x18', 'lz4', 'an LZ4 file (old format)'],
  [0, '\x04\x22\x4d\x18', 'lz4', 'an LZ4 file'],
  [0, 'QFI\xfb', 'qcow2', 'a virtual disk (QCOW2)'],
  [0, 'KDMV', 'vmdk', 'a virtual disk (VMDK)'],
  [32769, 'CD001', 'iso', 'a CD image (ISO 9660)'],
  [0, '070701', 'cpio', 'a cpio archive'],
];

/** `head` is the beginning of the file (4 KiB are plenty), `size` its whole size. */
export function identify(head: Uint8Array, size: number): Identity {
  if (size === 0) return unknown('empty', 'an empty file');
  if (looksLikeTar(head)) return { kind: 'archive', format: 'tar', description: 'a tar archive' };
  const compression = detectCompression(head);
  if (compression !== 'none') return { kind: 'archive', format: compression, description: `a ${compression} file` };
  if (head.every((byte) => byte === 0)) return unknown('zeros', 'a file of zero bytes');
  for (const [offset, magic, format, description] of MAGIC) {
    if (latin1(head.subarray(offset, offset + magic.length)) === magic) return unknown(format, description);
  }
  if (isLzma(head)) return unknown('lzma', 'a file of bare LZMA (.lzma)');
  const wide = head[0] === 0xff && head[1] === 0xfe ? 'UTF-16 (little endian)' : head[0] === 0xfe && head[1] === 0xff ? 'UTF-16 (big endian)' : undefined;
  if (wide !== undefined) return utf16(head, wide);
  const text = decodeUtf8(head).replace(/^\ufeff/, '');
  const begin = text.trimStart();
  if (/^<(!doctype html|html|head|body)\b/i.test(begin)) return unknown('html', 'an HTML page');
  if (/^<(\?xml|svg|[a-z])/i.test(begin)) return unknown('xml', 'an XML or SVG file');
  if (begin.startsWith('{') || begin.startsWith('[')) return json(begin);
  if (isDockerfile(text)) return { kind: 'dockerfile', format: 'dockerfile', description: 'a Dockerfile' };
  if (/^(#!|-----BEGIN )/.test(begin)) return unknown('text', begin.startsWith('#!') ? 'a script' : 'a key or certificate');
  return isText(head, text) ? unknown('text', 'a text file') : unknown('binary', 'a file of unknown format');
}

/**
 * `.lzma` has no magic, but a header (lzma-file-format.txt of XZ Utils): properties, which are nearly always those of lc=3 lp=0 pb=2, a dictionary of
 * 2^n or 2^n + 2^(n-1) bytes, and the length, or all ones where it is not known.
 */
function isLzma(head: Uint8Array): boolean {
  if (head.length < 13 || head[0] !== 0x5d) return false;
  const view = new DataView(head.buffer, head.byteOffset, 13);
  const dictionary = view.getUint32(1, true);
  const power = 2 ** Math.floor(Math.log2(dictionary));
  const length = view.getBigUint64(5, true);
  return dictionary >= 4096 && (dictionary === power || dictionary === power * 1.5) && (length === 2n ** 64n - 1n || length < 2n ** 48n);
}

function unknown(format: string, description: string): Identity {
  return { kind: 'unknown', format, description };
}

function utf16(head: Uint8Array, name: string): Identity {
  const little = head[0] === 0xff;
  let text = '';
  for (let at = 2; at + 1 < head.length; at += 2) text += String.fromCharCode(little ? head[at]! | (head[at + 1]! << 8) : (head[at]! << 8) | head[at + 1]!);
  return isDockerfile(text)
    ? { kind: 'dockerfile', format: 'dockerfile-utf16', description: `a Dockerfile in ${name}` }
    : unknown('text', `a text file in ${name}`);
}

function json(begin: string): Identity {
  if (/"schema"\s*:\s*"plimsoll\.report"/.test(begin)) return { kind: 'report', format: 'report', description: 'a Plimsoll report' };
  if (/"(rootfs|diff_ids|history)"\s*:/.test(begin) && /"(architecture|os|config)"\s*:/.test(begin)) return unknown('image-config', 'the config of an image, without its layers');
  if (/"(manifests|layers|Layers|fsLayers)"\s*:/.test(begin)) return unknown('image-manifest', 'the manifest of an image, without its layers');
  return unknown('json', 'a JSON file');
}

/** Comments, directives and ARGs may come before FROM; any other first word must be an instruction. */
function isDockerfile(text: string): boolean {
  for (const line of text.split(/\r\n?|\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    if (/^FROM\s+(--\S+\s+)*\S+(\s+AS\s+\S+)?$/i.test(trimmed) || /^ARG\s+\w+(=|$)/i.test(trimmed)) return true;
    // A fragment without FROM has to look like one in upper case, so that prose that begins with "run" is none.
    return /^(RUN|COPY|ADD|ENV|LABEL|WORKDIR|CMD|ENTRYPOINT|EXPOSE|USER|VOLUME|SHELL|HEALTHCHECK|STOPSIGNAL|ONBUILD|MAINTAINER)\s+\S/.test(trimmed);
  }
  return false;
}

function isText(head: Uint8Array, text: string): boolean {
  if (head.includes(0)) return false;
  // The head may end within a character.
  return !text.slice(0, -4).includes('\ufffd');
}
