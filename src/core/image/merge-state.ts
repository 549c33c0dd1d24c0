/** The tree while layers are being merged: growing version columns, and which node shows which version right now. */
import { freeMemory } from '../bytes/free-memory';
import { EntryType } from './layer-table';
import { childLists } from './child-lists';
import type { IndexedLayers } from './index-paths';
import type { PathIndex } from './path-index';
import { Predecessors } from './predecessors';
import { ALIVE, Ending, type RootFs } from './root-fs';
import { strayRows } from './row-paths';

/** Mutable; lives only inside `mergeLayers`. */
export class MergeState {
  readonly paths: PathIndex;
  /** Version shown at a node now, or -1; newest version ever, or -1. */
  live: Int32Array;
  newest: Int32Array;
  versions = 0;
  node: Int32Array;
  born: Uint16Array;
  died: Uint16Array;
  row: Int32Array;
  previous: Int32Array;
  payload: Int32Array;
  type: Uint8Array;
  ending: Uint8Array;
  readonly linkGroups = new Map<number, number[]>();
  /** Grows whenever a resolved parent directory may have become something else. */
  epoch = 1;
  /** Segments walked behind symbolic links so far. */
  linkSteps = 0;
  // Shown children of a directory as a doubly linked list, so that removing a tree costs what it shows, not what it ever held.
  #first: Int32Array;
  #next: Int32Array;
  #before: Int32Array;

  /** `entries`: rows of all layers, which become versions for the most part. */
  constructor(paths: PathIndex, entries: number) {
    this.paths = paths;
    const versions = entries + (entries >> 4) + 64;
    this.node = new Int32Array(versions);
    this.born = new Uint16Array(versions);
    this.died = new Uint16Array(versions);
    this.row = new Int32Array(versions);
    this.previous = new Int32Array(versions);
    this.payload = new Int32Array(versions);
    this.type = new Uint8Array(versions);
    this.ending = new Uint8Array(versions);
    const room = Math.max(paths.count + (paths.count >> 4), 16);
    this.live = new Int32Array(room).fill(-1);
    this.newest = new Int32Array(room).fill(-1);
    this.#first = new Int32Array(room).fill(-1);
    this.#next = new Int32Array(room).fill(-1);
    this.#before = new Int32Array(room).fill(-1);
  }

  /** Type shown at a node, or undefined where nothing is. */
  typeAt(node: number): number | undefined {
    const version = this.live[node]!;
    return version < 0 ? undefined : this.type[version];
  }

  /** What lower layers show at a node while the markers of `layer` are applied, whatever these have already hidden; -1 for nothing. */
  lowerVersion(node: number, layer: number): number {
    const live = this.live[node]!;
    if (live >= 0) return live;
    let version = this.newest[node]!;
    while (version >= 0 && this.born[version]! >= layer) version = this.previous[version]!;
    return version >= 0 && this.died[version] === layer ? version : -1;
  }

  /** A name's node, added with room in all columns where it is new. */
  addName(parent: number, bytes: Uint8Array, from: number, to: number): number {
    const node = this.paths.add(parent, bytes, from, to);
    if (node >= this.live.length) {
      this.live = grown(this.live, node);
      this.newest = grown(this.newest, node);
      this.#first = grown(this.#first, node);
      this.#next = grown(this.#next, node);
      this.#before = grown(this.#before, node);
    }
    return node;
  }

  /**
   * Shows a new version at a node and answers it. What was there ends: a directory under a directory hands its content on,
   * everything else takes its content with it. The parent must be shown as a directory.
   */
  show(node: number, layer: number, row: number, type: number): number {
    const old = this.live[node]!;
    const version = this.#append(node, layer, row, type);
    if (old >= 0) {
      const merges = type === EntryType.dir && this.type[old] === EntryType.dir;
      if (this.type[old] === EntryType.dir && !merges) this.endBelow(node, layer, Ending.replaced);
      if (!merges && (this.type[old] === EntryType.dir || this.type[old] === EntryType.symlink)) this.epoch += 1;
      this.died[old] = layer;
      this.ending[old] = merges ? Ending.merged : Ending.replaced;
    } else if (node > 0) {
      this.#enlist(node);
    }
    this.live[node] = version;
    return version;
  }

  /** Records what never becomes part of the tree: the payload of a marker or of AUFS bookkeeping. */
  setAside(node: number, layer: number, row: number, type: number): number {
    const version = this.#append(node, layer, row, type);
    this.died[version] = layer;
    this.ending[version] = Ending.aside;
    return version;
  }

