/** Hard links while layers are being merged: each becomes another name of the payload that its target has. */
import { isDeep } from './index-paths';
import { EntryType, type LayerTable } from './layer-table';
import type { MergeNotes } from './merge-notes';
import type { MergeState } from './merge-state';
import type { LowerDirectories, ParentDirectories } from './parent-directories';

/** A hard link whose target was not there yet. */
interface PendingLink {
  readonly version: number;
  readonly target: number;
}

export class HardLinks {
  readonly #state: MergeState;
  readonly #tables: readonly (LayerTable | undefined)[];
  readonly #parents: ParentDirectories;
  readonly #notes: MergeNotes;
  /** Versions set aside, by node: what AUFS hard links point into. */
  readonly #aside = new Map<number, number>();
  #pending: PendingLink[] = [];

  constructor(state: MergeState, tables: readonly (LayerTable | undefined)[], parents: ParentDirectories, notes: MergeNotes) {
    this.#state = state;
    this.#tables = tables;
    this.#parents = parents;
    this.#notes = notes;
  }

  /** The payload that a hard link's target has right now, or -1. */
  payloadNow(table: LayerTable, row: number): number {
    return this.#payloadAt(this.#linkNode(table, row));
  }

  /** Links `version`, the entry of `row`, to `payload`; -1 where that has yet to come. */
  add(version: number, payload: number, table: LayerTable, row: number, layer: number): void {
    if (payload >= 0) this.#link(version, payload, layer);
    else this.#pending.push({ version, target: this.#linkNode(table, row) });
  }

  /** Says which version lies where AUFS keeps what its hard links point into. */
  setAside(node: number, version: number): void {
    this.#aside.set(node, version);
  }

  /** The node that a hard link's target names; the root, which is never linked to, where it is deeper than any path. */
  #linkNode({ links, linkStart }: LayerTable, row: number): number {
    const [from, to] = [linkStart[row]!, linkStart[row + 1]!];
    return isDeep(links, from, to) ? 0 : this.#state.paths.addPath(links, from, to);
  }

  #payloadAt(literal: number): number {
    const state = this.#state;
    const { paths } = state;
    const aside = this.#aside.get(literal);
    if (aside !== undefined) return aside;
    if (literal === 0) return -1;
    const parent = this.#parents.look(paths.parentOf(literal));
    if (parent < 0) return -1;
    const name = paths.nameOf(literal);
    const node = paths.find(parent, name, 0, name.length);
    const version = node < 0 || node >= state.live.length ? -1 : state.live[node]!;
    if (version < 0 || state.type[version] === EntryType.dir || this.#isPlaceholder(version)) return -1;
    return state.payload[version]!;
  }

  /** Whether a version is a hard link that has not found its target. */
  #isPlaceholder(version: number): boolean {
    const row = this.#state.row[version]!;
    return row >= 0 && this.#state.payload[version] === version && this.#tables[this.#state.born[version]!]!.type[row] === EntryType.hardlink;
  }

  #link(version: number, payload: number, layer: number): void {
    this.#state.share(version, payload);
    if (this.#state.type[version] === EntryType.symlink) this.#state.epoch += 1;
    if (this.#state.born[payload]! < layer) this.#notes.add('hardlink-target-in-lower-layer', layer, this.#state.node[version]!);
  }

  /**
   * Links that came before their target, once the whole layer is laid out; then those whose target the layer itself hid: `lower` finds
   * these, and is there where the layer has markers.
   */
  linkPending(layer: number, lower: LowerDirectories | undefined): void {
    const state = this.#state;
    let waiting = this.#pending;
    this.#pending = [];
    for (let before = -1; waiting.length > 0 && waiting.length !== before; ) {
      before = waiting.length;
      waiting = waiting.filter(({ version, target }) => {
        const payload = this.#payloadAt(target);
        if (payload < 0) return true;
        this.#notes.add('hardlink-target-missing-at-entry', layer, state.node[version]!);
        this.#link(version, payload, layer);
        return false;
      });
    }
    for (const { version, target } of waiting) {
      const hidden = this.#lowerTarget(target, layer, lower);
      const isDirectory = hidden >= 0 && state.type[hidden] === EntryType.dir;
      if (hidden >= 0 && !isDirectory && state.died[hidden] === layer && !this.#isPlaceholder(hidden)) {
        this.#notes.add('hardlink-target-missing-at-entry', layer, state.node[version]!);
        this.#link(version, state.payload[hidden]!, layer);
      } else {
        this.#notes.add(isDirectory ? 'hardlink-to-directory' : 'hardlink-target-missing', layer, state.node[version]!);
      }
    }
  }

  /** What lower layers show at a target, links in its parents followed as they lead there; -1 for nothing. */
  #lowerTarget(target: number, layer: number, lower: LowerDirectories | undefined): number {
    const state = this.#state;
    const { paths } = state;
    const parent = target === 0 ? -1 : paths.parentOf(target);
    const real = parent < 0 || lower === undefined ? parent : lower.look(parent);
    const name = paths.nameOf(target);
    const node = real === parent ? target : real < 0 ? -1 : paths.find(real, name, 0, name.length);
    return node >= 0 && node < state.newest.length ? state.lowerVersion(node, layer) : -1;
  }
}
