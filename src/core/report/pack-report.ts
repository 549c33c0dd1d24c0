/** From an analysed image to its report in columns: no row and no text is made on the way. */
import { freeMemory } from '../bytes/free-memory';
import { writeEscaped } from '../bytes/text';
import { Growing, type Rows } from '../columns';
import type { AnalysedImage } from '../image/analyse';
import type { PathIndex } from '../image/path-index';
import type { Duplicate } from '../waste/duplicates';
import { reportWith } from './image-report';
import type { PackedPaths, PackedReport } from './packed-report';

const slash = 0x2f;

/** The same report as `buildImageReport` gives, packed. */
export function packReport(analysed: AnalysedImage): PackedReport {
  const { fs, waste: { items }, duplicates, dive: { inefficiencies } } = analysed;
  const reasons = new Interned(items, ({ reason }) => reason);
  const changes = new Interned(items, ({ changed }) => changed);
  const layers = new Interned(items, (item) => item.layers);
  return {
    report: reportWith(analysed, { waste: [], duplicates: [], inefficiencies: [] }),
    waste: {
      paths: packPaths(fs.paths, items.column(Int32Array, ({ node }) => node)),
      bytes: items.column(Float64Array, ({ bytes }) => bytes),
      storedBytes: items.column(Float64Array, ({ storedBytes }) => storedBytes),
      hiddenBy: items.column(Int32Array, ({ hiddenBy }) => hiddenBy ?? -1),
      reasons: reasons.values, reason: reasons.places.map((place) => place - 1),
      changes: changes.values, change: changes.places,
      layerLists: layers.values, layerList: layers.places.map((place) => place - 1),
    },
    duplicates: {
      paths: packPaths(fs.paths, nodesOf(duplicates)),
      bytes: duplicates.column(Float64Array, ({ bytes }) => bytes),
      size: duplicates.column(Float64Array, ({ size }) => size),
      count: duplicates.column(Int32Array, ({ nodes }) => nodes.length),
    },
    inefficiencies: {
      paths: packPaths(fs.paths, inefficiencies.column(Int32Array, ({ node }) => node), true),
      count: inefficiencies.column(Int32Array, ({ count }) => count),
      bytes: inefficiencies.column(Float64Array, ({ bytes }) => bytes),
    },
  };
}

/** Values that rows share once, in the order in which they are first met; `places` count from 1, 0 being for undefined. */
class Interned<Row, T> {
  readonly values: T[] = [];
  readonly places: Int32Array<ArrayBuffer>;

  constructor(rows: Rows<Row>, of: (row: Row) => T | undefined) {
    const known = new Map<T, number>();
    this.places = rows.column(Int32Array, (row) => {
      const value = of(row);
      if (value === undefined) return 0;
      let place = known.get(value);
      if (place === undefined) known.set(value, (place = this.values.push(value)));
      return place;
    });
  }
}

/** The paths of all groups, one group after the other. */
function nodesOf(duplicates: Rows<Duplicate>): Int32Array {
  const all = new Growing(Int32Array, duplicates.length * 2);
  for (const { nodes } of duplicates) for (let at = 0; at < nodes.length; at += 1) all.push(nodes[at]!);
  return all.finish();
}

/** Escaped paths of nodes, each ended by a NUL; with a leading slash where `rooted`. */
function packPaths(paths: PathIndex, nodes: Int32Array, rooted = false): PackedPaths {
  let plain = new Uint8Array(4096);
  let packed = new Uint8Array(64 * nodes.length + 4096);
  let at = 0;
  for (let row = 0; row < nodes.length; row += 1) {
    const node = nodes[row]!;
    const length = paths.pathLength(node);
    if (length > plain.length) plain = new Uint8Array(length * 2);
    const most = at + 3 * length + 2;
    if (most > packed.length) {
      const larger = new Uint8Array(most * 2);
      larger.set(packed.subarray(0, at));
      packed = larger;
    }
    if (rooted) packed[at++] = slash;
    at = writeEscaped(plain, paths.writePath(node, plain, length), length, packed, at);
    packed[at++] = 0;
  }
  const exact = packed.slice(0, at);
  freeMemory(packed);
  return exact;
}
