/** Every name of an image once, as text in lower case: a few long strings, which engines search natively, a hundred thousand names in a millisecond or two. */
import { decodeUtf8, readablePath } from '../bytes/text';
import { DistinctNames } from './distinct-names';
import type { PathIndex } from './path-index';

/** Bytes of names in one piece: long enough to be searched fast, short enough to be written between two answers. */
const PIECE = 1 << 19;

/** Names number `from` and the next ones, `/a/b/c/`; no name has a slash. */
interface Piece {
  readonly from: number;
  readonly text: string;
  /** Where each name begins, and at last where a further one would. */
  readonly starts: Uint32Array;
}

/** Where in a name a text must lie. */
export interface Anchors {
  readonly start?: boolean;
  readonly end?: boolean;
}

export class NameText {
  readonly #paths: PathIndex;
  readonly #pieces: Piece[] = [];
  #names: DistinctNames | undefined;
  #numbered = false;
  /** The first name that is in no piece yet. */
  #next = 0;

  constructor(paths: PathIndex) {
    this.#paths = paths;
  }

  /** All names, numbered. */
  get names(): DistinctNames {
    const names = (this.#names ??= new DistinctNames(this.#paths));
    while (!this.#numbered) this.#numbered = !names.step();
    return names;
  }

  /** Does one part more of what every search needs; false when all is done. A search does what is missing. */
  prepare(): boolean {
    if (!this.#numbered) {
      this.#numbered = !(this.#names ??= new DistinctNames(this.#paths)).step();
      return !this.#numbered || this.names.count > 0;
    }
    const { names } = this;
    if (this.#next >= names.count) return false;
    const piece = writePiece(this.#paths, names, this.#next);
    this.#pieces.push(piece);
    this.#next = piece.from + piece.starts.length - 1;
    return this.#next < names.count;
  }

  /** By number of a name: 1 where the name, readable and in lower case, holds `word`; undefined where none does. */
  search(word: string, { start = false, end = false }: Anchors): Uint8Array | undefined {
    while (this.prepare());
    const wanted = `${start ? '/' : ''}${word}${end ? '/' : ''}`;
    let found: Uint8Array | undefined;
    for (const { from, text, starts } of this.#pieces) {
      let name = 0;
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, starts[name]! - 1)) {
        const letter = start ? at + 1 : at;
        while (starts[name + 1]! <= letter) name += 1;
        found ??= new Uint8Array(this.names.count);
        found[from + name] = 1;
        name += 1;
      }
    }
    return found;
  }
}

function writePiece(paths: PathIndex, names: DistinctNames, from: number): Piece {
  let to = from;
  let room = 1;
  // An escaped byte takes three.
  for (; to < names.count && (room < PIECE || to === from); to += 1) room += 3 * paths.nameLength(names.nodeOf(to)) + 1;
  const bytes = new Uint8Array(room);
  const starts = new Uint32Array(to - from + 1);
  bytes[0] = SLASH;
  let end = 1;
  for (let name = from; name < to; name += 1) {
    starts[name - from] = end;
    end = paths.writeEscapedName(names.nodeOf(name), bytes, end);
    bytes[end] = SLASH;
    end += 1;
  }
  starts[to - from] = end;
  const escaped = decodeUtf8(bytes.subarray(0, end));
  const text = readablePath(escaped).toLowerCase();
  // Letters beyond ASCII are fewer than their bytes, and some have a lower case of two.
  if (text.length !== end || escaped.includes('%')) findStarts(text, starts);
  return { from, text, starts };
}

const SLASH = 0x2f;

function findStarts(text: string, starts: Uint32Array): void {
  for (let name = 0, at = 0; name < starts.length; name += 1, at = text.indexOf('/', at)) {
    at += 1;
    starts[name] = at;
  }
}
