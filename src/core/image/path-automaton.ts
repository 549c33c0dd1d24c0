/** Runs a pattern over names byte by byte, without ever going back: a deterministic automaton whose states are made when they are first reached. */
import { escapePath, readablePath } from '../bytes/text';
import type { PathProgram, Step } from './path-pattern';

/** What is known between two characters: the steps that wait for the next one, beside the first of all, and what came before. */
interface State {
  readonly waiting: readonly number[];
  readonly before: Side;
}

/** What an assertion sees on one side: the edge of the path, a letter of a word, or anything else. */
type Side = 'edge' | 'word' | 'other';

/** Characters that no set of the pattern tells apart. */
interface Kind {
  /** By set: whether it takes them. */
  readonly taken: readonly boolean[];
  readonly side: Side;
  /** Those of them that are printable ASCII. */
  readonly bytes: number[];
}

/** States are numbered in steps of this, so that a state and a byte add up to a place in the table. */
const STRIDE = 256;
const UNKNOWN = -1;
/** States that nothing leads out of: found, whatever follows, and never to be found. */
const FOUND = 0;
const NEVER = STRIDE;

const SLASH = 0x2f;

/** Bounds on what a pattern may cost: the table's memory (16 MB), and the steps that are followed while states are made (about 0.1 s). */
const MOST_STATES = 1 << 14;
const MOST_WORK = 8_000_000;

export class PathAutomaton {
  /** The state before any path. */
  readonly start: number;
  readonly #program: PathProgram;
  readonly #states: State[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #kinds = new Map<string, Kind>();
  readonly #kindOf = new Map<string, Kind>();
  readonly #byteKinds: readonly (Kind | undefined)[];
  /** By state and byte: the next state. Bytes that are no printable ASCII lead nowhere. */
  #table = new Int32Array(16 * STRIDE).fill(UNKNOWN);
  /** The same for kinds that no byte has. */
  readonly #beyond = new Map<Kind, Map<number, number>>();
  /** By state, as far as that was asked: whether a path that ends there is found, and whether a name that has come to it stays there. */
  readonly #ends: (boolean | undefined)[] = [];
  readonly #stays: (boolean | undefined)[] = [];
  readonly #asserts: ReadonlySet<string>;
  /** Whether nothing can be found that is not found from the start of the path on. */
  readonly #anchored: boolean;
  readonly #seen: Int32Array;
  #round = 0;
  #work = 0;

  constructor(program: PathProgram) {
    this.#program = program;
    this.#seen = new Int32Array(program.steps.length);
    this.#asserts = new Set(program.steps.map((step) => (step.op === 'assert' ? step.what : step.op)));
    this.#byteKinds = Array.from({ length: 128 }, (_, byte) => (byte >= 0x20 && byte < 0x7f ? this.#kind(String.fromCharCode(byte)) : undefined));
    this.#byteKinds.forEach((kind, byte) => kind?.bytes.push(byte));
    for (const last of [FOUND, NEVER]) {
      this.#states.push({ waiting: [], before: 'other' });
      this.#table.fill(last, last, last + STRIDE);
      this.#ends.push(last === FOUND);
    }
    const { found, takers } = this.#follow([], (what) => what !== 'start');
    this.#anchored = !found && takers.length === 0;
    this.start = this.#numberOf([], 'edge');
  }

  /** Whether the pattern costs more than a search may: what was answered then means nothing. */
  get exhausted(): boolean {
    return this.#work > MOST_WORK || this.#states.length > MOST_STATES;
  }

  /** Where a path leads that goes on with a slash. */
  intoDirectory(state: number): number {
    const next = this.#table[state + SLASH]!;
    return next >= 0 ? next : this.#step(state, this.#byteKinds[SLASH]!);
  }

  /** Whether nothing that follows changes what is known in this state. */
  isFinal(state: number): boolean {
    return state <= NEVER;
  }

