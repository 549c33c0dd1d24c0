/** A table by range of layers, filled by rectangles: adding one costs the same whatever its size. */

/** Figures for all ranges from..to of `count` layers. */
export class RangeGrid {
  readonly #count: number;
  /** Differences along both axes; one row and column more than there are layers. */
  readonly #cells: Float64Array;

  constructor(count: number) {
    this.#count = count;
    this.#cells = new Float64Array((count + 1) * (count + 1));
  }

  /** Adds `value` to every range that begins in [fromFirst, fromLast] and ends in [toFirst, toLast]. */
  add(fromFirst: number, fromLast: number, toFirst: number, toLast: number, value: number): void {
    if (fromFirst > fromLast || toFirst > toLast) return;
    const cells = this.#cells;
    const width = this.#count + 1;
    cells[fromFirst * width + toFirst]! += value;
    cells[fromFirst * width + toLast + 1]! -= value;
    cells[(fromLast + 1) * width + toFirst]! -= value;
    cells[(fromLast + 1) * width + toLast + 1]! += value;
  }

  /** Turns the differences into figures. Nothing may be added afterwards. */
  finish(): (from: number, to: number) => number {
    const cells = this.#cells;
    const width = this.#count + 1;
    for (let from = 0; from < width; from += 1) {
      let sum = 0;
      for (let to = 0; to < width; to += 1) {
        sum += cells[from * width + to]!;
        cells[from * width + to] = sum + (from > 0 ? cells[(from - 1) * width + to]! : 0);
      }
    }
    return (from, to) => cells[from * width + to]!;
  }
}
