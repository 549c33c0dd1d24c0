/** Equal content at several paths of the root file system: what one copy, or hard links, would save. */
import { Growing, Rows, sortedRows } from '../columns';
import { EntryType } from '../image/layer-table';
import { comparePaths } from '../image/path-order';
import { ALIVE, type RootFs } from '../image/root-fs';
import { ContentGroups, hasContent } from './content';

export interface Duplicate {
  /** (paths − 1) × size. */
  readonly bytes: number;
  readonly size: number;
  /** One path for each copy, as nodes, in byte order of the paths; hard links of one copy count once. */
  readonly nodes: Int32Array;
}

/** Duplicates of the final root file system, empty files left out, by `bytes` (largest first), then path. */
export function findDuplicates(fs: RootFs): Rows<Duplicate> {
  const groups = new ContentGroups(fs);
  const nameOf = new Map<number, number>();
  for (let version = 0; version < fs.versions; version += 1) {
    if (fs.died[version] !== ALIVE || fs.type[version] !== EntryType.file) continue;
    const payload = fs.payload[version]!;
    if (!hasContent(fs.tables[fs.born[payload]!]!, fs.row[payload]!)) continue;
    if (payload !== version || fs.linkGroups.has(payload)) {
      const seen = nameOf.get(payload);
      if (seen !== undefined) continue;
      nameOf.set(payload, version);
    }
    groups.add(payload);
  }
  const sizes = new Growing(Float64Array);
  /** Nodes of all groups end to end, and where those of each begin. */
  const allNodes = new Growing(Int32Array);
  const starts = new Growing(Int32Array);
  for (const group of groups.repeated()) {
    sizes.push(fs.tables[fs.born[group[0]!]!]!.size[fs.row[group[0]!]!]!);
    starts.push(allNodes.length);
    for (const node of group.map((payload) => fs.node[nameOf.get(payload) ?? payload]!).sort((a, b) => comparePaths(fs.paths, a, b))) allNodes.push(node);
  }
  starts.push(allNodes.length);
  const [size, nodes, start] = [sizes.finish(), allNodes.finish(), starts.finish()];
  const bytes = size.map((each, group) => (start[group + 1]! - start[group]! - 1) * each);
  const order = sortedRows(size.length, (a, b) => bytes[b]! - bytes[a]! || comparePaths(fs.paths, nodes[start[a]!]!, nodes[start[b]!]!));
  return new Rows(size.length, (group): Duplicate => ({ bytes: bytes[group]!, size: size[group]!, nodes: nodes.subarray(start[group], start[group + 1]) })).chosen(order);
}
