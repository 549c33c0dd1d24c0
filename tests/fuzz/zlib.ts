/** Node's zlib with the types of what its declarations leave out. */
import * as zlib from 'node:zlib';

export const { constants, deflateRawSync } = zlib;

/** Inflates a raw stream whole; throws as zlib does. `used` is how much of the stream it took. */
export function inflateRawSync(stream: Buffer, maxOutputLength: number): { readonly bytes: Buffer; readonly used: number } {
  const options = { info: true, maxOutputLength };
  const { buffer, engine } = zlib.inflateRawSync(stream, options) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
  return { bytes: buffer, used: engine.bytesWritten };
}

/** CRC-32 as gzip has it: Node 20.15 brought it, the types of its first versions lack it. */
export const crc32 = (zlib as unknown as { crc32(bytes: Uint8Array): number }).crc32;
