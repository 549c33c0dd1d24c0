/** What a tar reader has been given and not yet used: blocks and stretches out of chunks that are cut anywhere. */

/** Tar headers and payloads fill whole blocks of so many bytes. */
export const BLOCK = 512;
const EMPTY = new Uint8Array(0);

export class TarInput {
  chunk: Uint8Array = EMPTY;
  /** How much of the chunk has been used. */
  at = 0;
  /** The block that `takeBlock` made available: it lies in `block` at `blockAt`, and in the tar at `blockOffset`. */
  block: Uint8Array = EMPTY;
  blockView: DataView = new DataView(EMPTY.buffer);
  blockAt = 0;
  blockOffset = 0;
  /** What `collect` has gathered: the first `collected` bytes of `gathered`. */
  gathered = new Uint8Array(4096);
  collected = 0;
  #view: DataView = this.blockView;
  #chunkOffset = 0;
  #storedStart = 0;
  #storedPerByte = 0;
  #carry = new Uint8Array(BLOCK);
  #carryView: DataView = new DataView(this.#carry.buffer);
  #carried = 0;

  /** Position in the tar: how much of the input has been used. */
  get offset(): number {
    return this.#chunkOffset + this.at;
  }

  /** The same position in the stored blob. */
  get storedAt(): number {
    return this.#storedStart + this.at * this.#storedPerByte;
  }

  /** A block has been begun and waits for its rest. */
  get isMidBlock(): boolean {
    return this.#carried > 0;
  }

  feed(chunk: Uint8Array, storedFrom: number, storedTo: number): void {
    this.#chunkOffset += this.at;
    this.chunk = chunk;
    this.#view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.at = 0;
    this.#storedStart = storedFrom;
    this.#storedPerByte = chunk.length > 0 ? Math.max(0, storedTo - storedFrom) / chunk.length : 0;
  }

  /** Says that `count` bytes behind the chunk were left out. */
  skipped(count: number): void {
    this.#chunkOffset += this.at + count;
    this.chunk = EMPTY;
    this.at = 0;
  }

  /** Uses up at most `count` bytes, and answers how many. */
  pass(count: number): number {
    const available = Math.min(count, this.chunk.length - this.at);
    this.at += available;
    return available;
  }

  /** Makes one block available, without a copy where the chunk holds it whole; false where the input ends before it. */
  takeBlock(): boolean {
    const available = this.chunk.length - this.at;
    if (available === 0) return false;
    if (this.#carried === 0) {
      this.blockOffset = this.offset;
      if (available >= BLOCK) {
        this.block = this.chunk;
        this.blockView = this.#view;
        this.blockAt = this.at;
        this.at += BLOCK;
        return true;
      }
    }
    const taken = Math.min(available, BLOCK - this.#carried);
    this.#carry.set(this.chunk.subarray(this.at, this.at + taken), this.#carried);
    this.at += taken;
    this.#carried += taken;
    if (this.#carried < BLOCK) return false;
    this.#carried = 0;
    this.block = this.#carry;
    this.blockView = this.#carryView;
    this.blockAt = 0;
    return true;
  }

  /** Gathers bytes until there are `length` of them since `collected` was last 0; false where the input ends before. */
  collect(length: number): boolean {
    const taken = Math.min(length - this.collected, this.chunk.length - this.at);
    if (this.collected + taken > this.gathered.length) {
      const larger = new Uint8Array(Math.max(length, this.gathered.length * 2));
      larger.set(this.gathered.subarray(0, this.collected));
      this.gathered = larger;
    }
    this.gathered.set(this.chunk.subarray(this.at, this.at + taken), this.collected);
    this.at += taken;
    this.collected += taken;
    return this.collected === length;
  }

  /** Uses up the chunk; answers the first bytes of it that are not zero, and where they lie, if there are any. */
  passZeros(): { readonly bytes: Uint8Array; readonly offset: number } | undefined {
    const from = this.at;
    this.at = this.chunk.length;
    for (let i = from; i < this.chunk.length; i += 1) {
      if (this.chunk[i] !== 0) return { bytes: this.chunk.slice(i, i + 100), offset: this.#chunkOffset + i };
    }
    return undefined;
  }
}
