/** Gathers bytes into blocks for a sink, counts them, and digests stretches of them on the way. */
import type { ByteSink, Digester, SourceCopy } from './byte-sink';
import { askSink } from './sink-problem';

/** Bytes that go to the sink at once: enough that the cost of a call does not show, in a browser too. */
const BLOCK = 1 << 19;

/** Bytes that the host copies without a word: Cancel and the progress wait for no more than these. */
const PASSED_AT_ONCE = 32 << 20;

const ZEROS = new Uint8Array(1024);

/**
 * Two blocks take turns: while one is written and digested, the other is filled. Usage: `room` and `put` where no waiting is
 * wanted, `write` else; `drain` at the end. An error of the sink is thrown by the call after the one that caused it.
 */
export class BlockOutput {
  readonly #write: (chunk: Uint8Array) => Promise<void>;
  readonly #copy: SourceCopy | undefined;
  #block = new Uint8Array(BLOCK);
  #spare = new Uint8Array(BLOCK);
  #pending: Promise<unknown> | undefined;
  #filled = 0;
  /** Bytes before this place in the block have been digested, or are not to be. */
  #digested = 0;
  #digester: Digester | undefined;
  #flushed = 0;

  /** `copy` is for `pass`. */
  constructor(write: (chunk: Uint8Array) => Promise<void>, copy?: SourceCopy) {
    this.#write = write;
    this.#copy = copy;
  }

  /** Whether bytes of the source can be passed. */
  get passes(): boolean {
    return this.#copy !== undefined;
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

  /** The next `length` bytes of the block, zero, to be filled by the caller before anything else happens; at most `room` of them. */
  take(length: number): Uint8Array {
    const bytes = this.#block.subarray(this.#filled, (this.#filled += length));
    return bytes.fill(0);
  }

  /** Takes any number of bytes; what is as large as half a block passes without a copy. */
  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length <= this.room && bytes.length < BLOCK / 2) {
      this.put(bytes);
      return;
    }
    if (bytes.length >= BLOCK / 2) {
      await this.drain();
      await Promise.all([this.#digester?.update(bytes), this.#write(bytes)]);
      this.#flushed += bytes.length;
      return;
    }
    for (let at = 0; at < bytes.length; ) {
      if (this.room === 0) await this.flush();
      const taken = Math.min(this.room, bytes.length - at);
      this.put(bytes.subarray(at, at + taken));
      at += taken;
    }
  }

  /** Lets the host write bytes [offset, offset + length) of the source to the sink, undigested; only where `passes` says so. */
  async pass(offset: number, length: number): Promise<void> {
    for (let at = offset, end = offset + length; at < end; at += PASSED_AT_ONCE) {
      const piece = Math.min(PASSED_AT_ONCE, end - at);
      await this.drain();
      await this.#copy!(at, piece);
      this.#flushed += piece;
    }
  }

  /** Writes `count` zero bytes. */
  async zeros(count: number): Promise<void> {
    for (let left = count; left > 0; left -= ZEROS.length) await this.write(left < ZEROS.length ? ZEROS.subarray(0, left) : ZEROS);
  }

  /** Hands on what is in the block, once the block before it has been taken; does not wait for its own. */
  async flush(): Promise<void> {
    await this.#settle();
    if (this.#filled === 0) return;
    const chunk = this.#block.subarray(0, this.#filled);
    const digesting = this.#filled > this.#digested ? this.#digester?.update(chunk.subarray(this.#digested)) : undefined;
    this.#pending = Promise.all([digesting, this.#write(chunk)]);
    // Whoever comes next is told; until then nobody is listening.
    this.#pending.catch(() => undefined);
    this.#flushed += this.#filled;
    this.#filled = this.#digested = 0;
    [this.#block, this.#spare] = [this.#spare, this.#block];
  }

  /** Hands on everything and waits until it is taken. */
  async drain(): Promise<void> {
    await this.flush();
    await this.#settle();
  }

  /** From here on all bytes are digested, until `endDigest`. */
  beginDigest(digester: Digester): void {
    this.#digester = digester;
    this.#digested = this.#filled;
  }

  async endDigest(): Promise<void> {
    await this.#settle();
    if (this.#filled > this.#digested) await this.#digester?.update(this.#block.subarray(this.#digested, this.#filled));
    this.#digested = this.#filled;
    this.#digester = undefined;
  }

  async #settle(): Promise<void> {
    const pending = this.#pending;
    this.#pending = undefined;
    await pending;
  }
}

/** An output to a sink, whose errors it throws as `ProblemError`s, as those of `copy`. `beforeBlock` may throw to stop the work. */
export function sinkOutput(sink: ByteSink, beforeBlock: (bytesWritten: number) => void, copy?: SourceCopy): BlockOutput {
  let written = 0;
  const counted = async (length: number, act: () => Promise<void>): Promise<void> => {
    beforeBlock(written);
    await askSink(act);
    written += length;
  };
  return new BlockOutput(
    (chunk) => counted(chunk.length, () => sink.write(chunk)),
    copy && ((offset, length) => counted(length, () => copy(offset, length))),
  );
}