  /** Hides a node and all below it. */
  end(node: number, layer: number, ending: number): void {
    const version = this.live[node]!;
    if (this.type[version] === EntryType.dir) this.endBelow(node, layer, ending);
    this.died[version] = layer;
    this.ending[version] = ending;
    this.live[node] = -1;
    const next = this.#next[node]!;
    const before = this.#before[node]!;
    if (next >= 0) this.#before[next] = before;
    if (before >= 0) this.#next[before] = next;
    else this.#first[this.paths.parentOf(node)] = next;
    this.epoch += 1;
  }

  /** Hides all below a node, the node itself not. */
  endBelow(node: number, layer: number, ending: number): void {
    if (this.#first[node]! < 0) return;
    const emptied = [node];
    while (emptied.length > 0) {
      const directory = emptied.pop()!;
      for (let child = this.#first[directory]!; child >= 0; child = this.#next[child]!) {
        const version = this.live[child]!;
        this.died[version] = layer;
        this.ending[version] = ending;
        this.live[child] = -1;
        if (this.#first[child]! >= 0) emptied.push(child);
      }
      this.#first[directory] = -1;
    }
    this.epoch += 1;
  }

  /** Makes `version` another name of `payload`. */
  share(version: number, payload: number): void {
    this.payload[version] = payload;
    this.type[version] = this.type[payload]!;
    const names = this.linkGroups.get(payload);
    if (names === undefined) this.linkGroups.set(payload, [payload, version]);
    else names.push(version);
  }

  /** The finished columns, trimmed. The state must not be used afterwards. */
  finish({ tables, rowNodes }: IndexedLayers): RootFs {
    const { paths, versions, linkGroups } = this;
    paths.trim();
    const count = paths.count;
    // Targets of hard links may have been named without ever being part of the tree.
    if (this.newest.length < count) this.newest = grown(this.newest, count);
    const trimmed = <Column extends Int32Array | Uint16Array | Uint8Array>(column: Column, length: number): Column => {
      const copy = column.slice(0, length) as Column;
      freeMemory(column);
      return copy;
    };
    const previous = new Predecessors(this.previous, versions);
    freeMemory(this.previous);
    for (const column of [this.live, this.#first, this.#next, this.#before]) freeMemory(column);
    return {
      ...childLists(paths), paths, tables, linkGroups, versions,
      strays: strayRows(this, rowNodes),
      newest: trimmed(this.newest, count),
      node: trimmed(this.node, versions), born: trimmed(this.born, versions), died: trimmed(this.died, versions), row: trimmed(this.row, versions),
      previous, payload: trimmed(this.payload, versions), type: trimmed(this.type, versions), ending: trimmed(this.ending, versions),
    };
  }

  #enlist(node: number): void {
    const parent = this.paths.parentOf(node);
    const first = this.#first[parent]!;
    this.#next[node] = first;
    this.#before[node] = -1;
    if (first >= 0) this.#before[first] = node;
    this.#first[parent] = node;
    this.#first[node] = -1;
  }

  #append(node: number, layer: number, row: number, type: number): number {
    const version = this.versions;
    if (version === this.node.length) this.#growVersions();
    this.node[version] = node;
    this.born[version] = layer;
    this.died[version] = ALIVE;
    this.row[version] = row;
    this.previous[version] = this.newest[node]!;
    this.payload[version] = version;
    this.type[version] = type;
    this.newest[node] = version;
    this.versions = version + 1;
    return version;
  }

  #growVersions(): void {
    const room = this.node.length * 2;
    const larger = <Column extends Int32Array | Uint16Array | Uint8Array>(column: Column, fresh: Column): Column => {
      fresh.set(column);
      return fresh;
    };
    this.node = larger(this.node, new Int32Array(room));
    this.born = larger(this.born, new Uint16Array(room));
    this.died = larger(this.died, new Uint16Array(room));
    this.row = larger(this.row, new Int32Array(room));
    this.previous = larger(this.previous, new Int32Array(room));
    this.payload = larger(this.payload, new Int32Array(room));
    this.type = larger(this.type, new Uint8Array(room));
    this.ending = larger(this.ending, new Uint8Array(room));
  }
}

function grown(column: Int32Array, node: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(node + 1, column.length * 2)).fill(-1, column.length);
  larger.set(column);
  return larger;
}
