/** SHA-256 by Node's OpenSSL, which uses the processor's own instructions. */
import { createHash } from 'node:crypto';
import type { Digester } from '../../src/core/writer/byte-sink';

export function createNodeSha256(): Digester {
  const hash = createHash('sha256');
  return {
    update: (chunk) => void hash.update(chunk),
    digest: () => hash.digest('hex'),
  };
}
