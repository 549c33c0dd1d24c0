/** Every path of an image once: a trie over name bytes, found by open addressing on (parent, name). */
import type { LayerTable } from './layer-table';
import { EntryFlag } from './layer-table';

const slash = 0x2f;
const parentName = new Uint8Array([0x2e, 0x2e]);

/**
 * Nodes are numbered from 0, the root. A node says that a path was named somewhere, not that it exists: what lies there,
 * layer by layer, is `RootFs`'s to tell. About 30 bytes a path and its base name.
 */
export class PathIndex {
  #count = 1;
  #parent = new Int32Array(1024);
  #nameStart = new Uint32Array(1025);
  #names = new Uint8Array(16 * 1024);
  #slots = new Int32Array(4096).fill(-1);
  // Unknown to whoever writes a hostile archive, so that names cannot be chosen to collide. Nothing visible depends on it.
  readonly #seed = (Math.random() * 0x100000000) | 0;

  constructor() {
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

  /** Whether the base name begins with `.wh.`: OCI's mark for what is not a file of its own. */
  isMarker(node: number): boolean {
    const at = this.#nameStart[node]!;
    const names = this.#names;
    return this.nameLength(node) >= 4 && names[at] === 0x2e && names[at + 1] === 0x77 && names[at + 2] === 0x68 && names[at + 3] === 0x2e;
  }

  /** Whether the base name begins with `.wh..wh.`: AUFS bookkeeping, or (see `isOpaque`) the opaque marker. */
  isDoubleMarker(node: number): boolean {
    const at = this.#nameStart[node]! + 4;
    const names = this.#names;
    return (
      this.nameLength(node) >= 8 && this.isMarker(node) &&
      names[at] === 0x2e && names[at + 1] === 0x77 && names[at + 2] === 0x68 && names[at + 3] === 0x2e
    );
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
    if (end > this.#names.length) {
      const larger = new Uint8Array(Math.max(end, this.#names.length * 2));
      larger.set(this.#names);
      // `bytes` may be a view of the old arena: it stays readable, since the old buffer lives as long as the view does.
      this.#names = larger;
    }
    for (let at = from, into = start; at < to; at += 1, into += 1) this.#names[into] = bytes[at]!;
    this.#parent[node] = parent;
    this.#nameStart[node + 1] = end;
    this.#slots[slot] = node;
    this.#count = node + 1;
    if (this.#count * 4 > this.#slots.length * 3) this.#growSlots();
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

  /** The whole path of a node, without a leading slash; empty for the root. */
  pathOf(node: number): Uint8Array {
    let length = -1;
    for (let at = node; at > 0; at = this.#parent[at]!) length += this.nameLength(at) + 1;
    const path = new Uint8Array(Math.max(length, 0));
    let end = path.length;
    for (let at = node; at > 0; at = this.#parent[at]!) {
      end -= this.nameLength(at);
      path.set(this.nameOf(at), end);
      end -= 1;
      if (end >= 0) path[end] = slash;
    }
    return path;
  }

  /** Frees what growing left over. */
  trim(): void {
    this.#parent = this.#parent.slice(0, this.#count);
    this.#nameStart = this.#nameStart.slice(0, this.#count + 1);
    this.#names = this.#names.slice(0, this.#nameStart[this.#count]);
  }

  /** Bytes held. */
  get memory(): number {
    return this.#parent.byteLength + this.#nameStart.byteLength + this.#names.byteLength + this.#slots.byteLength;
  }

  #slotOf(parent: number, bytes: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const names = this.#names;
    const length = to - from;
    let slot = this.#hash(parent, bytes, from, to) & mask;
    for (;;) {
      const node = slots[slot]!;
      if (node < 0) return slot;
      if (this.#parent[node] === parent) {
        const start = this.#nameStart[node]!;
        if (this.#nameStart[node + 1]! - start === length) {
          let at = 0;
          while (at < length && names[start + at] === bytes[from + at]) at += 1;
          if (at === length) return slot;
        }
      }
      slot = (slot + 1) & mask;
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
    const parent = new Int32Array(this.#parent.length * 2);
    parent.set(this.#parent);
    this.#parent = parent;
    const nameStart = new Uint32Array(parent.length + 1);
    nameStart.set(this.#nameStart);
    this.#nameStart = nameStart;
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let node = 1; node < this.#count; node += 1) {
      let slot = this.#hash(this.#parent[node]!, this.#names, this.#nameStart[node]!, this.#nameStart[node + 1]!) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = node;
    }
    this.#slots = slots;
  }
}

/** The paths of an image's layers, and which node each row of each layer names. */
export interface IndexedLayers {
  readonly paths: PathIndex;
  readonly tables: readonly (LayerTable | undefined)[];
  /** Node of every row, by layer; entries that climb out of the root are kept apart, below a node named `..`. */
  readonly rowNodes: readonly Int32Array[];
}

/** Indexes all paths of all layers. Unreadable layers (`undefined`) count as empty ones. */
export function indexPaths(tables: readonly (LayerTable | undefined)[]): IndexedLayers {
  const paths = new PathIndex();
  const rowNodes = tables.map((table) => (table === undefined ? new Int32Array(0) : indexTable(paths, table)));
  return { paths, tables, rowNodes };
}

function indexTable(paths: PathIndex, table: LayerTable): Int32Array {
  const { paths: bytes, pathStart, flags, count } = table;
  const nodes = new Int32Array(count);
  // Tars list a directory's entries together: most rows share the directory of the row before.
  let lastFrom = 0;
  let lastLength = -1;
  let lastNode = 0;
  for (let row = 0; row < count; row += 1) {
    const from = pathStart[row]!;
    const to = pathStart[row + 1]!;
    if ((flags[row]! & EntryFlag.outside) !== 0) {
      nodes[row] = paths.addPath(bytes, from, to, paths.add(0, parentName, 0, 2));
      continue;
    }
    let cut = to - 1;
    while (cut >= from && bytes[cut] !== slash) cut -= 1;
    const length = Math.max(cut - from, 0);
    let same = length === lastLength;
    for (let at = length - 1; same && at >= 0; at -= 1) same = bytes[from + at] === bytes[lastFrom + at];
    if (!same) {
      lastNode = paths.addPath(bytes, from, from + length);
      lastFrom = from;
      lastLength = length;
    }
    nodes[row] = to > cut + 1 ? paths.add(lastNode, bytes, Math.max(cut + 1, from), to) : lastNode;
  }
  return nodes;
}

function nextSlash(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== slash) at += 1;
  return at;
}
