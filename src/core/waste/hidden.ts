/** Which payload bytes of which layer no path of the root file system reaches, and why. */
import { Growing, Rows, sortedRows } from '../columns';
import type { LayerTable } from '../image/layer-table';
import { EntryFlag, EntryType } from '../image/layer-table';
import { ALIVE, Ending, payloadBegin, payloadEnd, payloads, rareOf, versionAt, type RootFs } from '../image/root-fs';
import { xattrText } from '../image/version-difference';
import type { WasteReason } from '../report/report';
import { hasContent, sameContent } from './content';
import { findMoves, type Removals } from './moves';

/** What a metadata-only rewrite can change, in the order in which it is said; in columns, one bit each. */
export const ATTRIBUTES = ['mode', 'owner', 'mtime', 'xattrs'] as const;

export type Attribute = (typeof ATTRIBUTES)[number];

/** The attributes of a set of such bits. */
export function attributesOf(bits: number): readonly Attribute[] {
  return ATTRIBUTE_SETS[bits]!;
}

const ATTRIBUTE_SETS = Array.from({ length: 1 << ATTRIBUTES.length }, (_, bits) => ATTRIBUTES.filter((_attribute, bit) => ((bits >> bit) & 1) === 1));

/** In columns, by their place here. */
export const REASONS: readonly WasteReason[] = ['deleted', 'replaced', 'metadata-only', 'identical', 'opaque', 'superseded', 'moved', 'whiteout-payload'];

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
export function findHidden(fs: RootFs): Rows<HiddenPayload> {
  const found: HiddenColumns = {
    version: new Growing(Int32Array), reason: new Growing(Uint8Array), hiddenBy: new Growing(Int32Array), changed: new Growing(Uint8Array), movedTo: new Growing(Int32Array),
  };
  const removed = new Growing(Int32Array);
  for (const version of payloads(fs)) {
    if (payloadEnd(fs, version) === ALIVE || fs.tables[fs.born[version]!]!.size[fs.row[version]!] === 0) continue;
    const { reason, hiddenBy = -1, changed = 0 } = causeOf(fs, version);
    const row = found.version.push(version);
    found.reason.push(REASONS.indexOf(reason));
    found.hiddenBy.push(hiddenBy);
    found.changed.push(changed);
    found.movedTo.push(-1);
    if (reason === 'deleted' || reason === 'opaque') removed.push(row);
  }
  findMoves(fs, found, removed.finish());
  const [version, reason, hiddenBy, changed, movedTo] = [found.version.finish(), found.reason.finish(), found.hiddenBy.finish(), found.changed.finish(), found.movedTo.finish()];
  return new Rows(version.length, (at) => hiddenPayload(fs, version[at]!, reason[at]!, hiddenBy[at]!, changed[at]!, movedTo[at]!));
}

/** The same, by bytes; payloads of one size stay in their order. */
export function largestFirst(hidden: Rows<HiddenPayload>): Rows<HiddenPayload> {
  const bytes = hidden.column(Float64Array, (payload) => payload.bytes);
  return hidden.chosen(sortedRows(hidden.length, (a, b) => bytes[b]! - bytes[a]! || a - b));
}

/** `reason` is a place in `REASONS`, `changed` a set of bits; layers and versions are -1 for none. */
interface HiddenColumns extends Removals {
  readonly reason: Growing<Uint8Array<ArrayBuffer>>;
  readonly changed: Growing<Uint8Array<ArrayBuffer>>;
}

function hiddenPayload(fs: RootFs, version: number, reason: number, hiddenBy: number, changed: number, movedTo: number): HiddenPayload {
  const layer = fs.born[version]!;
  const row = fs.row[version]!;
  const table = fs.tables[layer]!;
  return {
    version, layer, row, bytes: table.size[row]!, storedBytes: storedBytesOf(table, row), reason: movedTo < 0 ? REASONS[reason]! : 'moved',
    ...(hiddenBy >= 0 && { hiddenBy }), ...(changed !== 0 && { changed: attributesOf(changed) }), ...(movedTo >= 0 && { movedTo }),
  };
}

/**
 * What a row costs in the blob as stored, header and padding included; compressed where the blob is. Whole bytes: positions
 * are rounded rather than differences, so that all rows together still make the blob.
 */
export function storedBytesOf(table: LayerTable, row: number): number {
  return Math.max(table.storedAt[row + 1]! - table.storedAt[row]!, 0);
}

/** Which attributes differ between two rows of files, as bits. */
function changedAttributes(before: LayerTable, rowBefore: number, after: LayerTable, rowAfter: number): number {
  let changed = 0;
  if (before.mode[rowBefore] !== after.mode[rowAfter]) changed |= 1;
  if (before.uid[rowBefore] !== after.uid[rowAfter] || before.gid[rowBefore] !== after.gid[rowAfter]) changed |= 2;
  if (before.mtime[rowBefore] !== after.mtime[rowAfter]) changed |= 4;
  if (xattrText(rareOf(before, rowBefore)?.xattrs) !== xattrText(rareOf(after, rowAfter)?.xattrs)) changed |= 8;
  return changed;
}

interface Cause {
  readonly reason: WasteReason;
  readonly hiddenBy?: number;
  /** As bits. */
  readonly changed?: number;
}

function causeOf(fs: RootFs, payload: number): Cause {
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
  return changed === 0 ? { reason: 'identical', hiddenBy: end } : { reason: 'metadata-only', hiddenBy: end, changed };
}

/** Sum of all regular-file payloads of a layer, markers' included; entries outside the root are no part of it. */
export function payloadBytes(table: LayerTable): number {
  let sum = 0;
  for (let row = 0; row < table.count; row += 1) {
    if (hasContent(table, row) && (table.flags[row]! & EntryFlag.outside) === 0) sum += table.size[row]!;
  }
  return sum;
}
