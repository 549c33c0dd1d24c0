/** Every path of an image once: a trie over name bytes, found by open addressing on (parent, name). */
import { freeMemory } from '../bytes/free-memory';
import { writeEscaped } from '../bytes/text';

const slash = 0x2f;
/** Nodes that an index has room for at first, and the most that it is given room for ahead of time. */
const FIRST_NODES = 1024;
const MOST_AHEAD = 1 << 20;

/**
 * Nodes are numbered from 0, the root; a parent has a lower number than what is in it. A node says that a path was named somewhere,
 * not that it exists: what lies there, layer by layer, is `RootFs`'s to tell. About 16 bytes a path and its base name, once trimmed.
 */
export class PathIndex {
  #count = 1;
  #parent: Int32Array;
  #nameStart: Uint32Array;
  #names: Uint8Array;
  #slots: Int32Array;
  // Unknown to whoever writes a hostile archive, so that names cannot be chosen to collide. Nothing visible depends on it.
  readonly #seed = (Math.random() * 0x100000000) | 0;

  /** `expected` paths get their room at once. */
  constructor(expected = 0) {
    const room = Math.min(Math.max(expected + (expected >> 4), FIRST_NODES), MOST_AHEAD);
    this.#parent = new Int32Array(room);
    this.#nameStart = new Uint32Array(room + 1);
    this.#names = new Uint8Array(room * 16);
    this.#slots = new Int32Array(slotsFor(room)).fill(-1);
    this.#parent[0] = -1;
  }

  get count(): number {
    return this.#count;
  }

  /** The directory that holds `node`; -1 for the root. */
  parentOf(node: number): number {
    return this.#parent[node]!;
  }

  /** Base name of `node` as a view, valid until the next `add`. Empty for the root. */
  nameOf(node: number): Uint8Array {
    return this.#names.subarray(this.#nameStart[node], this.#nameStart[node + 1]);
  }

  nameLength(node: number): number {
    return this.#nameStart[node + 1]! - this.#nameStart[node]!;
  }

  /** Byte `at` of the base name, without a view of it. */
  nameByte(node: number, at: number): number {
    return this.#names[this.#nameStart[node]! + at]!;
  }

  /** The last two bytes of the base name as one number, 0 for what is missing of them. */
  nameEnd(node: number): number {
    const length = this.nameLength(node);
    return length < 2 ? (length < 1 ? 0 : this.nameByte(node, 0)) : (this.nameByte(node, length - 2) << 8) | this.nameByte(node, length - 1);
  }

