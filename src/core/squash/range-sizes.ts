/** The exact size of the squashed layer of every range of layers, without making any of them. */
import { EntryType } from '../image/layer-table';
import { ALIVE, versionAt, type RootFs } from '../image/root-fs';
import { END_BYTES, headersBytes, recordBytes } from '../writer/tar-entry';
import { findLives, parentLife, type Lives } from './lives';
import { RangeGrid } from './saving-grid';
import { EntryCosts, entryOfVersion } from './version-entry';

/**
 * Answers the bytes of the tar that `changesetOf` would give for layers from..to.
 *
 * Every entry of such a layer depends on the range in a simple way. A version is in it when the range begins at or before its layer
 * and ends while it is seen; a whiteout, when the range begins after a layer that shows the name, and ends where nothing does. Both
 * are rectangles over (from, to), so that one pass over all versions and one sum over the table give every range at once.
 */
export function rangeSizes(fs: RootFs): (from: number, to: number) => number {
  const count = fs.tables.length;
  const grid = new RangeGrid(count);
  const costs = new EntryCosts(fs);
  const lives = findLives(fs);
  grid.add(0, count - 1, 0, count - 1, END_BYTES);
  for (let version = 0; version < fs.versions; version += 1) {
    if (!isSeen(fs, version) || (fs.node[version] === 0 && fs.row[version]! < 0)) continue;
    if (fs.linkGroups.has(fs.payload[version]!)) continue;
    grid.add(0, fs.born[version]!, fs.born[version]!, lastLayer(fs, version), costs.ofVersion(version));
  }
  for (const [payload, names] of fs.linkGroups) addLinks(fs, costs, grid, payload, names);
  for (let node = 1; node < fs.paths.count; node += 1) addMarkers(fs, costs, lives, grid, node);
  return grid.finish();
}

function isSeen(fs: RootFs, version: number): boolean {
  return fs.born[version]! < fs.died[version]!;
}

function lastLayer(fs: RootFs, version: number): number {
  const died = fs.died[version]!;
  return died === ALIVE ? fs.tables.length - 1 : died - 1;
}

/**
 * Names of one content: in each range the oldest carries it and the others are links to that. Ranges are told apart only by which
 * names they see, so that there are few kinds of them however many names there are.
 */
function addLinks(fs: RootFs, costs: EntryCosts, grid: RangeGrid, payload: number, names: readonly number[]): void {
  const seen = [...new Set(names)].filter((version) => isSeen(fs, version) && fs.payload[version] === payload).sort((a, b) => a - b);
  const borders = [...new Set(seen.flatMap((version) => [fs.born[version]!, lastLayer(fs, version) + 1]))].sort((a, b) => a - b);
  const linkBytes = new LinkCosts(fs);
  for (const [index, begin] of borders.entries()) {
    const end = borders[index + 1];
    if (end === undefined) break;
    const shown = seen.filter((version) => fs.born[version]! <= begin && lastLayer(fs, version) >= begin);
    // From the newest down: each older layer adds names to the range, and its oldest takes over the content.
    const counts = new Map<number, number>();
    for (let at = shown.length - 1; at >= 0; ) {
      const born = fs.born[shown[at]!]!;
      let first = at;
      while (first > 0 && fs.born[shown[first - 1]!] === born) first -= 1;
      for (let name = at; name > first; name -= 1) count(counts, linkBytes.kindOf(shown[name]!));
      const carrier = shown[first]!;
      let bytes = costs.ofVersion(carrier);
      for (const [kind, many] of counts) bytes += many * linkBytes.of(kind, carrier);
      const older = first === 0 ? -1 : fs.born[shown[first - 1]!]!;
      grid.add(older + 1, born, begin, end - 1, bytes);
      count(counts, linkBytes.kindOf(carrier));
      at = first - 1;
    }
  }
}

function count(counts: Map<number, number>, kind: number): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}

/** Bytes of further links by kind: how long the records are that their own name and attributes need. Those of the target add to that. */
class LinkCosts {
  readonly #fs: RootFs;
  readonly #targets = new Map<number, number>();

  constructor(fs: RootFs) {
    this.#fs = fs;
  }

  kindOf(version: number): number {
    return recordBytes(entryOfVersion(this.#fs, version, SHORT));
  }

  of(kind: number, carrier: number): number {
    let target = this.#targets.get(carrier);
    if (target === undefined) {
      const path = this.#fs.paths.pathOf(this.#fs.node[carrier]!);
      target = recordBytes(entryOfVersion(this.#fs, carrier, path)) - this.kindOf(carrier);
      this.#targets.set(carrier, target);
    }
    return headersBytes(kind + target);
  }
}

const SHORT = new Uint8Array([0x61]);

/** Whiteouts and opaque markers that a path may need. */
function addMarkers(fs: RootFs, costs: EntryCosts, lives: Lives, grid: RangeGrid, node: number): void {
  const newest = fs.newest[node]!;
  // Most paths were made once and stayed.
  if (newest < 0 || (fs.previous.of(newest) < 0 && fs.died[newest] === ALIVE)) return;
  const versions = seenVersions(fs, node);
  for (const [at, lower] of versions.entries()) {
    const parent = parentLife(fs, lives, node, fs.born[lower]!);
    if (parent < 0) continue;
    const parentEnd = Math.min(lives.end[parent]!, fs.tables.length);
    const [first, last] = [fs.born[lower]! + 1, lastLayer(fs, lower) + 1];
    let gap = lastLayer(fs, lower) + 1;
    for (const later of versions.slice(at + 1)) {
      if (fs.born[later]! >= parentEnd) break;
      grid.add(first, last, gap, fs.born[later]! - 1, costs.ofWhiteout(node));
      if (fs.type[lower] === EntryType.dir && fs.type[later] === EntryType.dir && lives.life[lower] !== lives.life[later]) {
        addOpaque(fs, costs, grid, node, lower, later);
      }
      gap = lastLayer(fs, later) + 1;
    }
    grid.add(first, last, gap, parentEnd - 1, costs.ofWhiteout(node));
  }
}

/** A new directory hides what the old one showed: in ranges that begin where the old one had something in it. */
function addOpaque(fs: RootFs, costs: EntryCosts, grid: RangeGrid, node: number, lower: number, later: number): void {
  const bytes = costs.ofOpaque(node);
  for (let layer = fs.born[lower]!; layer <= lastLayer(fs, lower); layer += 1) {
    if (hasContent(fs, node, layer)) grid.add(layer + 1, layer + 1, fs.born[later]!, lastLayer(fs, later), bytes);
  }
}

function hasContent(fs: RootFs, directory: number, layer: number): boolean {
  for (let at = fs.childStart[directory]!; at < fs.childStart[directory + 1]!; at += 1) if (versionAt(fs, fs.children[at]!, layer) >= 0) return true;
  return false;
}

/** Versions of a path that some layer shows, oldest first. */
function seenVersions(fs: RootFs, node: number): number[] {
  const found: number[] = [];
  for (let version = fs.newest[node]!; version >= 0; version = fs.previous.of(version)) if (isSeen(fs, version)) found.push(version);
  return found.reverse();
}
