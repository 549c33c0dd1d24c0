/** Gathers bytes into blocks for a sink, counts them, and digests stretches of them on the way. */
import type { ByteSink, Digester } from './byte-sink';
import { askSink } from './sink-problem';

/** Bytes that go to the sink at once: enough that the cost of a call does not show, in a browser too. */
const BLOCK = 1 << 20;

const ZEROS = new Uint8Array(1024);

/** Usage: `put` small things, `room` and `put` to fill a block without waiting, `write` large ones; `flush` at the end. */
export class BlockOutput {
  readonly #write: (chunk: Uint8Array) => Promise<void>;
  readonly #block = new Uint8Array(BLOCK);
  #filled = 0;
  /** Bytes before this place in the block have been digested, or are not to be. */
  #digested = 0;
  #digester: Digester | undefined;
  #flushed = 0;

  constructor(write: (chunk: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  /** Bytes taken so far. */
  get position(): number {
    return this.#flushed + this.#filled;
  }

  /** How many bytes `put` takes before `flush` is needed. */
  get room(): number {
    return BLOCK - this.#filled;
  }

  /** Copies bytes into the block; at most `room` of them. */
  put(bytes: Uint8Array): void {
    this.#block.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  /** Takes any number of bytes. Large chunks pass without a copy. */
  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length <= this.room) {
      this.put(bytes);
      return;
    }
    await this.flush();
    if (bytes.length < BLOCK / 2) {
      this.put(bytes);
      return;
    }
    await this.#digester?.update(bytes);
    await this.#write(bytes);
    this.#flushed += bytes.length;
  }

  /** Writes `count` zero bytes. */
  async zeros(count: number): Promise<void> {
    for (let left = count; left > 0; left -= ZEROS.length) await this.write(left < ZEROS.length ? ZEROS.subarray(0, left) : ZEROS);
  }

  /** Hands on what is in the block. */
  async flush(): Promise<void> {
    await this.#digestBlock();
    if (this.#filled === 0) return;
    await this.#write(this.#block.subarray(0, this.#filled));
    this.#flushed += this.#filled;
    this.#filled = this.#digested = 0;
  }

  /** From here on all bytes are digested, until `endDigest`. */
  beginDigest(digester: Digester): void {
    this.#digester = digester;
    this.#digested = this.#filled;
  }

  async endDigest(): Promise<void> {
    await this.#digestBlock();
    this.#digester = undefined;
  }

  async #digestBlock(): Promise<void> {
    if (this.#digester !== undefined && this.#filled > this.#digested) await this.#digester.update(this.#block.subarray(this.#digested, this.#filled));
    this.#digested = this.#filled;
  }
}

/** An output to a sink, whose errors it throws as `ProblemError`s. `beforeBlock` may throw to stop the work. */
export function sinkOutput(sink: ByteSink, beforeBlock: (bytesWritten: number) => void): BlockOutput {
  let written = 0;
  return new BlockOutput(async (chunk) => {
    beforeBlock(written);
    await askSink(() => sink.write(chunk));
    written += chunk.length;
  });
}
