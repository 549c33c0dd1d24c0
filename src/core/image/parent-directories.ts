/** Finds the real directory behind a path's parent: through symbolic links, never out of the root, missing parents made on the way. */
import { isDeep, MAX_DEPTH } from './index-paths';
import { EntryType } from './layer-table';
import type { LayerTable } from './layer-table';
import type { MergeNotes } from './merge-notes';
import type { MergeState } from './merge-state';

/** Links followed for one parent directory before it counts as a loop: Linux's own limit (path_resolution(7)). */
const HOPS = 40;
/** Path segments walked behind links in one image. Real images stay below a million; this bounds hostile ones to about a second. */
const LINK_STEPS = 20_000_000;

const slash = 0x2f;
const dot = 0x2e;

/** Resolves parents in the state as it is, in tar order. One per merge. */
export class ParentDirectories {
  readonly #state: MergeState;
  readonly #tables: readonly (LayerTable | undefined)[];
  readonly #notes: MergeNotes;
  /** By node: the epoch in which it was last found to be, or to lead to, a directory. */
  #checked: Int32Array;
  /** Where a node leads whose path goes through a link; right only while `#checked` is. */
  readonly #redirect = new Map<number, number>();
  #hops = 0;
  #layer = 0;

  constructor(state: MergeState, tables: readonly (LayerTable | undefined)[], notes: MergeNotes) {
    this.#state = state;
    this.#tables = tables;
    this.#notes = notes;
    this.#checked = new Int32Array(state.paths.count);
  }

  /** The directory that a literal node stands for, made (with its parents) where it is missing. Always answers a shown directory. */
  make(literal: number, layer: number): number {
    this.#layer = layer;
    return this.#resolve(literal, true);
  }

  /** The same without making anything: -1 where a part is missing or is no directory. */
  look(literal: number): number {
    return this.#resolve(literal, false);
  }

