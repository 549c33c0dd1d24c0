/**
 * Rows of a tree that lives in the session worker, cached by page; what is shown stays until what replaces it has come.
 *
 * Every answer says which state of the tree it belongs to. The worker answers in the order of the questions, so that a state that is not
 * ours is always the newer one: it is taken over whole, whichever question brought it, and no row is waited for in vain.
 */
import type { Problem } from '../core/problem';
import type { TreeAnswer, TreeQuery, TreeRow, TreeWindow } from '../core/image/tree-view';
import type { SessionClient } from './session-client';

const PAGE = 100;
/** Rows that may be wanted next are asked for when those in sight are painted: what answers a key comes first. */
const AHEAD_MILLISECONDS = 50;

export class TreeRows {
  #count = $state(0);
  #version = $state(0);
  #busy = $state(true);
  #problem = $state.raw<Problem | undefined>(undefined);
  #found = $state.raw<TreeAnswer['found']>(undefined);
  readonly #session: SessionClient;
  readonly #key: string;
  #pages = new Map<number, readonly TreeRow[]>();
  #asked = new Set<number>();
  /** The state of the tree that the pages belong to; none before the first answer. */
  #state = -1;
  /** Rows in sight. */
  #sight = { from: 0, to: 0 };
  #opening: AbortController | undefined;
  #query: TreeQuery | undefined;
  #reopening = false;
  #ahead: ReturnType<typeof setTimeout> | undefined;

  constructor(session: SessionClient, key: string) {
    this.#session = session;
    this.#key = key;
  }

  get count(): number { return this.#count; }
  get version(): number { return this.#version; }
  get busy(): boolean { return this.#busy; }
  get problem(): Problem | undefined { return this.#problem; }
  /** What a search or filter finds in all. */
  get found(): TreeAnswer['found'] { return this.#found; }

  at(index: number): TreeRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Shows another query of the tree. The first rows come along, so that they change at once rather than row by row. */
  async open(query: TreeQuery): Promise<void> {
    this.#opening?.abort();
    const opening = new AbortController();
    this.#opening = opening;
    this.#query = query;
    this.#busy = true;
    const outcome = await this.#session.treeOpen(this.#key, query, PAGE, opening.signal);
    if (opening.signal.aborted) return;
    this.#busy = false;
    this.#problem = outcome.ok ? undefined : outcome.problem;
    if (!outcome.ok) return;
    // A worker that was started again counts its states anew.
    this.#state = -1;
    this.#take(outcome.value.window);
    this.#found = outcome.value.found;
  }

  /** Asks for the rows [from, to) that are not here yet, and a little later for those that the next key may lead to: around them, and at the end. */
  ensure(from: number, to: number): void {
    this.#sight = { from, to };
    const first = Math.floor(from / PAGE);
    const last = Math.floor(Math.max(from, to - 1) / PAGE);
    for (let page = first; page <= last; page += 1) this.#want(page);
    clearTimeout(this.#ahead);
    this.#ahead = setTimeout(() => {
      for (const page of [last + 1, first - 1, Math.floor((this.#count - 1) / PAGE)]) this.#want(page);
    }, AHEAD_MILLISECONDS);
  }

  /** The first rows as they are now, for a copy of them. */
  async first(count: number): Promise<readonly TreeRow[]> {
    const outcome = await this.#session.treeRows(this.#key, 0, count);
    return outcome.ok ? outcome.value.rows : [];
  }

  /** Asks again for what is here: rows say more than before, and are the same. */
  refresh(): void {
    for (const page of this.#pages.keys()) void this.#fetch(page);
  }

  async fold(index: number, expanded: boolean): Promise<void> {
    const id = this.at(index)?.id;
    if (id !== undefined) await this.#toggle(id, expanded, Math.floor(index / PAGE));
  }

  foldAll(expanded: boolean): Promise<void> {
    return this.#toggle('all', expanded, 0);
  }

  /** Rows above a directory stay as they are when it is folded: the pages before `page` are kept. */
  async #toggle(id: number | 'all', expanded: boolean, page: number): Promise<void> {
    const outcome = await this.#session.treeToggle(this.#key, id, expanded, page * PAGE, (page + 2) * PAGE);
    if (outcome.ok) this.#take(outcome.value, outcome.value.state === this.#state + 1 ? page : 0);
    else this.#fail(outcome.problem);
  }

  #want(page: number): void {
    if (page >= 0 && page * PAGE < this.#count && !this.#pages.has(page) && !this.#asked.has(page)) void this.#fetch(page);
  }

  async #fetch(page: number): Promise<void> {
    this.#asked.add(page);
    const outcome = await this.#session.treeRows(this.#key, page * PAGE, (page + 1) * PAGE);
    this.#asked.delete(page);
    if (outcome.ok) this.#take(outcome.value);
    else this.#fail(outcome.problem);
  }

  /** Takes rows in; of another state of the tree, they replace all but the first `kept` pages. */
  #take({ state, count, from, rows }: TreeWindow, kept = 0): void {
    const other = state !== this.#state;
    if (other) {
      this.#pages = new Map([...this.#pages].filter(([page]) => page < kept));
      this.#state = state;
      this.#count = count;
    }
    for (let at = 0; at < rows.length; at += PAGE) this.#pages.set((from + at) / PAGE, rows.slice(at, at + PAGE));
    // What nobody sees changes nothing on the screen.
    if (other || (from < this.#sight.to && from + rows.length > this.#sight.from)) this.#version += 1;
  }

  /** The rows that are here stay. A tree that went with its worker is opened again, all folded; what cannot be mended is told. */
  #fail(problem: Problem): void {
    if (problem.kind === 'worker-died' && this.#query && !this.#reopening) {
      this.#reopening = true;
      void this.open(this.#query).finally(() => {
        this.#reopening = false;
      });
    } else this.#problem = problem;
  }
}
