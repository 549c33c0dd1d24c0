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

  /** Bytes [offset, offset + length), if they are at hand and not behind; then they count as taken. Valid until the next call. */
  held(offset: number, length: number): Uint8Array | undefined {
    const from = offset - this.#offset;
    if (from < this.#at || from + length > this.#chunk.length) return undefined;
    this.#at = from + length;
    return this.#chunk.subarray(from, this.#at);
  }

  /** Hands out the next `length` bytes in pieces; answers how many there were. */
  async take(length: number, each: (piece: Uint8Array) => void): Promise<number> {
    let left = length;
    while (left > 0) {
      const piece = await this.next(left);
      if (piece === undefined) break;
      each(piece);
      left -= piece.length;
    }
    return length - left;
  }

  /** The next bytes that are at hand, at most `length` (above 0), valid until the next call; undefined at the end. */
  async next(length: number): Promise<Uint8Array | undefined> {
    if (this.#at === this.#chunk.length) {
      // Asked before: browsers take the chunk's memory away while they fill the next one, which makes it empty.
      const { length: taken } = this.#chunk;
      const next = await this.#stream.next();
      if (next === undefined) return undefined;
      this.#offset += taken;
      this.#chunk = next;
      this.#at = 0;
    }
    const piece = this.#chunk.subarray(this.#at, this.#at + length);
    this.#at += piece.length;
    return piece;
  }
}