  /** Where a path leads that goes on with the name `bytes[begin..end)`; `plain` where each of its characters is a byte of printable ASCII. */
  run(from: number, bytes: Uint8Array, begin: number, end: number, plain = false): number {
    let table = this.#table;
    let state = from;
    // A state that is known to be left by some character.
    let left = UNKNOWN;
    for (let at = begin; at < end && state > NEVER; at += 1) {
      const next = table[state + bytes[at]!]!;
      if (next >= 0) {
        if (next === state && plain && state !== left) {
          if (this.#staysIn(state)) return state;
          left = state;
        }
        state = next;
        continue;
      }
      const kind = this.#byteKinds[bytes[at]!];
      if (kind === undefined) return this.#runText(from, readablePath(escapePath(bytes.subarray(begin, end))));
      state = this.#step(state, kind);
      table = this.#table;
    }
    return state;
  }

  /** Whether a path that ends in this state is looked for. */
  accepts(state: number): boolean {
    const place = state / STRIDE;
    if (this.#ends[place] === undefined) {
      const { waiting, before } = this.#states[place]!;
      this.#ends[place] = this.#follow(waiting, (what) => holds(what, before, 'edge')).found;
    }
    return this.#ends[place];
  }

  /** Whether no printable ASCII of a name leads out of a state. */
  #staysIn(state: number): boolean {
    const place = state / STRIDE;
    if (this.#stays[place] === undefined) {
      this.#stays[place] = this.#byteKinds.every((kind, byte) => kind === undefined || byte === SLASH || this.#step(state, kind) === state);
    }
    return this.#stays[place];
  }

  #runText(from: number, text: string): number {
    let state = from;
    for (const char of this.#program.unicode ? text : text.split('')) {
      if (state <= NEVER) break;
      let kind = this.#kindOf.get(char);
      if (kind === undefined) this.#kindOf.set(char, (kind = this.#kind(char)));
      state = this.#step(state, kind);
    }
    return state;
  }

  #step(from: number, kind: Kind): number {
    const [byte] = kind.bytes;
    const known = byte === undefined ? this.#beyond.get(kind)?.get(from) : this.#table[from + byte];
    if (known !== undefined && known >= 0) return known;
    if (this.exhausted) return NEVER;
    const { waiting, before } = this.#states[from / STRIDE]!;
    const { found, takers } = this.#follow(waiting, (what) => holds(what, before, kind.side));
    const next = found ? FOUND : this.#numberOf(takers.filter(({ set }) => kind.taken[set]).map((taker) => taker.next), kind.side);
    for (const each of kind.bytes) this.#table[from + each] = next;
    if (byte === undefined) {
      const leads = this.#beyond.get(kind) ?? new Map<number, number>();
      this.#beyond.set(kind, leads.set(from, next));
    }
    return next;
  }

  /** From steps that wait, and from the first one, since a match may begin anywhere: those that take a character, and whether all is found already. */
  #follow(waiting: readonly number[], passes: (what: string) => boolean): { readonly found: boolean; readonly takers: readonly (Step & { op: 'take' })[] } {
    const { steps, entry } = this.#program;
    const takers: (Step & { op: 'take' })[] = [];
    const open = [entry, ...waiting];
    let found = false;
    this.#round += 1;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (this.#seen[at] === this.#round) continue;
      this.#seen[at] = this.#round;
      this.#work += 1;
      const step = steps[at]!;
      if (step.op === 'found') found = true;
      else if (step.op === 'take') takers.push(step);
      else if (step.op === 'either') open.push(step.next, step.other);
      else if (passes(step.what)) open.push(step.next);
    }
    return { found, takers };
  }

  #numberOf(waiting: readonly number[], side: Side): number {
    if (this.#anchored && waiting.length === 0 && side !== 'edge') return NEVER;
    // What no assertion asks for need not be kept apart.
    const words = this.#asserts.has('word') || this.#asserts.has('not-word');
    const before = side === 'edge' ? (this.#asserts.has('start') ? 'edge' : 'other') : words ? side : 'other';
    const sorted = [...new Set(waiting)].sort((a, b) => a - b);
    const key = `${before} ${sorted.join(' ')}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#states.push({ waiting: sorted, before }) * STRIDE - STRIDE;
    this.#numbers.set(key, number);
    if (number === this.#table.length) {
      const table = new Int32Array(2 * number).fill(UNKNOWN, number);
      table.set(this.#table);
      this.#table = table;
    }
    return number;
  }

  #kind(char: string): Kind {
    const taken = this.#program.sets.map((set) => set.test(char));
    const word = /\w/.test(char);
    const key = `${word} ${taken.join(' ')}`;
    let kind = this.#kinds.get(key);
    if (kind === undefined) this.#kinds.set(key, (kind = { taken, side: word ? 'word' : 'other', bytes: [] }));
    return kind;
  }
}

/** Whether an assertion holds between two characters. */
function holds(what: string, before: Side, after: Side): boolean {
  if (what === 'start') return before === 'edge';
  if (what === 'end') return after === 'edge';
  return ((before === 'word') !== (after === 'word')) === (what === 'word');
}
