/** Bytes per package and per kind of dead weight, for the report. */
import { escapePath } from '../bytes/text';
import { EntryType } from '../image/layer-table';
import { layerCount, sizeOf, versionAt, type RootFs } from '../image/root-fs';
import type { PackagesReport } from '../report/report';
import { isBuildTool } from './build-tools';
import { KINDS } from './kinds';
import type { PackageIndex } from './package-index';

/** Paths that a kind names as its evidence. */
const EXAMPLES = 10;

/** Sums over the files that layer `layer` (the last one when absent) shows; an inode counts once, for the name met first. */
export function packagesReport(index: PackageIndex, fs: RootFs, layer = layerCount(fs) - 1): PackagesReport {
  const packageFiles = new Int32Array(index.packages.length);
  const packageBytes = new Float64Array(index.packages.length);
  const kindFiles = new Int32Array(KINDS.length);
  const kindBytes = new Float64Array(KINDS.length);
  const largest = KINDS.map((): { node: number; size: number }[] => []);
  const counted = new Set<number>();
  for (let node = 1; node < index.owner.length; node += 1) {
    const owner = index.owner[node]!;
    const kind = index.kind[node]!;
    if (owner < 0 && kind < 0) continue;
    const version = versionAt(fs, node, layer);
    if (version < 0 || fs.type[version] !== EntryType.file) continue;
    const payload = fs.payload[version]!;
    let size = sizeOf(fs, version);
    if (fs.linkGroups.has(payload)) {
      if (counted.has(payload)) size = 0;
      counted.add(payload);
    }
    if (owner >= 0) {
      packageFiles[owner]! += 1;
      packageBytes[owner]! += size;
    }
    if (kind >= 0) {
      kindFiles[kind]! += 1;
      kindBytes[kind]! += size;
      keepLargest(largest[kind]!, node, size);
    }
  }
  const packages = index.packages.map((record, i) => ({
    manager: record.manager, name: record.name, version: record.version, files: packageFiles[i]!, bytes: packageBytes[i]!,
    ...(isBuildTool(record.name) && { buildTool: true }),
  }));
  const kinds = KINDS.flatMap((kind, i) => (kindFiles[i] === 0 ? [] : [{
    kind: kind.id, files: kindFiles[i]!, bytes: kindBytes[i]!, paths: largest[i]!.map(({ node }) => escapePath(fs.paths.pathOf(node))),
  }]));
  return {
    packages: packages.sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1)),
    kinds: kinds.sort((a, b) => b.bytes - a.bytes),
  };
}

function keepLargest(list: { node: number; size: number }[], node: number, size: number): void {
  if (list.length === EXAMPLES && list[EXAMPLES - 1]!.size >= size) return;
  let at = list.length;
  while (at > 0 && list[at - 1]!.size < size) at -= 1;
  list.splice(at, 0, { node, size });
  if (list.length > EXAMPLES) list.pop();
}
