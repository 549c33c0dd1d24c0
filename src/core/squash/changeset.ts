/** The entries of the layer that takes the place of layers I..J: the smallest changeset from what lies below to what they leave. */
import { compareBytes } from '../bytes/text';
import { EntryType } from '../image/layer-table';
import { versionAt, visibleChildren, type RootFs } from '../image/root-fs';
import type { LayerEntry } from '../writer/layer-writer';
import { findLives, parentLife } from './lives';
import { entryOfVersion, opaqueOf, pathReader, whiteoutOf } from './version-entry';

/** Entries in the order in which they are written. They are made while one iterates: an image may have millions. */
export interface Changeset extends Iterable<LayerEntry> {
  readonly count: number;
}

/**
 * In this order: directories by path, each followed by its opaque marker if it has one; whiteouts by path; all else in the order of
 * the layers that it comes from, so that each is read once, front to back; further hard links by path.
 *
 * A whiteout stands only where something of a lower layer would show: at the top-most name that is gone, in a directory that stays.
 * A directory that was removed and made anew hides its lower content by an opaque marker. Hard links whose names all come from the
 * range stay links; content of a lower layer that the range links to is copied, since a layer must not link out of itself.
 */
export function changesetOf(fs: RootFs, from: number, to: number): Changeset {
  const { opaque, gone } = markersOf(fs, from, to);
  const directories: number[] = [];
  const contents: number[] = [];
  for (const version of survivors(fs, from, to)) {
    // The root needs no entry where no layer lists it.
    if (fs.node[version] === 0 && fs.row[version]! < 0) continue;
    (fs.type[version] === EntryType.dir ? directories : contents).push(version);
  }
  const { carriers, links } = shareContent(fs, contents);
  const sortedDirectories = byPath(fs, directories, (version) => fs.node[version]!);
  const whiteouts = byPath(fs, gone, (node) => node);
  const sortedLinks = byPath(fs, [...links.keys()], (version) => fs.node[version]!);
  return {
    count: sortedDirectories.length + opaque.size + whiteouts.length + carriers.length + sortedLinks.length,
    *[Symbol.iterator]() {
      const pathOf = pathReader(fs);
      const entryOf = (version: number, target?: Uint8Array): LayerEntry => entryOfVersion(fs, version, target, pathOf(fs.node[version]!));
      for (const version of sortedDirectories) {
        yield entryOf(version);
        if (opaque.has(fs.node[version]!)) yield opaqueOf(fs, fs.node[version]!);
      }
      for (const node of whiteouts) yield whiteoutOf(fs, node);
      for (const version of carriers) yield entryOf(version);
      for (const version of sortedLinks) yield entryOf(version, pathOf(fs.node[links.get(version)!]!));
    },
  };
}

/** Directories that must hide what lies below them, and names that are gone: both as nodes. */
function markersOf(fs: RootFs, from: number, to: number): { readonly opaque: ReadonlySet<number>; readonly gone: number[] } {
  const opaque = new Set<number>();
  const gone: number[] = [];
  if (from === 0) return { opaque, gone };
  const lives = findLives(fs);
  for (let lower = 0; lower < fs.versions; lower += 1) {
    // What the layers below show and the range has ended.
    if (fs.born[lower]! >= from || fs.died[lower]! < from || fs.died[lower]! > to) continue;
    const node = fs.node[lower]!;
    const now = versionAt(fs, node, to);
    if (now >= 0 && !(fs.type[lower] === EntryType.dir && fs.type[now] === EntryType.dir && lives.life[lower] !== lives.life[now])) continue;
    const parent = parentLife(fs, lives, node, from - 1);
    if (parent < 0 || parentLife(fs, lives, node, to) !== parent) continue;
    if (now < 0) gone.push(node);
    else if (visibleChildren(fs, node, from - 1).length > 0) opaque.add(node);
  }
  return { opaque, gone };
}

/** Versions that the range made and that its last layer leaves visible, oldest first. */
function survivors(fs: RootFs, from: number, to: number): number[] {
  const found: number[] = [];
  for (let version = 0; version < fs.versions; version += 1) {
    if (fs.born[version]! >= from && fs.born[version]! <= to && fs.died[version]! > to && fs.born[version]! < fs.died[version]!) found.push(version);
  }
  return found;
}

/** The oldest name of each content carries it: by the place of the content. Its other names are links to that one. */
function shareContent(fs: RootFs, versions: readonly number[]): { readonly carriers: number[]; readonly links: ReadonlyMap<number, number> } {
  const carrierOf = new Map<number, number>();
  const links = new Map<number, number>();
  const carriers: number[] = [];
  for (const version of versions) {
    const payload = fs.payload[version]!;
    const carrier = fs.linkGroups.has(payload) ? carrierOf.get(payload) : undefined;
    if (carrier !== undefined) {
      links.set(version, carrier);
      continue;
    }
    carriers.push(version);
    if (fs.linkGroups.has(payload)) carrierOf.set(payload, version);
  }
  const { payload, born, row } = fs;
  carriers.sort((a, b) => born[payload[a]!]! - born[payload[b]!]! || row[payload[a]!]! - row[payload[b]!]!);
  return { carriers, links };
}

/** Sorts what stands for nodes by their whole paths, in byte order. */
function byPath(fs: RootFs, items: readonly number[], nodeOf: (item: number) => number): number[] {
  const pathOf = pathReader(fs);
  return items.map((item) => ({ item, path: pathOf(nodeOf(item)) })).sort((a, b) => compareBytes(a.path, b.path)).map(({ item }) => item);
}
