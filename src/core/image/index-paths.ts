/** Indexes the paths of all layers of an image: which node each row of each layer names. */
import { escapeShort } from '../bytes/text';
import type { Diagnostic } from '../problem';
import { EntryFlag, pathBytes, withoutPaths, type LayerTable, type ScannedTable } from './layer-table';
import { PathIndex } from './path-index';

const slash = 0x2f;
const parentName = new Uint8Array([0x2e, 0x2e]);

/**
 * Segments of a path. Linux opens none of more than 4,096 bytes, a slash and a letter each at the least. Every directory on the way has a
 * path of its own: what is deeper would cost the square of its depth.
 */
export const MAX_DEPTH = 2048;
/** Paths of one image, directories that nobody lists included: about 700 MB while they are merged. */
const MAX_PATHS = 8_000_000;

/** The paths of an image's layers, and which node each row of each layer names. */
export interface IndexedLayers {
  readonly paths: PathIndex;
  /** Without their paths, which only the index has from now on; equal layers share one. */
  readonly tables: readonly (LayerTable | undefined)[];
  /** Node of every row, by layer; entries that climb out of the root are kept apart, below a node named `..`. Equal tables share theirs. */
  readonly rowNodes: readonly Int32Array[];
  /** By whiteout, the node that it strikes out: its own name without one `.wh.`, in the same directory. Nodes of the index, too. */
  readonly whiteoutTargets: ReadonlyMap<number, number>;
  /** Rows that were left out, at most one a layer and reason. They are flagged `outside`, and their node is the root. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Indexes all paths of all layers. Unreadable layers (`undefined`) count as empty ones. */
export function indexPaths(tables: readonly (ScannedTable | undefined)[]): IndexedLayers {
  const indexer = new PathIndexer([...new Set(tables)].reduce((sum, table) => sum + (table?.count ?? 0), 0));
  const known = new Map<ScannedTable | undefined, IndexedTable>();
  for (const table of tables) {
    const same = known.get(table);
    known.set(table, indexer.add(same ?? table));
  }
  return indexer.finish();
}

/** What a layer's rows name. Its table has no paths any more. */
export interface IndexedTable {
  readonly table: LayerTable | undefined;
  readonly nodes: Int32Array;
  readonly left: readonly (LeftOut & { readonly entry: string })[];
}

/** Takes the layers one after the other, the lowest first, so that indexing need not wait until all are there. */
export class PathIndexer {
  readonly #paths: PathIndex;
  readonly #layers: IndexedTable[] = [];

  /** `expected` paths get their room at once. */
  constructor(expected = 0) {
    this.#paths = new PathIndex(expected);
  }

  /** The next layer: its table, none where it cannot be read, or what an equal layer before it gave. */
  add(layer: ScannedTable | IndexedTable | undefined): IndexedTable {
    const indexed = layer !== undefined && 'nodes' in layer ? layer : this.#index(layer);
    this.#layers.push(indexed);
    return indexed;
  }

  finish(): IndexedLayers {
    return {
      paths: this.#paths, tables: this.#layers.map(({ table }) => table), rowNodes: this.#layers.map(({ nodes }) => nodes),
      whiteoutTargets: addWhiteoutTargets(this.#paths),
      diagnostics: this.#layers.flatMap(({ left }, layer) => left.map(({ kind, entry, count }) => leftOut(kind, layer, entry, count))),
    };
  }

  #index(table: ScannedTable | undefined): IndexedTable {
    if (table === undefined) return { table, nodes: new Int32Array(0), left: [] };
    const left: LeftOut[] = [];
    const nodes = indexTable(this.#paths, table, left);
    return { table: withoutPaths(table), nodes, left: left.map((each) => ({ ...each, entry: escapeShort(pathBytes(table, each.row)) })) };
  }
}

/** Tars list a directory's entries together: the directories of the row before are kept, as far as the next row shares them. */
function indexTable(paths: PathIndex, table: ScannedTable, left: LeftOut[]): Int32Array {
  const { paths: bytes, pathStart, flags, count } = table;
  const nodes = new Int32Array(count);
  /** Directories on the way to the row before: their nodes, and where what is in them begins, counted from the path's beginning. */
  const ways: number[] = [];
  const begins: number[] = [];
  let lastFrom = 0;
  let lastLength = 0;
  for (let row = 0; row < count; row += 1) {
    const from = pathStart[row]!;
    const to = pathStart[row + 1]!;
    const kind = paths.count >= MAX_PATHS ? 'too-many-paths' : to - from > 2 * MAX_DEPTH && isDeep(bytes, from, to) ? 'path-too-deep' : undefined;
    if (kind !== undefined) {
      flags[row]! |= EntryFlag.outside | EntryFlag.special;
      const known = left.find((each) => each.kind === kind);
      if (known === undefined) left.push({ kind, row, count: 1 });
      else known.count += 1;
      continue;
    }
    if ((flags[row]! & EntryFlag.outside) !== 0) {
      nodes[row] = paths.addPath(bytes, from, to, paths.add(0, parentName, 0, 2));
      continue;
    }
    const most = Math.min(lastLength, to - from);
    let shared = 0;
    while (shared < most && bytes[from + shared] === bytes[lastFrom + shared]) shared += 1;
    while (begins.length > 0 && begins[begins.length - 1]! > shared) {
      begins.pop();
      ways.pop();
    }
    let node = ways.length === 0 ? 0 : ways[ways.length - 1]!;
    for (let at = from + (begins.length === 0 ? 0 : begins[begins.length - 1]!); at < to; ) {
      let end = at;
      while (end < to && bytes[end] !== slash) end += 1;
      node = paths.add(node, bytes, at, end);
      at = end + 1;
      if (end < to) {
        ways.push(node);
        begins.push(at - from);
      }
    }
    nodes[row] = node;
    lastFrom = from;
    lastLength = to - from;
  }
  return nodes;
}

interface LeftOut {
  readonly kind: 'path-too-deep' | 'too-many-paths';
  /** The first of them. */
  readonly row: number;
  count: number;
}

function leftOut(kind: LeftOut['kind'], layer: number, entry: string, count: number): Diagnostic {
  const more = count === 1 ? '' : ` (and ${count - 1} more of the kind in this layer)`;
  const where = { layer, entry };
  if (kind === 'path-too-deep') {
    return {
      kind, message: `${entry} lies below more than ${MAX_DEPTH} directories${more}; it is in no figure.`,
      advice: 'No system unpacks such a path. Build the layer again without it.', where,
    };
  }
  return {
    kind, message: `The image names more than ${MAX_PATHS} paths: ${entry} is left out${more}, and so is what comes after it.`,
    advice: 'Figures are those of the paths before it. Check what the layer was made from.', where,
  };
}

/** Whether a path has more than `MAX_DEPTH` segments. */
export function isDeep(bytes: Uint8Array, from: number, to: number): boolean {
  let segments = 1;
  for (let at = from; at < to && segments <= MAX_DEPTH; at += 1) if (bytes[at] === slash) segments += 1;
  return segments > MAX_DEPTH;
}

function addWhiteoutTargets(paths: PathIndex): Map<number, number> {
  const targets = new Map<number, number>();
  const { count } = paths;
  for (let node = 1; node < count; node += 1) {
    if (!paths.isMarker(node)) continue;
    const name = paths.nameOf(node).slice(4);
    targets.set(node, paths.add(paths.parentOf(node), name, 0, name.length));
  }
  return targets;
}
