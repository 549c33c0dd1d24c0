/** Many rows without an object each: columns of numbers that grow together, and rows that are made when somebody looks at one. */
import { freeMemory } from './bytes/free-memory';

type Numbers = Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

const FIRST_ROWS = 256;

/** A column that grows row by row; what growing leaves behind is given back at once. */
export class Growing<Column extends Numbers> {
  #values: Column;
  #length = 0;
  readonly #make: new (length: number) => Column;

  /** `expected` rows get their room at once. */
  constructor(make: new (length: number) => Column, expected = FIRST_ROWS) {
    this.#make = make;
    this.#values = new make(expected);
  }

  get length(): number {
    return this.#length;
  }

  /** Adds a row; answers its number. */
  push(value: number): number {
    if (this.#length === this.#values.length) this.#resize(Math.max(this.#length * 2, FIRST_ROWS));
    this.#values[this.#length] = value;
    return this.#length++;
  }

  at(row: number): number {
    return this.#values[row]!;
  }

  set(row: number, value: number): void {
    this.#values[row] = value;
  }

  /** The column, of exact size. No row can be added after that. */
  finish(): Column {
    this.#resize(this.#length);
    return this.#values;
  }

  #resize(length: number): void {
    if (length === this.#values.length) return;
    const before = this.#values;
    this.#values = new this.#make(length);
    this.#values.set(before.subarray(0, this.#length));
    freeMemory(before);
  }
}

/**
 * A list of rows that are kept in columns. A row is an object for as long as it is looked at: a hundred thousand that stay make a browser
 * give a worker's young objects room of 64 MB.
 */
export class Rows<Row> implements Iterable<Row> {
  readonly length: number;
  readonly #rowAt: (row: number) => Row;

  constructor(length: number, rowAt: (row: number) => Row) {
    this.length = length;
    this.#rowAt = rowAt;
  }

  at(row: number): Row {
    return this.#rowAt(row);
  }

  *[Symbol.iterator](): Generator<Row> {
    for (let row = 0; row < this.length; row += 1) yield this.#rowAt(row);
  }

  map<Result>(make: (row: Row) => Result): Result[] {
    return Array.from({ length: this.length }, (_, row) => make(this.#rowAt(row)));
  }

  /** One number of each row. */
  column<Column extends Numbers>(kind: new (length: number) => Column, of: (row: Row) => number): Column {
    const column = new kind(this.length);
    for (let row = 0; row < this.length; row += 1) column[row] = of(this.#rowAt(row));
    return column;
  }

  sum(of: (row: Row) => number): number {
    let sum = 0;
    for (let row = 0; row < this.length; row += 1) sum += of(this.#rowAt(row));
    return sum;
  }

  /** At most so many rows from the beginning. */
  first(most: number): Rows<Row> {
    return new Rows(Math.min(most, this.length), this.#rowAt);
  }

  /** These rows of them, in this order. */
  chosen(rows: Int32Array): Rows<Row> {
    return new Rows(rows.length, (row) => this.#rowAt(rows[row]!));
  }

  /** The rows that a test holds for, in their order. */
  filter(test: (row: Row) => boolean): Rows<Row> {
    const found = new Growing(Int32Array);
    for (let row = 0; row < this.length; row += 1) if (test(this.#rowAt(row))) found.push(row);
    return this.chosen(found.finish());
  }
}

/** Numbers of rows, 0 to `count - 1`, in the order of a comparison. */
export function sortedRows(count: number, compare: (a: number, b: number) => number): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: count }, (_, row) => row).sort(compare);
}
