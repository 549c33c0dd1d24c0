/** Which version of a path came before another: stored for those alone that have one, since most paths are written once. */

/** A bit a version says whether one came before, and the count of bits below a word where its number stands: a quarter of a byte a version. */
export class Predecessors {
  readonly #has: Uint32Array;
  readonly #below: Uint32Array;
  readonly #found: Int32Array;

  /** `previous` of the first `count` versions, -1 for none. */
  constructor(previous: Int32Array, count: number) {
    const words = (count + 31) >>> 5;
    this.#has = new Uint32Array(words);
    this.#below = new Uint32Array(words);
    let found = 0;
    for (let version = 0; version < count; version += 1) if (previous[version]! >= 0) found += 1;
    this.#found = new Int32Array(found);
    found = 0;
    for (let version = 0; version < count; version += 1) {
      if ((version & 31) === 0) this.#below[version >>> 5] = found;
      if (previous[version]! < 0) continue;
      this.#has[version >>> 5]! |= 1 << (version & 31);
      this.#found[found] = previous[version]!;
      found += 1;
    }
  }

  /** The version before `version`, or -1. */
  of(version: number): number {
    const word = this.#has[version >>> 5]!;
    const bit = 1 << (version & 31);
    return (word & bit) === 0 ? -1 : this.#found[this.#below[version >>> 5]! + bitsIn(word & (bit - 1))]!;
  }

  /** Bytes held. */
  get memory(): number {
    return this.#has.byteLength + this.#below.byteLength + this.#found.byteLength;
  }
}

/** Set bits of a word of 32, by adding up ever larger fields (Warren, Hacker's Delight, 5-1). */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
