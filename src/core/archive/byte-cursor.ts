/** Reads ranges of a stream front to back, whatever its chunks are. */
import type { DecompressedStream } from '../bytes/codec';

export class ByteCursor {
  readonly #stream: DecompressedStream;
  #chunk = new Uint8Array(0) as Uint8Array;
  #at = 0;
  #offset = 0;

  constructor(stream: DecompressedStream) {
    this.#stream = stream;
  }

  /** Position of the next byte. */
  get offset(): number {
    return this.#offset + this.#at;
  }

  /** Moves forward to `offset`; false where that lies behind already. */
  async seek(offset: number): Promise<boolean> {
    let count = offset - this.offset;
    if (count < 0) return false;
    const here = Math.min(count, this.#chunk.length - this.#at);
    this.#at += here;
    count -= here;
    if (count === 0) return true;
    this.#offset += this.#chunk.length + count;
    this.#chunk = new Uint8Array(0);
    this.#at = 0;
    await this.#stream.skip(count);
    return true;
  }

  /** Hands out the next `length` bytes in pieces; answers how many there were. */
  async take(length: number, each: (piece: Uint8Array) => void): Promise<number> {
    let left = length;
    while (left > 0) {
      if (this.#at === this.#chunk.length) {
        const next = await this.#stream.next();
        if (next === undefined) break;
        this.#offset += this.#chunk.length;
        this.#chunk = next;
        this.#at = 0;
      }
      const taken = Math.min(left, this.#chunk.length - this.#at);
      each(this.#chunk.subarray(this.#at, this.#at + taken));
      this.#at += taken;
      left -= taken;
    }
    return length - left;
  }
}
