/** dive's map of paths: how often each was seen, its bytes over all layers and its smallest copy. */

export class DiveEfficiency {
  readonly #count: Int32Array;
  readonly #cumulative: Float64Array;
  readonly #smallest: Float64Array;
  readonly #seen: Uint8Array;
  readonly #twice: number[] = [];

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
  inefficiencies(): { node: number; count: number; bytes: number }[] {
    return this.#twice
      .map((node) => ({ node, count: this.#count[node]!, bytes: this.#cumulative[node]! }))
      .sort((a, b) => b.bytes - a.bytes || a.node - b.node);
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