  /** All base names in a row, and where each begins and the one before it ends; valid until the next `add`. */
  get allNames(): { readonly bytes: Uint8Array; readonly starts: Uint32Array } {
    return { bytes: this.#names, starts: this.#nameStart };
  }

  /** By node: the directory that holds it, as `parentOf` tells; valid until the next `add`. */
  get allParents(): Int32Array {
    return this.#parent;
  }

  /** Writes the base name of `node`, escaped, at `into[at]`, where there is room for three times its length; answers where it ends. */
  writeEscapedName(node: number, into: Uint8Array, at: number): number {
    return writeEscaped(this.#names, this.#nameStart[node]!, this.#nameStart[node + 1]!, into, at);
  }

  /** Whether the base name begins with `.wh.`: OCI's mark for what is not a file of its own. */
  isMarker(node: number): boolean {
    return this.nameLength(node) >= 4 && this.#isWh(this.#nameStart[node]!);
  }

  /** Whether the base name begins with `.wh..wh.`: AUFS bookkeeping, or (see `isOpaque`) the opaque marker. */
  isDoubleMarker(node: number): boolean {
    const at = this.#nameStart[node]!;
    return this.nameLength(node) >= 8 && this.#isWh(at) && this.#isWh(at + 4);
  }

  /** Whether the base name is `.wh..wh..opq`. */
  isOpaque(node: number): boolean {
    const at = this.#nameStart[node]! + 8;
    const names = this.#names;
    return this.nameLength(node) === 12 && this.isDoubleMarker(node) && names[at] === 0x2e && names[at + 1] === 0x6f && names[at + 2] === 0x70 && names[at + 3] === 0x71;
  }

  /** The node named `bytes[from..to)` in `parent`, or -1. */
  find(parent: number, bytes: Uint8Array, from: number, to: number): number {
    return this.#slots[this.#slotOf(parent, bytes, from, to)]!;
  }

  /** The same, added where it is missing. */
  add(parent: number, bytes: Uint8Array, from: number, to: number): number {
    const slot = this.#slotOf(parent, bytes, from, to);
    const found = this.#slots[slot]!;
    if (found >= 0) return found;
    const node = this.#count;
    if (node === this.#parent.length) this.#growNodes();
    const start = this.#nameStart[node]!;
    const end = start + to - from;
    // `bytes` may be a view of the old arena, which then has to stay readable.
    if (end > this.#names.length) this.#names = moved(this.#names, new Uint8Array(Math.max(end, this.#names.length * 2)), bytes.buffer === this.#names.buffer);
    const names = this.#names;
    for (let at = from, into = start; at < to; at += 1, into += 1) names[into] = bytes[at]!;
    this.#parent[node] = parent;
    this.#nameStart[node + 1] = end;
    this.#slots[slot] = node;
    this.#count = node + 1;
    if (this.#count * 4 > this.#slots.length * 3) this.#rehash(this.#slots.length * 2);
    return node;
  }

  /** The node of a whole path (as `LayerTable` writes them), or -1. */
  findPath(path: Uint8Array): number {
    let node = 0;
    for (let at = 0; at < path.length && node >= 0; ) {
      const end = nextSlash(path, at, path.length);
      if (end > at) node = this.find(node, path, at, end);
      at = end + 1;
    }
    return node;
  }

  /** The node of the path `bytes[from..to)` below `root`, added with its parents where it is missing. */
  addPath(bytes: Uint8Array, from: number, to: number, root = 0): number {
    let node = root;
    for (let at = from; at < to; ) {
      const end = nextSlash(bytes, at, to);
      if (end > at) node = this.add(node, bytes, at, end);
      at = end + 1;
    }
    return node;
  }

  /** Bytes of the whole path, as `pathOf` gives it. */
  pathLength(node: number): number {
    let length = -1;
    for (let at = node; at > 0; at = this.#parent[at]!) length += this.nameLength(at) + 1;
    return Math.max(length, 0);
  }

  /** The whole path of a node, without a leading slash; empty for the root. */
  pathOf(node: number): Uint8Array {
    const path = new Uint8Array(this.pathLength(node));
    this.writePath(node, path, path.length);
    return path;
  }

  /** Writes the whole path of a node so that it ends before `end`; answers where it begins. */
  writePath(node: number, into: Uint8Array, end: number): number {
    const names = this.#names;
    let begin = end;
    for (let at = node; at > 0; at = this.#parent[at]!) {
      if (begin < end) into[--begin] = slash;
      const start = this.#nameStart[at]!;
      for (let from = this.#nameStart[at + 1]! - 1; from >= start; from -= 1) into[--begin] = names[from]!;
    }
    return begin;
  }

  /** Byte order of two base names: negative, 0 or positive. */
  compareNames(a: number, b: number): number {
    const names = this.#names;
    const [left, right] = [this.#nameStart[a]!, this.#nameStart[b]!];
    const [lengthA, lengthB] = [this.nameLength(a), this.nameLength(b)];
    const shared = Math.min(lengthA, lengthB);
    for (let at = 0; at < shared; at += 1) {
      const difference = names[left + at]! - names[right + at]!;
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }

  /** Segments of the path. */
  depthOf(node: number): number {
    let depth = 0;
    for (let at = node; at > 0; at = this.#parent[at]!) depth += 1;
    return depth;
  }

  /** Frees what growing left over. */
  trim(): void {
    this.#parent = moved(this.#parent.subarray(0, this.#count), new Int32Array(this.#count));
    this.#nameStart = moved(this.#nameStart.subarray(0, this.#count + 1), new Uint32Array(this.#count + 1));
    const length = this.#nameStart[this.#count]!;
    this.#names = moved(this.#names.subarray(0, length), new Uint8Array(length));
    if (slotsFor(this.#count) < this.#slots.length) this.#rehash(slotsFor(this.#count));
  }

  /** Bytes held. */
  get memory(): number {
    return this.#parent.byteLength + this.#nameStart.byteLength + this.#names.byteLength + this.#slots.byteLength;
  }

  #isWh(at: number): boolean {
    const names = this.#names;
    return names[at] === 0x2e && names[at + 1] === 0x77 && names[at + 2] === 0x68 && names[at + 3] === 0x2e;
  }

  #slotOf(parent: number, bytes: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    const parents = this.#parent;
    const starts = this.#nameStart;
    const mask = slots.length - 1;
    const names = this.#names;
    const length = to - from;
    for (let slot = this.#hash(parent, bytes, from, to) & mask; ; slot = (slot + 1) & mask) {
      const node = slots[slot]!;
      if (node < 0) return slot;
      if (parents[node] !== parent) continue;
      const start = starts[node]!;
      if (starts[node + 1]! - start !== length) continue;
      let at = 0;
      while (at < length && names[start + at] === bytes[from + at]) at += 1;
      if (at === length) return slot;
    }
  }

  /** FNV-1a over the name, begun from the parent, with a final mix (the table is addressed by the low bits). */
  #hash(parent: number, bytes: Uint8Array, from: number, to: number): number {
    let hash = Math.imul(parent + 1, 0x9e3779b1) ^ this.#seed;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    return hash ^ (hash >>> 13);
  }

  #growNodes(): void {
    this.#parent = moved(this.#parent, new Int32Array(this.#parent.length * 2));
    this.#nameStart = moved(this.#nameStart, new Uint32Array(this.#parent.length + 1));
  }

  #rehash(length: number): void {
    const slots = new Int32Array(length).fill(-1);
    const mask = length - 1;
    for (let node = 1; node < this.#count; node += 1) {
      let slot = this.#hash(this.#parent[node]!, this.#names, this.#nameStart[node]!, this.#nameStart[node + 1]!) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = node;
    }
    freeMemory(this.#slots);
    this.#slots = slots;
  }
}

/** A power of two of which `count` nodes fill three quarters at most. */
function slotsFor(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max((count + 1) / 0.75, 2)));
}

/** `column` moved to `room`, and its memory given back unless it is in use. */
function moved<Column extends Int32Array | Uint32Array | Uint8Array>(column: Column, room: Column, inUse = false): Column {
  room.set(column);
  if (!inUse) freeMemory(column);
  return room;
}

function nextSlash(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== slash) at += 1;
  return at;
}
