/** Recognises moves: a path deleted in the layer that adds the same content under another path. */
import type { Growing } from '../columns';
import type { RootFs } from '../image/root-fs';
import { payloads, versionAt } from '../image/root-fs';
import { ContentGroups, hasContent } from './content';

/** Columns of hidden payloads: `hiddenBy` is the layer that removed the last name of `version`; `movedTo` is filled in here. */
export interface Removals {
  readonly version: Growing<Int32Array<ArrayBuffer>>;
  readonly hiddenBy: Growing<Int32Array<ArrayBuffer>>;
  readonly movedTo: Growing<Int32Array<ArrayBuffer>>;
}

/** For each of the given rows that was moved, notes the payload that carries on with its content. */
export function findMoves(fs: RootFs, { version: versions, hiddenBy, movedTo }: Removals, rows: Int32Array): void {
  if (rows.length === 0) return;
  // Few of a layer's files can be the new home of something removed: the low half of the hash tells most others.
  const wanted = new Uint8Array(FILTER_BITS / 8);
  for (const row of rows) {
    const bit = filterBit(fs, versions.at(row), hiddenBy.at(row));
    wanted[bit >>> 3]! |= 1 << (bit & 7);
  }
  const added = new Map<number, ContentGroups>();
  for (const version of payloads(fs)) {
    const layer = fs.born[version]!;
    const bit = filterBit(fs, version, layer);
    if ((wanted[bit >>> 3]! & (1 << (bit & 7))) === 0 || !hasContent(fs.tables[layer]!, fs.row[version]!)) continue;
    if (versionAt(fs, fs.node[version]!, layer) !== version) continue;
    let groups = added.get(layer);
    if (groups === undefined) added.set(layer, (groups = new ContentGroups(fs)));
    groups.add(version);
  }
  for (const row of rows) {
    const version = versions.at(row);
    const target = added.get(hiddenBy.at(row))?.find(version).find((candidate) => fs.node[candidate] !== fs.node[version]);
    if (target !== undefined) movedTo.set(row, target);
  }
}

/** Half a megabyte: ten bits for each of the payloads that the largest image measured removes. What falls together costs time alone. */
const FILTER_BITS = 1 << 22;

/** Where the filter has the content of a version in a layer. */
function filterBit(fs: RootFs, version: number, layer: number): number {
  const hash = fs.tables[fs.born[version]!]!.hashLow[fs.row[version]!]!;
  return Math.imul(hash ^ Math.imul(layer + 1, 0x9e3779b1), 0x85ebca6b) >>> 10;
}
