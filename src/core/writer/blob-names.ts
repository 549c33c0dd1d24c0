/** What blobs are called in an archive: by their digest, or by their place while that is not known. */
import type { Compression } from '../image/image';

const ENDINGS: Readonly<Record<Compression, string>> = { none: 'tar', gzip: 'tar.gz', zstd: 'tar.zst', xz: 'tar.xz', bzip2: 'tar.bz2' };

/** A name that needs no digest. */
export function plainName(index: number, compression: Compression): string {
  return `layer-${index}.${ENDINGS[compression]}`;
}

/** Digests become names of the archive: what has another form is not believed, and worked out anew. */
export function wellFormed(digest: string | undefined): string | undefined {
  return digest !== undefined && /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(digest) ? digest : undefined;
}

export function blobName(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}
