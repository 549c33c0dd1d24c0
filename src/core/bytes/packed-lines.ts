/** Front coding: lines of text without what each shares with the one before it. Lists of paths take a fifth of their room. */

const NEWLINE = 0x0a;
/** What one byte says that two lines share. */
const MOST_SHARED = 0xff;
const FIRST_LINE = 256;

/**
 * For each line a byte that says how many bytes it begins with that the line before begins with, and then the rest with its newline;
 * the last line has none where the text had none. Any bytes may be packed; empty lines take twice their room.
 */
export function packLines(text: Uint8Array): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(writePacked(text, undefined));
  writePacked(text, packed);
  return packed;
}

/** Writes the packed text, or only works out its length, and answers that. */
function writePacked(text: Uint8Array, into: Uint8Array | undefined): number {
  let length = 0;
  let before = 0;
  let beforeEnd = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf(NEWLINE, start);
    const end = newline < 0 ? text.length : newline;
    const most = Math.min(end - start, beforeEnd - before, MOST_SHARED);
    let shared = 0;
    while (shared < most && text[start + shared] === text[before + shared]) shared += 1;
    const next = newline < 0 ? end : end + 1;
    if (into !== undefined) {
      into[length] = shared;
      for (let from = start + shared, to = length + 1; from < next; from += 1, to += 1) into[to] = text[from]!;
    }
    length += 1 + next - start - shared;
    before = start;
    beforeEnd = end;
    start = next;
  }
  return length;
}

/** Reads packed lines one after the other. */
export class PackedLines {
  /** The line at hand is the first `length` bytes, without its newline; valid until the next one is read. */
  line = new Uint8Array(FIRST_LINE);
  length = 0;
  readonly #packed: Uint8Array;
  #at = 0;

  constructor(packed: Uint8Array) {
    this.#packed = packed;
  }

  /** Goes to the next line; false at the end. */
  next(): boolean {
    const packed = this.#packed;
    if (this.#at >= packed.length) return false;
    const shared = Math.min(packed[this.#at]!, this.length);
    const start = this.#at + 1;
    const newline = packed.indexOf(NEWLINE, start);
    const end = newline < 0 ? packed.length : newline;
    const length = shared + end - start;
    if (length > this.line.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.line.length));
      larger.set(this.line.subarray(0, shared));
      this.line = larger;
    }
    for (let from = start, to = shared; from < end; from += 1, to += 1) this.line[to] = packed[from]!;
    this.length = length;
    this.#at = end + 1;
    return true;
  }
}
