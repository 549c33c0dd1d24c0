/** Hidden payloads as waste: one row for each path and reason, kept in columns. */
import { Growing, Rows, sortedRows } from '../columns';
import { comparePaths } from '../image/path-order';
import type { RootFs } from '../image/root-fs';
import type { WasteReason } from '../report/report';
import { ATTRIBUTES, attributesOf, REASONS, type Attribute, type HiddenPayload } from './hidden';

/** Hidden bytes of one path for one reason. */
export interface WasteItem {
  /** Where the bytes were (for a hard link: the name that carries them), behind links that its layer wrote through. */
  readonly node: number;
  readonly bytes: number;
  readonly storedBytes: number;
  readonly reason: WasteReason;
  /** Layers that hold the bytes, bottom first; one list for all rows of the same layers. */
  readonly layers: readonly number[];
  readonly hiddenBy?: number;
  readonly changed?: readonly Attribute[];
}

/** By bytes, largest first, then by path and reason. */
export function wasteItems(fs: RootFs, hidden: Rows<HiddenPayload>): Rows<WasteItem> {
  const nodes = new Growing(Int32Array);
  const reasons = new Growing(Uint8Array);
  const bytesOf = new Growing(Float64Array);
  const storedOf = new Growing(Float64Array);
  const hiders = new Growing(Int32Array);
  const changes = new Growing(Uint8Array);
  const layerSets = new Growing(Int32Array);
  const sets = new Map<string, number>();
  const layerLists: (readonly number[])[] = [];
  const places = hidden.column(Int32Array, ({ version, reason }) => fs.node[version]! * REASONS.length + REASONS.indexOf(reason));
  const order = sortedRows(hidden.length, (a, b) => places[a]! - places[b]! || a - b);
  for (let at = 0; at < order.length; ) {
    const place = places[order[at]!]!;
    const layers: number[] = [];
    let [bytes, storedBytes, hider, changed] = [0, 0, -1, 0];
    for (; at < order.length && places[order[at]!] === place; at += 1) {
      const payload = hidden.at(order[at]!);
      bytes += payload.bytes;
      storedBytes += payload.storedBytes;
      if (!layers.includes(payload.layer)) layers.push(payload.layer);
      hider = Math.max(hider, payload.hiddenBy ?? -1);
      for (const attribute of payload.changed ?? []) changed |= 1 << ATTRIBUTES.indexOf(attribute);
    }
    nodes.push(Math.floor(place / REASONS.length));
    reasons.push(place % REASONS.length);
    bytesOf.push(bytes);
    storedOf.push(storedBytes);
    hiders.push(hider);
    changes.push(changed);
    const key = layers.sort((a, b) => a - b).join(' ');
    if (!sets.has(key)) sets.set(key, layerLists.push(layers) - 1);
    layerSets.push(sets.get(key)!);
  }
  const [node, reason, bytes, stored] = [nodes.finish(), reasons.finish(), bytesOf.finish(), storedOf.finish()];
  const [hiddenBy, changed, layerSet] = [hiders.finish(), changes.finish(), layerSets.finish()];
  const largestFirst = sortedRows(node.length, (a, b) => bytes[b]! - bytes[a]! || comparePaths(fs.paths, node[a]!, node[b]!) || reason[a]! - reason[b]!);
  return new Rows(node.length, (row): WasteItem => ({
    node: node[row]!, bytes: bytes[row]!, storedBytes: stored[row]!, reason: REASONS[reason[row]!]!, layers: layerLists[layerSet[row]!]!,
    ...(hiddenBy[row]! >= 0 && { hiddenBy: hiddenBy[row]! }), ...(changed[row] !== 0 && { changed: attributesOf(changed[row]!) }),
  })).chosen(largestFirst);
}