  #resolve(literal: number, make: boolean): number {
    const { paths } = this.#state;
    if (literal >= this.#checked.length) this.#grow(literal);
    if (this.#checked[literal] === this.#state.epoch) return this.#redirect.size === 0 ? literal : (this.#redirect.get(literal) ?? literal);
    // Paths of hostile archives may have 50,000 segments: a stack of our own, not the engine's.
    const unresolved = [];
    let at = literal;
    while (at > 0 && this.#checked[at] !== this.#state.epoch) {
      unresolved.push(at);
      at = paths.parentOf(at);
    }
    let real = at === 0 ? this.#enterRoot(make) : (this.#redirect.get(at) ?? at);
    while (unresolved.length > 0 && real >= 0) {
      const node = unresolved.pop()!;
      this.#hops = 0;
      real = this.#enter(this.#moved(node, real, make), make);
      if (real < 0) return -1;
      if (node >= this.#checked.length) this.#grow(node);
      this.#checked[node] = this.#state.epoch;
      if (real === node) this.#redirect.delete(node);
      else this.#redirect.set(node, real);
    }
    return real;
  }

  /** The node with the base name of `node` in `parent`; -1 where only looking and nobody ever named it. */
  #moved(node: number, parent: number, make: boolean): number {
    const { paths } = this.#state;
    if (paths.parentOf(node) === parent) return node;
    const name = paths.nameOf(node);
    return make ? this.#state.addName(parent, name, 0, name.length) : paths.find(parent, name, 0, name.length);
  }

  #enterRoot(make: boolean): number {
    if (make && this.#state.live[0]! < 0) this.#state.show(0, this.#layer, -1, EntryType.dir);
    return 0;
  }

  /** The directory at `node`, whose parent is real: itself, what its link leads to, or a new one in its place. */
  #enter(node: number, make: boolean): number {
    if (node < 0) return -1;
    const state = this.#state;
    const type = state.typeAt(node);
    if (type === EntryType.dir) return node;
    if (type === EntryType.symlink) {
      const target = this.#follow(node, make);
      if (target !== undefined) return target;
      if (!make) return -1;
      this.#notes.add('symlink-loop', this.#layer, node);
    }
    if (!make) return -1;
    if (type !== undefined && type !== EntryType.symlink) this.#notes.add('implicit-parent-replaces-file', this.#layer, node);
    state.show(node, this.#layer, -1, EntryType.dir);
    return node;
  }

  /** Where the link at `node` leads; -1 where that is missing; undefined for loops. Absolute targets begin at the image's root. */
  #follow(node: number, make: boolean): number | undefined {
    const state = this.#state;
    const { paths } = state;
    this.#hops += 1;
    if (this.#hops > HOPS || state.linkSteps > LINK_STEPS) return undefined;
    const source = state.payload[state.live[node]!]!;
    const table = this.#tables[state.born[source]!]!;
    const row = state.row[source]!;
    const bytes = table.links;
    const end = table.linkStart[row + 1]!;
    let at = table.linkStart[row]!;
    let real = bytes[at] === slash && at < end ? this.#enterRoot(make) : paths.parentOf(node);
    // Links must not lead deeper and deeper: what they say is walked in every layer.
    if (isDeep(bytes, at, end) || paths.depthOf(real) > MAX_DEPTH) return undefined;
    while (at < end && real >= 0) {
      let to = at;
      while (to < end && bytes[to] !== slash) to += 1;
      const length = to - at;
      state.linkSteps += 1;
      if (length === 2 && bytes[at] === dot && bytes[at + 1] === dot) {
        real = Math.max(paths.parentOf(real), 0);
      } else if (length > 0 && !(length === 1 && bytes[at] === dot)) {
        const next = make ? state.addName(real, bytes, at, to) : paths.find(real, bytes, at, to);
        // A loop deeper down is a loop of this link too: it is this one that is then read as a directory.
        if (next >= 0 && state.typeAt(next) === EntryType.symlink) {
          const through = this.#follow(next, make);
          if (through === undefined || paths.depthOf(through) > MAX_DEPTH) return undefined;
          real = through;
        } else {
          real = this.#enter(next, make);
        }
      }
      at = to + 1;
    }
    return real;
  }

  #grow(node: number): void {
    const larger = new Int32Array(Math.max(node + 1, this.#checked.length * 2));
    larger.set(this.#checked);
    this.#checked = larger;
  }
}

/** Resolves the parents of one layer's whiteouts in what lower layers show, whatever of it this layer has already hidden. */
export class LowerDirectories {
  readonly #state: MergeState;
  readonly #tables: readonly (LayerTable | undefined)[];
  readonly #layer: number;
  readonly #ownDirectories: ReadonlySet<number>;
  readonly #resolved = new Map<number, number>([[0, 0]]);
  readonly #throughLink = new Set<number>();
  #hops = 0;

  /** `ownDirectories`: nodes that the layer itself lists as directories; a link below them is replaced and must not be followed. */
  constructor(state: MergeState, tables: readonly (LayerTable | undefined)[], layer: number, ownDirectories: ReadonlySet<number>) {
    this.#state = state;
    this.#tables = tables;
    this.#layer = layer;
    this.#ownDirectories = ownDirectories;
  }

  /** Whether the way to a node that was looked for led through a link, or to the end of one. */
  ledThroughLink(literal: number): boolean {
    return this.#throughLink.has(literal);
  }

  /** The lower directory that a literal node stands for, or -1. */
  look(literal: number): number {
    const { paths } = this.#state;
    const unresolved = [];
    let at = literal;
    while (!this.#resolved.has(at)) {
      unresolved.push(at);
      at = paths.parentOf(at);
    }
    let real = this.#resolved.get(at)!;
    while (unresolved.length > 0) {
      const node = unresolved.pop()!;
      if (this.#throughLink.has(paths.parentOf(node))) this.#throughLink.add(node);
      if (real >= 0) {
        const name = paths.nameOf(node);
        const there = paths.parentOf(node) === real ? node : paths.find(real, name, 0, name.length);
        this.#hops = 0;
        real = this.#enter(there, !this.#ownDirectories.has(node));
        if (this.#hops > 0) this.#throughLink.add(node);
      }
      this.#resolved.set(node, real);
    }
    return real;
  }

  #enter(node: number, follow: boolean): number {
    if (node < 0) return -1;
    const version = this.#state.lowerVersion(node, this.#layer);
    if (version < 0) return -1;
    if (this.#state.type[version] === EntryType.dir) return node;
    return follow && this.#state.type[version] === EntryType.symlink ? this.#follow(node, version) : -1;
  }

  #follow(node: number, version: number): number {
    const { paths, payload, born, row: rows } = this.#state;
    this.#hops += 1;
    if (this.#hops > HOPS || this.#state.linkSteps > LINK_STEPS) return -1;
    const source = payload[version]!;
    const table = this.#tables[born[source]!]!;
    const row = rows[source]!;
    const bytes = table.links;
    const end = table.linkStart[row + 1]!;
    let at = table.linkStart[row]!;
    let real = bytes[at] === slash && at < end ? 0 : paths.parentOf(node);
    while (at < end && real >= 0) {
      let to = at;
      while (to < end && bytes[to] !== slash) to += 1;
      const length = to - at;
      this.#state.linkSteps += 1;
      if (length === 2 && bytes[at] === dot && bytes[at + 1] === dot) real = Math.max(paths.parentOf(real), 0);
      else if (length > 0 && !(length === 1 && bytes[at] === dot)) real = this.#enter(paths.find(real, bytes, at, to), true);
      at = to + 1;
    }
    return real;
  }
}
