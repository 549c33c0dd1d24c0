/** When two payloads hold the same bytes: equal size and equal xxh64, both known. */
import { freeMemory } from '../bytes/free-memory';
import { Growing } from '../columns';
import type { LayerTable } from '../image/layer-table';
import { EntryFlag, EntryType } from '../image/layer-table';
import type { RootFs } from '../image/root-fs';

/** No member. */
const NONE = -1;

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
  // Open addressing on the hash. A slot leads to the first member of a content, each member to the next of the same content.
  #slots = new Int32Array(1024).fill(NONE);
  #contents = 0;
  readonly #payload = new Growing(Int32Array);
  readonly #next = new Growing(Int32Array);
  /** Of a first member, the last of its content. */
  readonly #last = new Growing(Int32Array);
  // xxh64 is easily forged: unknown to whoever writes a hostile archive, so that contents cannot be chosen to collide.
  readonly #seed = (Math.random() * 0x100000000) | 0;

  constructor(fs: RootFs) {
    this.#fs = fs;
  }

  add(payload: number): void {
    if (!this.#isHashed(payload)) return;
    const slot = this.#slotOf(payload);
    const first = this.#slots[slot]!;
    const member = this.#payload.push(payload);
    this.#next.push(NONE);
    this.#last.push(member);
    if (first === NONE) {
      this.#slots[slot] = member;
      this.#contents += 1;
      if (this.#contents * 3 > this.#slots.length * 2) this.#grow();
      return;
    }
    this.#next.set(this.#last.at(first), member);
    this.#last.set(first, member);
  }

  /** All payloads of one content, as they were added. */
  find(payload: number): readonly number[] {
    const first = this.#isHashed(payload) ? this.#slots[this.#slotOf(payload)]! : NONE;
    return first === NONE ? [] : this.#membersFrom(first);
  }

  /** Groups of two and more. */
  *repeated(): Generator<readonly number[]> {
    for (let slot = 0; slot < this.#slots.length; slot += 1) {
      const first = this.#slots[slot]!;
      if (first !== NONE && this.#next.at(first) !== NONE) yield this.#membersFrom(first);
    }
  }

  #membersFrom(first: number): number[] {
    const members: number[] = [];
    for (let member = first; member !== NONE; member = this.#next.at(member)) members.push(this.#payload.at(member));
    return members;
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
    for (let first = this.#slots[slot]!; first !== NONE && !sameContent(this.#fs, this.#payload.at(first), payload); first = this.#slots[slot]!) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2).fill(NONE);
    for (let slot = 0; slot < before.length; slot += 1) {
      const first = before[slot]!;
      if (first !== NONE) this.#slots[this.#slotOf(this.#payload.at(first))] = first;
    }
    freeMemory(before);
  }
}
