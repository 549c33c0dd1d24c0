/** A sink that digests what passes, to another sink or to nowhere. */
import { createHash } from 'node:crypto';
import type { ByteSink } from '../../src/core/writer/byte-sink';

export class DigestingSink implements ByteSink {
  readonly #hash = createHash('sha256');
  readonly #inner: ByteSink | undefined;
  digest = '';

  constructor(inner?: ByteSink) {
    this.#inner = inner;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    await this.#inner?.write(chunk);
  }

  async close(): Promise<void> {
    this.digest = this.#hash.digest('hex');
    await this.#inner?.close();
  }

  async abort(): Promise<void> {
    await this.#inner?.abort();
  }
}
