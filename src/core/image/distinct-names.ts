/** Which paths have the same base name: an image has several times more paths than names, and a search reads each name once. */
import { freeMemory } from '../bytes/free-memory';
import type { PathIndex } from './path-index';

/** Paths that are numbered in one step, between two answers: about two milliseconds. */
const STEP = 1 << 14;

export class DistinctNames {
  /** By node: the number of its name, counted from 0. The root has none. */
  readonly of: Uint32Array;
  readonly #paths: PathIndex;
  /** By number of a name: the first node that has it, and 1 where it is nothing but printable ASCII. */
  #first: Uint32Array;
  #plain: Uint8Array;
  /** Numbers of names by their hash, with open addressing; let go when all are numbered. */
  #slots: Int32Array;
  #count = 0;
  #next = 1;
  // As in `PathIndex`: names must not be chosen to collide.
  readonly #seed = (Math.random() * 0x100000000) | 0;

  constructor(paths: PathIndex) {
    this.#paths = paths;
    this.of = new Uint32Array(paths.count);
    this.#first = new Uint32Array(paths.count);
    this.#plain = new Uint8Array(paths.count);
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(paths.count * 1.5 + 1))).fill(-1);
  }

  /** How many there are, once `step` answers false. */
  get count(): number {
    return this.#count;
  }

  /** A node that has this name. */
  nodeOf(name: number): number {
    return this.#first[name]!;
  }

  /** Whether each character of a name is a byte, as it is shown. */
  isPlain(name: number): boolean {
    return this.#plain[name] === 1;
  }

  /** Numbers the names of some paths more; false when all have their numbers. */
  step(): boolean {
    const { count } = this.#paths;
    const to = Math.min(count, this.#next + STEP);
    for (let node = this.#next; node < to; node += 1) this.of[node] = this.#numberOf(node);
    if (this.#next < to && to === count) this.#finish();
    this.#next = to;
    return to < count;
  }

  #numberOf(node: number): number {
    const { bytes, starts } = this.#paths.allNames;
    const begin = starts[node]!;
    const end = starts[node + 1]!;
    let hash = this.#seed;
    let plain = 1;
    for (let at = begin; at < end; at += 1) {
      const byte = bytes[at]!;
      hash = Math.imul(hash ^ byte, 0x01000193);
      if (byte < 0x20 || byte > 0x7e || byte === PERCENT) plain = 0;
    }
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    hash ^= hash >>> 13;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const known = slots[slot]!;
      if (known < 0) {
        const name = this.#count;
        this.#count += 1;
        this.#first[name] = node;
        this.#plain[name] = plain;
        slots[slot] = name;
        return name;
      }
      const other = starts[this.#first[known]!]!;
      if (starts[this.#first[known]! + 1]! - other !== end - begin) continue;
      let same = 0;
      while (begin + same < end && bytes[begin + same] === bytes[other + same]) same += 1;
      if (begin + same === end) return known;
    }
  }

  #finish(): void {
    const [first, plain] = [this.#first, this.#plain];
    this.#first = first.slice(0, this.#count);
    this.#plain = plain.slice(0, this.#count);
    for (const column of [first, plain, this.#slots]) freeMemory(column);
  }
}

const PERCENT = 0x25;
