/** Where an automaton comes to by a name: read once for each state in which it is met, however many paths have it. */
import type { DistinctNames } from './distinct-names';
import type { PathAutomaton } from './path-automaton';
import type { PathIndex } from './path-index';

/** States that what they lead to is kept for: few patterns have more before a name. Each takes four bytes a name. */
const MOST_KEPT = 6;

export class NameStates {
  readonly #paths: PathIndex;
  readonly #names: DistinctNames;
  readonly #automaton: PathAutomaton;
  /** By state before: by number of a name, the state behind it, plus 1; 0 where it was not read yet. */
  readonly #kept = new Map<number, Int32Array>();
  /** The state that was asked for last, and what is kept for it. */
  #from = -1;
  #leads: Int32Array | undefined;

  constructor(paths: PathIndex, names: DistinctNames, automaton: PathAutomaton) {
    this.#paths = paths;
    this.#names = names;
    this.#automaton = automaton;
  }

  /** Where the name leads from a state. */
  after(from: number, name: number): number {
    if (from !== this.#from) this.#turnTo(from);
    const leads = this.#leads;
    if (leads === undefined) return this.#read(from, name);
    const known = leads[name]!;
    if (known > 0) return known - 1;
    const state = this.#read(from, name);
    leads[name] = state + 1;
    return state;
  }

  #turnTo(from: number): void {
    let leads = this.#kept.get(from);
    if (leads === undefined && this.#kept.size < MOST_KEPT) this.#kept.set(from, (leads = new Int32Array(this.#names.count)));
    this.#from = from;
    this.#leads = leads;
  }

  #read(from: number, name: number): number {
    const { bytes, starts } = this.#paths.allNames;
    const node = this.#names.nodeOf(name);
    return this.#automaton.run(from, bytes, starts[node]!, starts[node + 1]!, this.#names.isPlain(name));
  }
}
