/**
 * An image report on its way between threads: its long lists as columns, whose buffers are moved and not copied. Rows of a list are made
 * when it is first looked at. A structured clone of the rows would hold the page up for as long as it takes.
 */
import { decodeUtf8 } from '../bytes/text';
import type { ImageReport, WasteReason } from './report';

/** Escaped paths as UTF-8, each ended by a NUL, which no escaped path has. */
export type PackedPaths = Uint8Array<ArrayBuffer>;

export interface PackedReport {
  /** All but the lists, which are empty in it. */
  readonly report: ImageReport;
  readonly waste: {
    readonly paths: PackedPaths;
    readonly bytes: Float64Array<ArrayBuffer>;
    readonly storedBytes: Float64Array<ArrayBuffer>;
    /** -1 for none. */
    readonly hiddenBy: Int32Array<ArrayBuffer>;
    /** What rows have in common, once each, and by row which of it applies; `changed` 0 is for none. */
    readonly reasons: readonly WasteReason[];
    readonly reason: Int32Array<ArrayBuffer>;
    readonly changes: readonly (readonly string[])[];
    readonly change: Int32Array<ArrayBuffer>;
    readonly layerLists: readonly (readonly number[])[];
    readonly layerList: Int32Array<ArrayBuffer>;
  };
  readonly duplicates: {
    /** Of all groups, one group after the other. */
    readonly paths: PackedPaths;
    readonly bytes: Float64Array<ArrayBuffer>;
    readonly size: Float64Array<ArrayBuffer>;
    /** Number of paths, by group. */
    readonly count: Int32Array<ArrayBuffer>;
  };
  readonly inefficiencies: {
    readonly paths: PackedPaths;
    readonly count: Int32Array<ArrayBuffer>;
    readonly bytes: Float64Array<ArrayBuffer>;
  };
}

/** The buffers of a packed report, for `postMessage(packed, transferables)`. */
export function buffersOf({ waste, duplicates, inefficiencies }: PackedReport): ArrayBuffer[] {
  return [waste, duplicates, inefficiencies].flatMap((columns) => Object.values(columns).flatMap((column) => (ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : [])));
}

/** The report itself: an ordinary object to whoever reads, copies or prints it. */
export function unpackReport(packed: PackedReport): ImageReport {
  const report = { ...packed.report, dive: { ...packed.report.dive } };
  defineLater(report, 'waste', () => unpackWaste(packed.waste));
  defineLater(report, 'duplicates', () => unpackDuplicates(packed.duplicates));
  defineLater(report.dive, 'inefficiencies', () => unpackInefficiencies(packed.inefficiencies));
  return report;
}

/** A field that is worked out when it is first read. */
function defineLater<Holder, Field extends keyof Holder>(holder: Holder, field: Field, make: () => Holder[Field]): void {
  let value: Holder[Field] | undefined;
  Object.defineProperty(holder, field, { enumerable: true, configurable: true, get: () => (value ??= make()) });
}

function unpackWaste(columns: PackedReport['waste']): ImageReport['waste'] {
  const { bytes, storedBytes, hiddenBy, reasons, reason, changes, change, layerLists, layerList } = columns;
  return textsOf(columns.paths).map((path, row) => ({
    path, bytes: bytes[row]!, reason: reasons[reason[row]!]!, layers: layerLists[layerList[row]!]!,
    ...(hiddenBy[row]! < 0 ? {} : { hiddenBy: hiddenBy[row]! }),
    ...(change[row] === 0 ? {} : { changed: changes[change[row]! - 1]! }),
    storedBytes: storedBytes[row]!,
  }));
}

function unpackDuplicates({ paths, bytes, size, count }: PackedReport['duplicates']): ImageReport['duplicates'] {
  const texts = textsOf(paths);
  let from = 0;
  return Array.from(count, (copies, group) => ({ bytes: bytes[group]!, size: size[group]!, paths: texts.slice(from, (from += copies)) }));
}

function unpackInefficiencies({ paths, count, bytes }: PackedReport['inefficiencies']): ImageReport['dive']['inefficiencies'] {
  return textsOf(paths).map((path, row) => ({ path, count: count[row]!, bytes: bytes[row]! }));
}

function textsOf(paths: PackedPaths): string[] {
  const texts = decodeUtf8(paths).split('\0');
  texts.pop();
  return texts;
}
