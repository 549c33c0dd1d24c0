/** What the first bytes of a file are to a reader: a picture, a text, or neither. Told by the bytes, never by the name. */

export type FileContent =
  | { readonly kind: 'empty' }
  | { readonly kind: 'image'; readonly type: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly what: string };

/** Raster pictures that browsers draw without running anything. SVG is a document, and is shown as the text that it is. */
const PICTURES: readonly { readonly type: string; readonly at: number; readonly magic: readonly number[] }[] = [
  { type: 'image/png', at: 0, magic: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { type: 'image/jpeg', at: 0, magic: [0xff, 0xd8, 0xff] },
  { type: 'image/gif', at: 0, magic: [0x47, 0x49, 0x46, 0x38] },
  { type: 'image/webp', at: 8, magic: [0x57, 0x45, 0x42, 0x50] },
  { type: 'image/avif', at: 4, magic: [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66] },
  { type: 'image/bmp', at: 0, magic: [0x42, 0x4d] },
  { type: 'image/x-icon', at: 0, magic: [0, 0, 1, 0] },
];

const BITMAP_HEADERS: ReadonlySet<number> = new Set([40, 108, 124]);

/** What else is met in images, for one word above the bytes. */
const KNOWN: readonly { readonly what: string; readonly at: number; readonly magic: readonly number[] }[] = [
  { what: 'ELF program or library', at: 0, magic: [0x7f, 0x45, 0x4c, 0x46] },
  { what: 'gzip', at: 0, magic: [0x1f, 0x8b] },
  { what: 'zstd', at: 0, magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { what: 'xz', at: 0, magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { what: 'bzip2', at: 0, magic: [0x42, 0x5a, 0x68] },
  { what: 'zip, or a format made of it (jar, wheel, docx)', at: 0, magic: [0x50, 0x4b, 3, 4] },
  { what: 'ar archive (static library, deb package)', at: 0, magic: [0x21, 0x3c, 0x61, 0x72, 0x63, 0x68, 0x3e] },
  { what: 'SQLite database', at: 0, magic: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66] },
  { what: 'Java class', at: 0, magic: [0xca, 0xfe, 0xba, 0xbe] },
  { what: 'WebAssembly', at: 0, magic: [0, 0x61, 0x73, 0x6d] },
  { what: 'PDF', at: 0, magic: [0x25, 0x50, 0x44, 0x46] },
  { what: 'tar', at: 257, magic: [0x75, 0x73, 0x74, 0x61, 0x72] },
];

/** Largest picture that is handed to the browser's decoder. */
export const MOST_PICTURE_BYTES = 24_000_000;

const isAt = (bytes: Uint8Array, { at, magic }: { readonly at: number; readonly magic: readonly number[] }): boolean => magic.every((byte, index) => bytes[at + index] === byte);

/** `whole` says that nothing follows these bytes. */
export function readContent(bytes: Uint8Array, whole: boolean): FileContent {
  if (bytes.length === 0) return { kind: 'empty' };
  const picture = PICTURES.find((format) => isAt(bytes, format));
  // Two letters do not make a bitmap: the size of its second header tells it.
  if (picture && (picture.type !== 'image/bmp' || BITMAP_HEADERS.has(bytes[14] ?? 0))) return { kind: 'image', type: picture.type };
  const text = textOf(bytes, whole);
  if (text !== undefined) return { kind: 'text', text };
  return { kind: 'binary', what: KNOWN.find((format) => isAt(bytes, format))?.what ?? '' };
}

/** UTF-8 without control characters that no text has; UTF-16 where a byte order mark says so. */
function textOf(bytes: Uint8Array, whole: boolean): string | undefined {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  if (!wide && bytes.some((byte) => byte === 0)) return undefined;
  try {
    // In a part of a file the last character may be cut: `stream` leaves it out.
    const text = new TextDecoder(wide ?? 'utf-8', { fatal: true }).decode(bytes, { stream: !whole });
    return /[\u0001-\u0006\u000e-\u001a]/.test(text.slice(0, 4096)) ? undefined : text;
  } catch {
    return undefined;
  }
}

export interface HexLine {
  readonly offset: string;
  readonly hex: string;
  readonly text: string;
}

/** Sixteen bytes a line, as `hexdump -C` has it. */
export function hexLines(bytes: Uint8Array, most = 1024): readonly HexLine[] {
  const lines: HexLine[] = [];
  for (let at = 0; at < Math.min(bytes.length, most); at += 16) {
    const line = [...bytes.subarray(at, Math.min(at + 16, bytes.length, most))];
    const pairs = line.map((byte) => byte.toString(16).padStart(2, '0'));
    lines.push({
      offset: at.toString(16).padStart(6, '0'),
      hex: `${pairs.slice(0, 8).join(' ').padEnd(23)}  ${pairs.slice(8).join(' ').padEnd(23)}`,
      text: line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
    });
  }
  return lines;
}
