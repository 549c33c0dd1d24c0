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
  // Most contents occur once: only those that repeat get a list.
  readonly #first = new Map<number, number>();
  readonly #repeated = new Map<number, number[]>();

  constructor(fs: RootFs) {
    this.#fs = fs;
  }

  add(payload: number): void {
    const key = this.#keyOf(payload);
    if (key < 0) return;
    const first = this.#first.get(key);
    if (first === undefined) {
      this.#first.set(key, payload);
      return;
    }
    const group = this.#repeated.get(key);
    if (group === undefined) this.#repeated.set(key, [first, payload]);
    else group.push(payload);
  }

  /** All payloads of one content. */
  find(payload: number): readonly number[] {
    const key = this.#keyOf(payload);
    const first = this.#first.get(key);
    return first === undefined ? [] : (this.#repeated.get(key) ?? [first]);
  }

  /** Groups of two and more. */
  repeated(): Iterable<readonly number[]> {
    return this.#repeated.values();
  }

  /** A key of 53 bits of the hash; the rare payloads that share one without being equal move to the next free key. */
  #keyOf(payload: number): number {
    const table = this.#fs.tables[this.#fs.born[payload]!]!;
    const row = this.#fs.row[payload]!;
    if ((table.flags[row]! & EntryFlag.hashed) === 0) return -1;
    let key = (table.hashHigh[row]! & 0x1fffff) * 0x100000000 + table.hashLow[row]!;
    for (let first = this.#first.get(key); first !== undefined && !sameContent(this.#fs, first, payload); first = this.#first.get(key)) key += 1;
    return key;
  }
}
