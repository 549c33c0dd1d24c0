/** One layer as dive's tree has it: nodes named by its entries, with their parents. */
import { EntryType, type LayerTable } from '../image/layer-table';
import type { IndexedLayers } from '../image/index-paths';

/** Reads one layer after the other into the same columns: what they hold counts where `#named` or `#inner` is the layer's turn. */
export class DiveLayer {
  /** The first `count` are the layer's. */
  readonly nodes: Int32Array;
  count = 0;
  /** Sizes in all headers, those of entries included that a later one of the same path replaces. */
  fileSize = 0;
  /** By whiteout of this layer, the node that it strikes out. */
  readonly targets = new Map<number, number>();
  readonly #indexed: IndexedLayers;
  /** The topmost segment of the path that begins with `.wh..wh..` (`.wh..wh.plnk` does not: dive takes it for a whiteout), or -1. */
  readonly #bookkeeping: Int32Array;
  readonly #named: Uint16Array;
  readonly #inner: Uint16Array;
  readonly #row: Int32Array;
  #turn = 0;
  #table: LayerTable | undefined;

  constructor(indexed: IndexedLayers) {
    const { paths } = indexed;
    this.#indexed = indexed;
    this.nodes = new Int32Array(paths.count);
    this.#named = new Uint16Array(paths.count);
    this.#inner = new Uint16Array(paths.count);
    this.#row = new Int32Array(paths.count);
    this.#bookkeeping = new Int32Array(paths.count).fill(-1);
    for (let node = 1; node < paths.count; node += 1) {
      const above = this.#bookkeeping[paths.parentOf(node)]!;
      this.#bookkeeping[node] = above >= 0 ? above : paths.isDoubleMarker(node) && paths.nameByte(node, 8) === 0x2e ? node : -1;
    }
  }

  read(table: LayerTable | undefined, rowNodes: Int32Array): void {
    const { paths, whiteoutTargets } = this.#indexed;
    this.#turn += 1;
    this.#table = table;
    this.count = 0;
    this.fileSize = 0;
    this.targets.clear();
    if (table === undefined) return;
    const [turn, named, inner] = [this.#turn, this.#named, this.#inner];
    for (let row = 0; row < table.count; row += 1) {
      this.fileSize += table.size[row]!;
      const node = rowNodes[row]!;
      const end = this.#bookkeeping[node]!;
      // A path ends silently before its first `.wh..wh..` segment.
      let at = end < 0 ? node : paths.parentOf(end);
      if (at > 0 && (end < 0 || named[at] !== turn)) this.#name(at, end < 0 ? row : -1);
      while (at > 0) {
        at = paths.parentOf(at);
        if (at <= 0 || inner[at] === turn) break;
        inner[at] = turn;
        if (named[at] !== turn) this.#name(at, -1);
      }
    }
    if (whiteoutTargets.size === 0) return;
    for (let place = 0; place < this.count; place += 1) {
      const node = this.nodes[place]!;
      if (paths.isMarker(node)) this.targets.set(node, whiteoutTargets.get(node)!);
    }
  }

  /** Whether the layer names a node, itself or by what lies below it. */
  has(node: number): boolean {
    return this.#named[node] === this.#turn;
  }

  isLeaf(node: number): boolean {
    return this.#inner[node] !== this.#turn;
  }

  isMarker(node: number): boolean {
    return this.targets.size > 0 && this.targets.has(node);
  }

  /** Size in the header; 0 for implied directories. */
  sizeOf(node: number): number {
    const row = this.#row[node]!;
    return row < 0 ? 0 : this.#table!.size[row]!;
  }

  /** Whether the entry is a directory; never for implied ones. */
  isDirectory(node: number): boolean {
    const row = this.#row[node]!;
    return row >= 0 && this.#table!.type[row] === EntryType.dir;
  }

  #name(node: number, row: number): void {
    if (this.#named[node] !== this.#turn) {
      this.nodes[this.count] = node;
      this.count += 1;
    }
    this.#named[node] = this.#turn;
    this.#row[node] = row;
  }
}
