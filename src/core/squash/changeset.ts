/** The entries of the layer that takes the place of layers I..J: the smallest changeset from what lies below to what they leave. */
import { compareBytes } from '../bytes/text';
import { EntryType } from '../image/layer-table';
import { versionAt, visibleChildren, type RootFs } from '../image/root-fs';
import type { LayerEntry } from '../writer/layer-writer';
import { findLives, parentLife, type Lives } from './lives';
import { entryOfVersion, opaqueOf, whiteoutOf } from './version-entry';

/**
 * In this order: directories by path, each followed by its opaque marker if it has one; whiteouts by path; all else in the order of
 * the layers that it comes from, so that each is read once, front to back; further hard links by path.
 *
 * A whiteout stands only where something of a lower layer would show: at the top-most name that is gone, in a directory that stays.
 * A directory that was removed and made anew hides its lower content by an opaque marker. Hard links whose names all come from the
 * range stay links; content of a lower layer that the range links to is copied, since a layer must not link out of itself.
 */
export function changesetOf(fs: RootFs, from: number, to: number): LayerEntry[] {
  const lives = findLives(fs);
  const versions = survivors(fs, from, to);
  const directories: { readonly node: number; readonly entry: LayerEntry }[] = [];
  const opaque = new Set<number>();
  const whiteouts: LayerEntry[] = [];
  for (const { node, lower } of lowerVersions(fs, from, to)) {
    const now = versionAt(fs, node, to);
    if (now >= 0 && !(fs.type[lower] === EntryType.dir && fs.type[now] === EntryType.dir)) continue;
    const parent = parentLife(fs, lives, node, from - 1);
    if (node !== 0 && (parent < 0 || parentLife(fs, lives, node, to) !== parent)) continue;
    if (now < 0) whiteouts.push(whiteoutOf(fs, node));
    else if (isAnew(lives, lower, now) && visibleChildren(fs, node, from - 1).length > 0) opaque.add(node);
  }
  const contents: number[] = [];
  for (const version of versions) {
    // The root needs no entry where no layer lists it.
    if (fs.node[version] === 0 && fs.row[version]! < 0) continue;
    if (fs.type[version] === EntryType.dir) directories.push({ node: fs.node[version]!, entry: entryOfVersion(fs, version) });
    else contents.push(version);
  }
  whiteouts.sort(byPath);
  directories.sort((a, b) => byPath(a.entry, b.entry));
  const listed = directories.flatMap(({ node, entry }) => (opaque.has(node) ? [entry, opaqueOf(fs, node)] : [entry]));
  return [...listed, ...whiteouts, ...contentEntries(fs, contents)];
}

function isAnew(lives: Lives, lower: number, now: number): boolean {
  return lives.life[lower] !== lives.life[now];
}

/** Versions that the range made and that its last layer leaves visible, oldest first. */
function survivors(fs: RootFs, from: number, to: number): number[] {
  const found: number[] = [];
  for (let version = 0; version < fs.versions; version += 1) {
    if (fs.born[version]! >= from && fs.born[version]! <= to && fs.died[version]! > to && fs.born[version]! < fs.died[version]!) found.push(version);
  }
  return found;
}

/** What the layers below the range show and the range has touched. */
function* lowerVersions(fs: RootFs, from: number, to: number): Generator<{ readonly node: number; readonly lower: number }> {
  if (from === 0) return;
  for (let version = 0; version < fs.versions; version += 1) {
    if (fs.born[version]! < from && fs.died[version]! >= from && fs.died[version]! <= to) yield { node: fs.node[version]!, lower: version };
  }
}

/** Everything but directories: names that carry content by its place, then the other names of the same content. */
function contentEntries(fs: RootFs, versions: readonly number[]): LayerEntry[] {
  const carrier = new Map<number, number>();
  const links: number[] = [];
  for (const version of versions) {
    const payload = fs.payload[version]!;
    if (carrier.has(payload)) links.push(version);
    else carrier.set(payload, version);
  }
  const carriers = [...carrier].sort(([a], [b]) => fs.born[a]! - fs.born[b]! || fs.row[a]! - fs.row[b]!).map(([, version]) => entryOfVersion(fs, version));
  const further = links.map((version) => entryOfVersion(fs, version, fs.paths.pathOf(fs.node[carrier.get(fs.payload[version]!)!]!)));
  return [...carriers, ...further.sort(byPath)];
}

function byPath(a: LayerEntry, b: LayerEntry): number {
  return compareBytes(a.path, b.path);
}
