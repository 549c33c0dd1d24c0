/** When two payloads hold the same bytes: equal size and equal xxh64, both known. */
import type { LayerTable } from '../image/layer-table';
import { EntryFlag, EntryType } from '../image/layer-table';
import type { RootFs } from '../image/root-fs';

/** Whether a row is a regular file with bytes of its own. */
export function hasContent(table: LayerTable, row: number): boolean {
  return table.type[row] === EntryType.file && table.size[row]! > 0;
}

/** Whether two payloads are known to be equal. A payload whose hash is unknown (unreadable, or of a size like no other) equals none. */
export function sameContent(fs: RootFs, a: number, b: number): boolean {
  const left = fs.tables[fs.born[a]!]!;
  const right = fs.tables[fs.born[b]!]!;
  const x = fs.row[a]!;
  const y = fs.row[b]!;
  return (
    (left.flags[x]! & right.flags[y]! & EntryFlag.hashed) !== 0 &&
    left.size[x] === right.size[y] && left.hashLow[x] === right.hashLow[y] && left.hashHigh[x] === right.hashHigh[y]
  );
}

/** Groups payloads by content. Those without a hash are left out. */
export class ContentGroups {
  readonly #fs: RootFs;
  // Open addressing on the hash; most contents occur once: only those that repeat get a list, by their first payload.
  #slots = new Int32Array(1024).fill(-1);
  #count = 0;
  readonly #repeated = new Map<number, number[]>();
  // xxh64 is easily forged: unknown to whoever writes a hostile archive, so that contents cannot be chosen to collide.
  readonly #seed = (Math.random() * 0x100000000) | 0;

  constructor(fs: RootFs) {
    this.#fs = fs;
  }

  add(payload: number): void {
    if (!this.#isHashed(payload)) return;
    const slot = this.#slotOf(payload);
    const first = this.#slots[slot]!;
    if (first < 0) {
      this.#slots[slot] = payload;
      this.#count += 1;
      if (this.#count * 3 > this.#slots.length * 2) this.#grow();
      return;
    }
    const group = this.#repeated.get(first);
    if (group === undefined) this.#repeated.set(first, [first, payload]);
    else group.push(payload);
  }

  /** All payloads of one content. */
  find(payload: number): readonly number[] {
    const first = this.#isHashed(payload) ? this.#slots[this.#slotOf(payload)]! : -1;
    return first < 0 ? [] : (this.#repeated.get(first) ?? [first]);
  }

  /** Groups of two and more. */
  repeated(): Iterable<readonly number[]> {
    return this.#repeated.values();
  }

  #isHashed(payload: number): boolean {
    return (this.#fs.tables[this.#fs.born[payload]!]!.flags[this.#fs.row[payload]!]! & EntryFlag.hashed) !== 0;
  }

  /** Where the content is, or where it would go. */
  #slotOf(payload: number): number {
    const table = this.#fs.tables[this.#fs.born[payload]!]!;
    const row = this.#fs.row[payload]!;
    const mask = this.#slots.length - 1;
    const mixed = Math.imul(table.hashLow[row]! ^ this.#seed, 0x9e3779b1) ^ table.hashHigh[row]!;
    const hash = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (let first = this.#slots[slot]!; first >= 0 && !sameContent(this.#fs, first, payload); first = this.#slots[slot]!) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const contents = this.#slots.filter((first) => first >= 0);
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (const first of contents) this.#slots[this.#slotOf(first)] = first;
  }
}
