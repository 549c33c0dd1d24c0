/** The names of all paths as text in lower case: a few long strings, which engines search natively, a hundred thousand names in a millisecond or two. */
import { decodeUtf8, readablePath } from '../bytes/text';
import type { PathIndex } from './path-index';

/** Bytes of names in one piece: long enough to be searched fast, short enough to be written between two answers. */
const PIECE = 1 << 19;

/** Names of nodes `from` and the next ones, `/a/b/c/`; no name has a slash. */
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
  /** The root has no name. */
  #next = 1;

  constructor(paths: PathIndex) {
    this.#paths = paths;
  }

  /** Writes one piece more; false when all are there. A search writes what is missing. */
  prepare(): boolean {
    if (this.#next >= this.#paths.count) return false;
    const piece = writePiece(this.#paths, this.#next);
    this.#pieces.push(piece);
    this.#next = piece.from + piece.starts.length - 1;
    return this.#next < this.#paths.count;
  }

  /** Calls `visit` with each node whose name, readable and in lower case, holds `word`; in rising order. */
  search(word: string, { start = false, end = false }: Anchors, visit: (node: number) => void): void {
    while (this.prepare());
    const wanted = `${start ? '/' : ''}${word}${end ? '/' : ''}`;
    for (const { from, text, starts } of this.#pieces) {
      let name = 0;
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, starts[name]! - 1)) {
        const letter = start ? at + 1 : at;
        while (starts[name + 1]! <= letter) name += 1;
        visit(from + name);
        name += 1;
      }
    }
  }
}

function writePiece(paths: PathIndex, from: number): Piece {
  let to = from;
  let room = 1;
  // An escaped byte takes three.
  for (; to < paths.count && (room < PIECE || to === from); to += 1) room += 3 * paths.nameLength(to) + 1;
  const bytes = new Uint8Array(room);
  const starts = new Uint32Array(to - from + 1);
  bytes[0] = SLASH;
  let end = 1;
  for (let node = from; node < to; node += 1) {
    starts[node - from] = end;
    end = paths.writeEscapedName(node, bytes, end);
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
