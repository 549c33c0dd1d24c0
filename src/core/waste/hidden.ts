/** Which payload bytes of which layer no path of the root file system reaches, and why. */
import type { LayerTable } from '../image/layer-table';
import { EntryFlag, EntryType } from '../image/layer-table';
import { ALIVE, Ending, payloadBegin, payloadEnd, payloads, rareOf, versionAt, type RootFs } from '../image/root-fs';
import { xattrText } from '../image/version-difference';
import type { WasteReason } from '../report/report';
import { hasContent, sameContent } from './content';
import { findMoves } from './moves';

/** What a metadata-only rewrite can change. */
export type Attribute = 'mode' | 'owner' | 'mtime' | 'xattrs';

/** The payload of one row that is hidden in the end. */
export interface HiddenPayload {
  readonly version: number;
  readonly layer: number;
  readonly row: number;
  readonly bytes: number;
  /** What the row costs in the stored blob, its header included. */
  readonly storedBytes: number;
  readonly reason: WasteReason;
  /** The layer that took its last name away; absent for what never had one. */
  readonly hiddenBy?: number;
  /** For `metadata-only`. */
  readonly changed?: readonly Attribute[];
  /** For `moved`: the version that holds the same content under its new name. */
  readonly movedTo?: number;
}

/** All hidden payloads with at least one byte, in no special order. */
export function findHidden(fs: RootFs): HiddenPayload[] {
  const hidden: HiddenPayload[] = [];
  const removed: { readonly at: number; readonly version: number; readonly layer: number }[] = [];
  for (const version of payloads(fs)) {
    if (payloadEnd(fs, version) === ALIVE) continue;
    const layer = fs.born[version]!;
    const row = fs.row[version]!;
    const table = fs.tables[layer]!;
    const bytes = table.size[row]!;
    if (bytes === 0) continue;
    const cause = causeOf(fs, version);
    if (cause.reason === 'deleted' || cause.reason === 'opaque') removed.push({ at: hidden.length, version, layer: cause.hiddenBy! });
    hidden.push({ version, layer, row, bytes, storedBytes: storedBytesOf(table, row), ...cause });
  }
  for (const [at, movedTo] of findMoves(fs, removed)) hidden[at] = { ...hidden[at]!, reason: 'moved', movedTo };
  return hidden;
}

/**
 * What a row costs in the blob as stored, header and padding included; compressed where the blob is. Whole bytes: positions
 * are rounded rather than differences, so that all rows together still make the blob.
 */
export function storedBytesOf(table: LayerTable, row: number): number {
  return Math.max(table.storedAt[row + 1]! - table.storedAt[row]!, 0);
}

/** Which attributes differ between two rows of files. */
export function changedAttributes(before: LayerTable, rowBefore: number, after: LayerTable, rowAfter: number): Attribute[] {
  const changed: Attribute[] = [];
  if (before.mode[rowBefore] !== after.mode[rowAfter]) changed.push('mode');
  if (before.uid[rowBefore] !== after.uid[rowAfter] || before.gid[rowBefore] !== after.gid[rowAfter]) changed.push('owner');
  if (before.mtime[rowBefore] !== after.mtime[rowAfter]) changed.push('mtime');
  if (xattrText(rareOf(before, rowBefore)?.xattrs) !== xattrText(rareOf(after, rowAfter)?.xattrs)) changed.push('xattrs');
  return changed;
}

function causeOf(fs: RootFs, payload: number): Pick<HiddenPayload, 'reason' | 'hiddenBy' | 'changed'> {
  const end = payloadEnd(fs, payload);
  if (payloadBegin(fs, payload) >= end) {
    return fs.ending[payload] === Ending.aside ? { reason: 'whiteout-payload' } : { reason: 'superseded', hiddenBy: fs.born[payload]! };
  }
  // With hard links, the name that went last decides.
  const name = (fs.linkGroups.get(payload) ?? [payload]).find((version) => fs.died[version] === end && fs.born[version]! < end)!;
  const after = versionAt(fs, fs.node[name]!, end);
  if (after < 0) {
    const reason = fs.ending[name] === Ending.whiteout ? 'deleted' : fs.ending[name] === Ending.opaque ? 'opaque' : 'replaced';
    return { reason, hiddenBy: end };
  }
  const source = fs.payload[after]!;
  if (fs.type[after] !== EntryType.file || !sameContent(fs, payload, source)) return { reason: 'replaced', hiddenBy: end };
  const changed = changedAttributes(fs.tables[fs.born[payload]!]!, fs.row[payload]!, fs.tables[fs.born[source]!]!, fs.row[source]!);
  return changed.length === 0 ? { reason: 'identical', hiddenBy: end } : { reason: 'metadata-only', hiddenBy: end, changed };
}

/** Sum of all regular-file payloads of a layer, markers' included; entries outside the root are no part of it. */
export function payloadBytes(table: LayerTable): number {
  let sum = 0;
  for (let row = 0; row < table.count; row += 1) {
    if (hasContent(table, row) && (table.flags[row]! & EntryFlag.outside) === 0) sum += table.size[row]!;
  }
  return sum;
}
