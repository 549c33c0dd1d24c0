/**
 * The order in which Go's `sort.Sort` leaves equal items: it is not stable, but it is the same on every run, and dive's export shows it.
 *
 * The algorithm is the pattern-defeating quicksort of Go 1.19 and later (package sort, by O. Peters' paper, arXiv 2106.05123), step for
 * step: insertion sort up to twelve items, the median of three or nine as pivot, three swaps where a partition was unbalanced, heap sort at last.
 */

const SHORT = 12;
const NINTHER = 50;
const MOST_STEPS = 5;

type Hint = 'increasing' | 'decreasing' | 'unknown';

/** Sorts `items` in place, smallest key first, equals as Go would leave them. Keys are numbers and not NaN. */
export function goSort<T>(items: T[], keyOf: (item: T) => number): void {
  const sorter = new Sorter(items, items.map(keyOf));
  sorter.sort(0, items.length, bitLength(items.length));
}

function bitLength(number: number): number {
  return 32 - Math.clz32(number);
}

class Sorter<T> {
  readonly #items: T[];
  readonly #keys: number[];
  #swaps = 0;

  constructor(items: T[], keys: number[]) {
    this.#items = items;
    this.#keys = keys;
  }

  /** Rows from `from` to before `to`; `limit` bad partitions are borne before heap sort takes over. */
  sort(from: number, to: number, limit: number): void {
    let balanced = true;
    let partitioned = true;
    for (;;) {
      const length = to - from;
      if (length <= SHORT) return this.#insertionSort(from, to);
      if (limit === 0) return this.#heapSort(from, to);
      if (!balanced) {
        this.#breakPatterns(from, to);
        limit -= 1;
      }
      let [pivot, hint] = this.#choosePivot(from, to);
      if (hint === 'decreasing') {
        for (let left = from, right = to - 1; left < right; left += 1, right -= 1) this.#swap(left, right);
        pivot = to - 1 - (pivot - from);
        hint = 'increasing';
      }
      if (balanced && partitioned && hint === 'increasing' && this.#partialInsertionSort(from, to)) return;
      if (from > 0 && !this.#less(from - 1, pivot)) {
        // The item before is the largest of the lower part and not less than the pivot: whatever equals it needs no more sorting.
        from = this.#partitionEqual(from, to, pivot);
        continue;
      }
      const [middle, already] = this.#partition(from, to, pivot);
      partitioned = already;
      const [left, right] = [middle - from, to - middle];
      const least = Math.floor(length / 8);
      if (left < right) {
        balanced = left >= least;
        this.sort(from, middle, limit);
        from = middle + 1;
      } else {
        balanced = right >= least;
        this.sort(middle + 1, to, limit);
        to = middle;
      }
    }
  }

  #less(a: number, b: number): boolean {
    return this.#keys[a]! < this.#keys[b]!;
  }

  #swap(a: number, b: number): void {
    [this.#items[a], this.#items[b]] = [this.#items[b]!, this.#items[a]!];
    [this.#keys[a], this.#keys[b]] = [this.#keys[b]!, this.#keys[a]!];
  }

  #insertionSort(from: number, to: number): void {
    for (let row = from + 1; row < to; row += 1) {
      for (let at = row; at > from && this.#less(at, at - 1); at -= 1) this.#swap(at, at - 1);
    }
  }

  #heapSort(from: number, to: number): void {
    const length = to - from;
    for (let root = Math.floor((length - 1) / 2); root >= 0; root -= 1) this.#siftDown(from, root, length);
    for (let end = length - 1; end >= 0; end -= 1) {
      this.#swap(from, from + end);
      this.#siftDown(from, 0, end);
    }
  }

  #siftDown(from: number, root: number, end: number): void {
    for (let child = 2 * root + 1; child < end; child = 2 * root + 1) {
      if (child + 1 < end && this.#less(from + child, from + child + 1)) child += 1;
      if (!this.#less(from + root, from + child)) return;
      this.#swap(from + root, from + child);
      root = child;
    }
  }

  /** Swaps three rows of the middle with rows that a xorshift generator picks, seeded by the length. */
  #breakPatterns(from: number, to: number): void {
    const length = to - from;
    const mask = (1n << BigInt(bitLength(length))) - 1n;
    const middle = from + Math.floor(length / 4) * 2;
    let random = BigInt(length);
    for (let step = 0; step < 3; step += 1) {
      random ^= BigInt.asUintN(64, random << 13n);
      random ^= random >> 7n;
      random ^= BigInt.asUintN(64, random << 17n);
      const other = Number(random & mask);
      this.#swap(middle - 1 + step, from + (other >= length ? other - length : other));
    }
  }

  #choosePivot(from: number, to: number): [pivot: number, hint: Hint] {
    const quarter = Math.floor((to - from) / 4);
    let [low, middle, high] = [from + quarter, from + 2 * quarter, from + 3 * quarter];
    this.#swaps = 0;
    if (to - from >= NINTHER) {
      low = this.#median(low - 1, low, low + 1);
      middle = this.#median(middle - 1, middle, middle + 1);
      high = this.#median(high - 1, high, high + 1);
    }
    middle = this.#median(low, middle, high);
    return [middle, this.#swaps === 0 ? 'increasing' : this.#swaps === 12 ? 'decreasing' : 'unknown'];
  }

  /** The row with the median of three keys; counts how often two of them stood the wrong way round. */
  #median(a: number, b: number, c: number): number {
    const [low, high] = this.#ordered(a, b);
    return this.#ordered(low, this.#ordered(high, c)[0])[1];
  }

  #ordered(a: number, b: number): [number, number] {
    if (!this.#less(b, a)) return [a, b];
    this.#swaps += 1;
    return [b, a];
  }

  /** True when a few shifts were enough to sort all. */
  #partialInsertionSort(from: number, to: number): boolean {
    let row = from + 1;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      while (row < to && !this.#less(row, row - 1)) row += 1;
      if (row === to) return true;
      if (to - from < NINTHER) return false;
      this.#swap(row, row - 1);
      if (row - from >= 2) for (let at = row - 1; at >= 1 && this.#less(at, at - 1); at -= 1) this.#swap(at, at - 1);
      if (to - row >= 2) for (let at = row + 1; at < to && this.#less(at, at - 1); at += 1) this.#swap(at, at - 1);
    }
    return false;
  }

  /** Rows below the pivot, the pivot, rows not below it: where the pivot stands, and whether it was so already. */
  #partition(from: number, to: number, pivot: number): [middle: number, already: boolean] {
    this.#swap(from, pivot);
    let [left, right] = [from + 1, to - 1];
    for (let already = true; ; already = false) {
      while (left <= right && this.#less(left, from)) left += 1;
      while (left <= right && !this.#less(right, from)) right -= 1;
      if (left > right) {
        this.#swap(right, from);
        return [right, already];
      }
      this.#swap(left, right);
      left += 1;
      right -= 1;
    }
  }

  /** Rows that equal the pivot, then rows above it: where the latter begin. */
  #partitionEqual(from: number, to: number, pivot: number): number {
    this.#swap(from, pivot);
    let [left, right] = [from + 1, to - 1];
    for (;;) {
      while (left <= right && !this.#less(from, left)) left += 1;
      while (left <= right && this.#less(from, right)) right -= 1;
      if (left > right) return left;
      this.#swap(left, right);
      left += 1;
      right -= 1;
    }
  }
}
