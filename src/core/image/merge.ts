/** Merges layers bottom to top into one `RootFs`, by the rules of the OCI image-spec (layer.md). */
import type { Diagnostic } from '../problem';
import { HardLinks } from './hard-links';
import type { IndexedLayers } from './index-paths';
import type { LayerTable } from './layer-table';
import { EntryFlag, EntryType } from './layer-table';
import { MergeNotes } from './merge-notes';
import { MergeState } from './merge-state';
import { LowerDirectories, ParentDirectories } from './parent-directories';
import { Ending, rareOf, type RootFs } from './root-fs';

/** Whether a path or a directory above it has a marker's name, or that of AUFS bookkeeping. */
const Marked = { marker: 1, bookkeeping: 2 } as const;

/**
 * Merges all layers. Never fails: what makes no sense becomes a diagnostic.
 *
 * Markers (whiteouts, opaque ones) act first, on what lower layers show; then the layer's own entries are laid out in tar
 * order, as unpackers do, so that links and names of one layer are seen by what follows them.
 */
export function mergeLayers(indexed: IndexedLayers): { readonly fs: RootFs; readonly diagnostics: readonly Diagnostic[] } {
  const merger = new Merger(indexed);
  indexed.tables.forEach((table, layer) => {
    if (table !== undefined) merger.apply(table, layer, indexed.rowNodes[layer]!);
  });
  return merger.finish();
}

class Merger {
  readonly #indexed: IndexedLayers;
  readonly #tables: readonly (LayerTable | undefined)[];
  readonly #state: MergeState;
  readonly #notes: MergeNotes;
  readonly #parents: ParentDirectories;
  readonly #links: HardLinks;
  /** By node that a row may name: bits of `Marked`. */
  readonly #markers: Uint8Array;
  /** Rows of the layer at hand that overlayfs means as whiteouts. */
  readonly #whiteoutDevices = new Set<number>();

  constructor(indexed: IndexedLayers) {
    const { paths, tables } = indexed;
    this.#indexed = indexed;
    this.#tables = tables;
    this.#state = new MergeState(paths, tables.reduce((sum, table) => sum + (table?.count ?? 0), 0));
    this.#notes = new MergeNotes(paths);
    this.#parents = new ParentDirectories(this.#state, tables, this.#notes);
    this.#links = new HardLinks(this.#state, tables, this.#parents, this.#notes);
    this.#markers = new Uint8Array(paths.count);
    for (const node of indexed.whiteoutTargets.keys()) this.#markers[node] = paths.isDoubleMarker(node) ? Marked.marker | Marked.bookkeeping : Marked.marker;
    if (indexed.whiteoutTargets.size > 0) for (let node = 1; node < paths.count; node += 1) this.#markers[node]! |= this.#markers[paths.parentOf(node)]!;
  }

  apply(table: LayerTable, layer: number, nodes: Int32Array): void {
    this.#whiteoutDevices.clear();
    this.#state.epoch += 1;
    const lower = this.#applyMarkers(table, layer, nodes);
    for (let row = 0; row < table.count; row += 1) {
      if ((table.flags[row]! & EntryFlag.outside) === 0) this.#applyEntry(table, layer, row, nodes[row]!);
    }
    this.#links.linkPending(layer, lower);
  }

  finish(): { fs: RootFs; diagnostics: Diagnostic[] } {
    if (this.#state.live[0]! < 0) this.#state.show(0, 0, -1, EntryType.dir);
    return { fs: this.#state.finish(this.#indexed), diagnostics: this.#notes.diagnostics() };
  }

  /** Answers what found the markers' directories, where there were markers. */
  #applyMarkers(table: LayerTable, layer: number, nodes: Int32Array): LowerDirectories | undefined {
    const { paths } = this.#state;
    const overlayOpaque = new Set<number>();
    for (const rare of table.rare) if (table.type[rare.row] === EntryType.dir && isOverlayOpaque(rare.xattrs)) overlayOpaque.add(nodes[rare.row]!);
    const opaques: number[] = [];
    const whiteouts: number[] = [];
    const devices: number[] = [];
    const ownDirectories = new Set<number>();
    for (let row = 0; row < table.count; row += 1) {
      const node = nodes[row]!;
      if ((table.flags[row]! & EntryFlag.outside) !== 0) continue;
      if (paths.isMarker(node)) {
        if (this.#isBelowMarker(paths.parentOf(node))) continue;
        if (paths.isOpaque(node)) opaques.push(paths.parentOf(node));
        else if (!paths.isDoubleMarker(node)) whiteouts.push(node);
      } else if (node > 0 && isZeroDevice(table, row)) {
        devices.push(row);
      }
    }
    if (opaques.length + whiteouts.length + devices.length + overlayOpaque.size === 0) return undefined;
    for (let row = 0; row < table.count; row += 1) if (table.type[row] === EntryType.dir) ownDirectories.add(nodes[row]!);
    const lower = new LowerDirectories(this.#state, this.#tables, layer, ownDirectories);
    for (const directory of opaques) this.#applyOpaque(directory, layer, lower);
    for (const directory of overlayOpaque) {
      this.#notes.add('overlay-opaque-xattr', layer, directory);
      this.#applyOpaque(directory, layer, lower);
    }
    for (const node of whiteouts) this.#applyWhiteout(node, layer, lower);
    for (const row of devices) this.#applyDevice(nodes[row]!, row, layer, lower);
    return lower;
  }

  /** Acts on the path itself: where a lower layer has a link or file there, the marker's directory takes its place. */
  #applyOpaque(directory: number, layer: number, lower: LowerDirectories): void {
    const state = this.#state;
    const { paths } = state;
    let real = 0;
    if (directory > 0) {
      const parent = lower.look(paths.parentOf(directory));
      if (parent < 0) return;
      const name = paths.nameOf(directory);
      real = paths.find(parent, name, 0, name.length);
    }
    const type = real < 0 ? undefined : state.typeAt(real);
    if (type === EntryType.dir) state.endBelow(real, layer, Ending.opaque);
    else if (type !== undefined) state.end(real, layer, Ending.opaque);
  }

  #applyWhiteout(node: number, layer: number, lower: LowerDirectories): void {
    const name = this.#state.paths.nameOf(node).subarray(4);
    if (name.length === 0 || (name[0] === 0x2e && (name.length === 1 || (name.length === 2 && name[1] === 0x2e)))) {
      this.#notes.add('invalid-whiteout', layer, node);
      return;
    }
    this.#hideLower(node, name, layer, lower);
  }

  /** A 0/0 device is a whiteout where it meets something of a lower layer, and else what it says it is. */
  #applyDevice(node: number, row: number, layer: number, lower: LowerDirectories): void {
    const state = this.#state;
    const { paths } = state;
    const name = paths.nameOf(node);
    const parent = lower.look(paths.parentOf(node));
    const real = parent < 0 ? -1 : paths.find(parent, name, 0, name.length);
    const version = real < 0 ? -1 : state.lowerVersion(real, layer);
    if (version < 0 || state.type[version] === EntryType.char) return;
    this.#notes.add('overlay-char-whiteout', layer, node);
    this.#whiteoutDevices.add(row);
    if (state.live[real]! >= 0) state.end(real, layer, Ending.whiteout);
  }

