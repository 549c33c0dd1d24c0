/** The entries of a path as a tar of its own: what one layer shows at and below a node, named from its own name down. */
import { compareBytes } from '../bytes/text';
import { EntryType } from '../image/layer-table';
import { versionAt, type RootFs } from '../image/root-fs';
import { entryOfVersion } from '../squash/version-entry';
import type { LayerEntry } from '../writer/layer-writer';

/**
 * Directories first, by path; then all else in the order of the layers that hold it, so that each is read once, front to back; last
 * the further names of hard links. A name of an inode that lies outside the folder plays no part: the first inside carries the bytes.
 */
export function folderEntries(fs: RootFs, top: number, layer: number): LayerEntry[] {
  const versions = versionsBelow(fs, top, layer);
  const parent = fs.paths.parentOf(top);
  const prefix = parent <= 0 ? 0 : fs.paths.pathOf(parent).length + 1;
  const carriers = new Map<number, number>();
  const directories: LayerEntry[] = [];
  const contents: number[] = [];
  const links: LayerEntry[] = [];
  const relative = (entry: LayerEntry): LayerEntry => ({ ...entry, path: entry.path.subarray(prefix), ...(entry.type === EntryType.hardlink && entry.link && { link: entry.link.subarray(prefix) }) });
  for (const version of versions) {
    if (fs.type[version] === EntryType.dir) {
      if (fs.node[version] !== 0) directories.push(relative(entryOfVersion(fs, version)));
      continue;
    }
    const payload = fs.payload[version]!;
    const carrier = carriers.get(payload);
    if (carrier === undefined) {
      carriers.set(payload, version);
      contents.push(version);
    } else links.push(relative(entryOfVersion(fs, version, fs.paths.pathOf(fs.node[carrier]!))));
  }
  const place = (version: number): number => fs.payload[version]!;
  contents.sort((a, b) => fs.born[place(a)]! - fs.born[place(b)]! || fs.row[place(a)]! - fs.row[place(b)]!);
  const byPath = (a: LayerEntry, b: LayerEntry): number => compareBytes(a.path, b.path);
  return [...directories.sort(byPath), ...contents.map((version) => relative(entryOfVersion(fs, version))), ...links.sort(byPath)];
}

/** Versions that a layer shows at and below a node. */
function versionsBelow(fs: RootFs, top: number, layer: number): number[] {
  const found: number[] = [];
  const nodes = [top];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    const version = versionAt(fs, node, layer);
    // The root needs no entry: it is there in most images without one.
    if (version < 0 && node !== 0) continue;
    if (version >= 0) found.push(version);
    for (let at = fs.childStart[node]!; at < fs.childStart[node + 1]!; at += 1) nodes.push(fs.children[at]!);
  }
  return found;
}
