/** Zstandard frames (RFC 8878) of raw and run-length blocks: enough to wrap content, and to make bombs of a few bytes. */

const LARGEST_BLOCK = 128 * 1024;

function frameHeader(): Buffer<ArrayBuffer> {
  // No single segment, no checksum, no size; a window of 1 MiB.
  return Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50]);
}

function blockHeader(last: boolean, type: 0 | 1, size: number): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(3);
  header.writeUIntLE((last ? 1 : 0) | (type << 1) | (size << 3), 0, 3);
  return header;
}

export function zstdOf(content: Uint8Array): Buffer<ArrayBuffer> {
  const parts: Uint8Array[] = [frameHeader()];
  for (let at = 0; at === 0 || at < content.length; at += LARGEST_BLOCK) {
    const part = content.subarray(at, at + LARGEST_BLOCK);
    parts.push(blockHeader(at + LARGEST_BLOCK >= content.length, 0, part.length), part);
  }
  return Buffer.concat(parts);
}

/** A frame of `blocks` times 128 KiB of one byte: four bytes a block. */
export function zstdRun(byte: number, blocks: number): Buffer<ArrayBuffer> {
  return Buffer.concat([frameHeader(), ...Array.from({ length: blocks }, (_, at) => Buffer.concat([blockHeader(at === blocks - 1, 1, LARGEST_BLOCK), Buffer.from([byte])]))]);
}

/** A frame that decoders skip. */
export function skippableFrame(content: Uint8Array): Buffer<ArrayBuffer> {
  const header = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
}
