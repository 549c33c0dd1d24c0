/** Equal content at several paths of the root file system: what one copy, or hard links, would save. */
import { EntryType } from '../image/layer-table';
import { comparePaths } from '../image/path-order';
import { ALIVE, type RootFs } from '../image/root-fs';
import { ContentGroups, hasContent } from './content';

export interface Duplicate {
  /** (paths − 1) × size. */
  readonly bytes: number;
  readonly size: number;
  /** One path for each copy, as nodes, in byte order of the paths; hard links of one copy count once. */
  readonly nodes: readonly number[];
}

/** Duplicates of the final root file system, empty files left out, by `bytes` (largest first), then path. */
export function findDuplicates(fs: RootFs): Duplicate[] {
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
  const duplicates: Duplicate[] = [];
  for (const group of groups.repeated()) {
    const size = fs.tables[fs.born[group[0]!]!]!.size[fs.row[group[0]!]!]!;
    const nodes = group.map((payload) => fs.node[nameOf.get(payload) ?? payload]!).sort((a, b) => comparePaths(fs.paths, a, b));
    duplicates.push({ bytes: (group.length - 1) * size, size, nodes });
  }
  return duplicates.sort((a, b) => b.bytes - a.bytes || comparePaths(fs.paths, a.nodes[0]!, b.nodes[0]!));
}
