/** dive's map of paths: how often each was seen, its bytes over all layers and its smallest copy. */
import { Growing, Rows, sortedRows } from '../columns';

/** A path that was stored `count` times, with `bytes` in all. */
export interface Inefficiency {
  /** Of the index. */
  readonly node: number;
  readonly count: number;
  readonly bytes: number;
}

export class DiveEfficiency {
  readonly #count: Int32Array;
  readonly #cumulative: Float64Array;
  readonly #smallest: Float64Array;
  readonly #seen: Uint8Array;
  readonly #twice = new Growing(Int32Array);

  constructor(nodes: number) {
    this.#count = new Int32Array(nodes);
    this.#cumulative = new Float64Array(nodes);
    this.#smallest = new Float64Array(nodes);
    this.#seen = new Uint8Array(nodes);
  }

  /** Notes a path without a size: what an aborted walk leaves. */
  touch(node: number): void {
    if (this.#seen[node] === 1) return;
    this.#seen[node] = 1;
    this.#smallest[node] = -1;
  }

  add(node: number, size: number): void {
    this.touch(node);
    this.#cumulative[node]! += size;
    if (this.#smallest[node]! < 0 || size < this.#smallest[node]!) this.#smallest[node] = size;
    this.#count[node]! += 1;
    if (this.#count[node] === 2) this.#twice.push(node);
  }

  /** Paths seen twice or more, largest first. */
  inefficiencies(): Rows<Inefficiency> {
    const [node, twice] = [new Int32Array(this.#twice.length), this.#twice.finish()];
    const order = sortedRows(twice.length, (a, b) => this.#cumulative[twice[b]!]! - this.#cumulative[twice[a]!]! || twice[a]! - twice[b]!);
    const count = new Int32Array(twice.length);
    const bytes = new Float64Array(twice.length);
    for (let row = 0; row < twice.length; row += 1) {
      node[row] = twice[order[row]!]!;
      count[row] = this.#count[node[row]!]!;
      bytes[row] = this.#cumulative[node[row]!]!;
    }
    return new Rows(twice.length, (row) => ({ node: node[row]!, count: count[row]!, bytes: bytes[row]! }));
  }

  score(): number {
    let smallest = 0;
    let cumulative = 0;
    for (let node = 0; node < this.#count.length; node += 1) {
      smallest += this.#smallest[node]!;
      cumulative += this.#cumulative[node]!;
    }
    return cumulative === 0 ? 1 : smallest / cumulative;
  }
}
