/** Bytes at and below every node of an image: what the last layer reaches and what stays hidden, each stored byte once. */
import { EntryType } from '../image/layer-table';
import { layerCount, payloadReachable, payloads, sizeOf, versionAt, type RootFs } from '../image/root-fs';

export interface Weights {
  /** By node: bytes of reachable files; an inode counts at its first name. */
  readonly reachable: Float64Array;
  /** By node: payload bytes that layers store there and no path reaches. */
  readonly hidden: Float64Array;
  /** By node: what stands there in the end, or the newest version that ever did; -1 for none. */
  readonly version: Int32Array;
}

/** One pass over the versions and one over the nodes. */
export function weigh(fs: RootFs): Weights {
  const count = fs.paths.count;
  const last = layerCount(fs) - 1;
  const weights: Weights = { reachable: new Float64Array(count), hidden: new Float64Array(count), version: new Int32Array(count) };
  const counted = new Set<number>();
  for (let node = 0; node < count; node += 1) {
    const version = versionAt(fs, node, last);
    weights.version[node] = version >= 0 ? version : fs.newest[node]!;
    if (version < 0 || fs.type[version] !== EntryType.file) continue;
    const payload = fs.payload[version]!;
    if (fs.linkGroups.has(payload)) {
      if (counted.has(payload)) continue;
      counted.add(payload);
    }
    weights.reachable[node] = sizeOf(fs, version);
  }
  for (const payload of payloads(fs)) if (!payloadReachable(fs, payload, last)) weights.hidden[fs.node[payload]!]! += sizeOf(fs, payload);
  // A parent's number is always below its children's.
  for (let node = count - 1; node > 0; node -= 1) {
    const parent = fs.paths.parentOf(node);
    if (parent < 0) continue;
    weights.reachable[parent]! += weights.reachable[node]!;
    weights.hidden[parent]! += weights.hidden[node]!;
  }
  return weights;
}
