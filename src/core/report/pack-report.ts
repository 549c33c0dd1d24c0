/** From an analysed image to its report in columns: no row and no text is made on the way. */
import { writeEscaped } from '../bytes/text';
import type { AnalysedImage } from '../image/analyse';
import type { PathIndex } from '../image/path-index';
import { reportWith } from './image-report';
import type { PackedPaths, PackedReport } from './packed-report';

const slash = 0x2f;

/** The same report as `buildImageReport` gives, packed. */
export function packReport(analysed: AnalysedImage): PackedReport {
  const { fs, waste: { items }, duplicates, dive: { inefficiencies } } = analysed;
  const reasons = new Interned(items.map(({ reason }) => reason), (reason) => reason);
  const changes = new Interned(items.map(({ changed }) => changed), (changed) => changed.join(' '));
  const layers = new Interned(items.map((item) => item.layers), (list) => list.join(' '));
  return {
    report: reportWith(analysed, { waste: [], duplicates: [], inefficiencies: [] }),
    waste: {
      paths: packPaths(fs.paths, items.map(({ node }) => node)),
      bytes: Float64Array.from(items, ({ bytes }) => bytes),
      storedBytes: Float64Array.from(items, ({ storedBytes }) => storedBytes),
      hiddenBy: Int32Array.from(items, ({ hiddenBy }) => hiddenBy ?? -1),
      reasons: reasons.values, reason: reasons.places.map((place) => place - 1),
      changes: changes.values, change: changes.places,
      layerLists: layers.values, layerList: layers.places.map((place) => place - 1),
    },
    duplicates: {
      paths: packPaths(fs.paths, duplicates.flatMap(({ nodes }) => nodes)),
      bytes: Float64Array.from(duplicates, ({ bytes }) => bytes),
      size: Float64Array.from(duplicates, ({ size }) => size),
      count: Uint32Array.from(duplicates, ({ nodes }) => nodes.length),
    },
    inefficiencies: {
      paths: packPaths(fs.paths, inefficiencies.map(({ node }) => node), true),
      count: Uint32Array.from(inefficiencies, ({ count }) => count),
      bytes: Float64Array.from(inefficiencies, ({ bytes }) => bytes),
    },
  };
}

/** Equal values once, in the order in which they are first met; `places` count from 1, 0 being for undefined. */
class Interned<T> {
  readonly values: T[] = [];
  readonly places: Uint32Array<ArrayBuffer>;

  constructor(rows: readonly (T | undefined)[], keyOf: (value: T) => string) {
    const known = new Map<string, number>();
    this.places = Uint32Array.from(rows, (value) => {
      if (value === undefined) return 0;
      const key = keyOf(value);
      let place = known.get(key);
      if (place === undefined) known.set(key, (place = this.values.push(value)));
      return place;
    });
  }
}

/** Escaped paths of nodes, each ended by a NUL; with a leading slash where `rooted`. */
function packPaths(paths: PathIndex, nodes: readonly number[], rooted = false): PackedPaths {
  let plain = new Uint8Array(4096);
  let packed = new Uint8Array(64 * nodes.length + 4096);
  let at = 0;
  for (const node of nodes) {
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
  return packed.slice(0, at);
}