  #hideLower(marker: number, name: Uint8Array, layer: number, lower: LowerDirectories): void {
    const state = this.#state;
    const { paths } = state;
    const literal = paths.parentOf(marker);
    const parent = lower.look(literal);
    if (lower.ledThroughLink(literal)) this.#notes.add('path-through-symlink', layer, marker);
    const node = parent < 0 ? -1 : paths.find(parent, name, 0, name.length);
    if (node < 0 || state.lowerVersion(node, layer) < 0) this.#notes.add('whiteout-without-target', layer, marker);
    else if (state.live[node]! >= 0) state.end(node, layer, Ending.whiteout);
  }

  #applyEntry(table: LayerTable, layer: number, row: number, literal: number): void {
    const state = this.#state;
    const { paths } = state;
    const type = table.type[row]!;
    if (literal === 0) {
      if (type === EntryType.dir) {
        state.show(0, layer, row, EntryType.dir);
        return;
      }
      this.#notes.add('root-not-a-directory', layer, 0);
      if (type === EntryType.file) state.setAside(0, layer, row, type);
      return;
    }
    const parentLiteral = paths.parentOf(literal);
    if (this.#isBelowMarker(literal)) {
      this.#applyAside(table, layer, row, literal);
      return;
    }
    if (this.#whiteoutDevices.has(row)) return;
    const parent = this.#parents.make(parentLiteral, layer);
    let node = literal;
    if (parent !== parentLiteral) {
      this.#notes.add('path-through-symlink', layer, literal);
      const name = paths.nameOf(literal);
      node = state.addName(parent, name, 0, name.length);
    }
    // What the link's own path shows may be its target.
    const target = type === EntryType.hardlink ? this.#links.payloadNow(table, row) : -1;
    const before = state.live[node]!;
    if (before >= 0 && state.born[before] === layer) {
      if (state.row[before]! < 0 && type === EntryType.dir) {
        state.row[before] = row;
        return;
      }
      if (state.row[before]! >= 0 && !(type === EntryType.dir && state.type[before] === EntryType.dir)) this.#notes.add('duplicate-path-in-layer', layer, node);
    }
    if (type !== EntryType.hardlink) {
      state.show(node, layer, row, type);
      return;
    }
    this.#links.add(state.show(node, layer, row, EntryType.file), target, table, row, layer);
  }

  /** Entries that are no files of their own; an opaque marker still implies its directory. */
  #applyAside(table: LayerTable, layer: number, row: number, literal: number): void {
    const { paths } = this.#state;
    const type = table.type[row]!;
    const belowMarker = this.#isBelowMarker(paths.parentOf(literal));
    const bookkeeping = paths.isDoubleMarker(literal) && !paths.isOpaque(literal);
    if (!belowMarker && paths.isOpaque(literal)) this.#parents.make(paths.parentOf(literal), layer);
    if (type === EntryType.file && (table.size[row]! > 0 || bookkeeping || belowMarker)) {
      if (!belowMarker && !bookkeeping) this.#notes.add('non-empty-whiteout', layer, literal);
      this.#links.setAside(literal, this.#state.setAside(literal, layer, row, type));
    }
    if (belowMarker && (this.#markers[literal]! & Marked.bookkeeping) === 0) this.#notes.add('entry-below-whiteout', layer, literal);
  }

  #isBelowMarker(literal: number): boolean {
    return (this.#markers[literal]! & Marked.marker) !== 0;
  }
}

/** overlayfs marks deleted names with 0/0 character devices in its upper directory (kernel, filesystems/overlayfs.rst). */
function isZeroDevice(table: LayerTable, row: number): boolean {
  if (table.type[row] !== EntryType.char) return false;
  const rare = rareOf(table, row);
  return (rare?.deviceMajor ?? 0) === 0 && (rare?.deviceMinor ?? 0) === 0;
}

function isOverlayOpaque(xattrs: Readonly<Record<string, string>> | undefined): boolean {
  if (xattrs === undefined) return false;
  return ['trusted.overlay.opaque', 'user.overlay.opaque'].some((name) => Object.hasOwn(xattrs, name) && xattrs[name] === 'y');
}
