/** The diffID of a stored layer: SHA-256 of its uncompressed tar, for sources whose config does not state it. */
import { openBlob } from '../archive/blob-stream';
import type { ByteSource } from '../bytes/byte-source';
import type { Codecs } from '../bytes/codec';
import type { BlobLocation } from '../image/image';
import type { Digester } from './byte-sink';

/** Reads the whole blob. Throws `ProblemError` when it cannot be read. */
export async function diffIdOf(source: ByteSource, location: BlobLocation, codecs: Codecs, digester: Digester, beforeChunk: () => void): Promise<string> {
  const blob = await openBlob(source.stream(location.offset, location.offset + location.size), codecs);
  try {
    for (let chunk = await blob.content.next(); chunk !== undefined; chunk = await blob.content.next()) {
      beforeChunk();
      await digester.update(chunk);
    }
    return `sha256:${await digester.digest()}`;
  } finally {
    await blob.cancel();
  }
}
