/** Rows of a tree that lives in the session worker, cached by page; what is shown stays until what replaces it has come. */
import type { Problem } from '../core/problem';
import type { TreeAnswer, TreeQuery, TreeRow } from '../core/image/tree-view';
import type { SessionClient } from './session-client';

const PAGE = 100;

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
  /** Counts up with every change of the tree: an answer that belongs to an earlier one is dropped. */
  #era = 0;
  #opening: AbortController | undefined;
  #query: TreeQuery | undefined;
  #reopening = false;

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

  /** Shows another query of the tree. The first page comes along, so that the rows change at once rather than row by row. */
  async open(query: TreeQuery): Promise<void> {
    this.#opening?.abort();
    const opening = new AbortController();
    this.#opening = opening;
    this.#query = query;
    this.#busy = true;
    const outcome = await this.#session.treeOpen(this.#key, query, opening.signal);
    if (opening.signal.aborted) return;
    if (!outcome.ok) {
      this.#problem = outcome.problem;
      this.#busy = false;
      return;
    }
    this.#problem = undefined;
    await this.#replace(outcome.value.rows, 0);
    if (!opening.signal.aborted) this.#found = outcome.value.found;
  }

  /** Asks for the rows [from, to) that are not here yet. */
  ensure(from: number, to: number): void {
    for (let page = Math.floor(from / PAGE); page * PAGE < Math.min(to, this.#count); page += 1) {
      if (!this.#pages.has(page) && !this.#asked.has(page)) void this.#fetch(page);
    }
  }

  async fold(index: number, expanded: boolean): Promise<void> {
    const outcome = await this.#session.treeToggle(this.#key, index, expanded);
    if (outcome.ok) await this.#replace(outcome.value.rows, Math.floor(index / PAGE));
    else this.#fail(outcome.problem);
  }

  async foldAll(expanded: boolean): Promise<void> {
    const outcome = await this.#session.treeToggle(this.#key, 'all', expanded);
    if (outcome.ok) await this.#replace(outcome.value.rows, 0);
    else this.#fail(outcome.problem);
  }

  /** Drops the pages from `page` on; that page and the next are fetched before anything changes on the screen. */
  async #replace(count: number, page: number): Promise<void> {
    const era = (this.#era += 1);
    const outcome = await this.#session.treeRows(this.#key, page * PAGE, Math.min(count, (page + 2) * PAGE));
    if (era !== this.#era) return;
    if (!outcome.ok) {
      this.#fail(outcome.problem);
      return;
    }
    const kept = new Map([...this.#pages].filter(([each]) => each < page));
    kept.set(page, outcome.value.slice(0, PAGE));
    if (outcome.value.length > PAGE) kept.set(page + 1, outcome.value.slice(PAGE));
    this.#pages = kept;
    this.#asked = new Set();
    this.#count = count;
    this.#busy = false;
    this.#version += 1;
  }

  async #fetch(page: number): Promise<void> {
    const era = this.#era;
    this.#asked.add(page);
    const outcome = await this.#session.treeRows(this.#key, page * PAGE, Math.min(this.#count, (page + 1) * PAGE));
    if (era !== this.#era) return;
    this.#asked.delete(page);
    if (outcome.ok) this.#pages.set(page, outcome.value);
    else this.#fail(outcome.problem);
    this.#version += 1;
  }

  /** The rows that are here stay. A tree that went with its worker is opened again, all folded; what cannot be mended is told. */
  #fail(problem: Problem): void {
    this.#busy = false;
    if (problem.kind === 'worker-died' && this.#query && !this.#reopening) {
      this.#reopening = true;
      void this.open(this.#query).finally(() => {
        this.#reopening = false;
      });
    } else this.#problem = problem;
  }
}
