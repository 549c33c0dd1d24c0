/** The comparison that is shown: which two images, how far it is, and which rows are ticked. One at a time, kept while other views are looked at. */
import { untrack } from 'svelte';
import { failure } from '../core/problem';
import type { Problem } from '../core/problem';
import type { ComparePhase } from '../core/compare/compare-images';
import type { CompareTicks, ComparisonHead } from '../../workers/protocol';
import { session } from './clients';
import { announce, type ImageDocument } from './state.svelte';
import { bugProblem } from './worker-link';

const TICK_PAUSE_MILLISECONDS = 150;

class Comparing {
  #pair = $state.raw<string | undefined>();
  #phase = $state.raw<ComparePhase | 'ready' | 'failed'>('comparing');
  #head = $state.raw<ComparisonHead | undefined>();
  #problem = $state.raw<Problem | undefined>();
  #ticked = $state.raw<ReadonlySet<string>>(new Set());
  #ticks = $state.raw<CompareTicks | undefined>();
  #running: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get phase(): ComparePhase | 'ready' | 'failed' { return this.#phase; }
  get head(): ComparisonHead | undefined { return this.#head; }
  get problem(): Problem | undefined { return this.#problem; }
  /** Ids of the rows to keep. */
  get ticked(): ReadonlySet<string> { return this.#ticked; }
  /** What the ticks come to; a moment behind them. */
  get ticks(): CompareTicks | undefined { return this.#ticks; }

  /** Compares, unless this very pair is compared already. `before` is the original. */
  async show(before: ImageDocument, after: ImageDocument, times: boolean): Promise<void> {
    const pair = `${before.key} ${before.generation} ${after.key} ${after.generation} ${times}`;
    if (pair === untrack(() => this.#pair)) return;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#pair = pair;
    this.#phase = 'comparing';
    this.#head = this.#problem = this.#ticks = undefined;
    const outcome = await session.compare(before.key, after.key, { times }, (phase) => {
      if (!running.signal.aborted) this.#phase = phase;
    }, running.signal).catch((error: unknown) => failure(bugProblem(error)));
    if (running.signal.aborted) return;
    if (!outcome.ok) {
      this.#phase = 'failed';
      this.#problem = outcome.problem;
      announce(outcome.problem.message);
      return;
    }
    this.#head = outcome.value;
    this.#phase = 'ready';
    this.#ticked = new Set((outcome.value.families ?? []).filter(({ ticked }) => ticked).map(({ id }) => id));
    this.#count();
    announce('The two images are compared.');
  }

  /** Stops; the next `show` begins again. */
  cancel(): void {
    this.#running?.abort();
    this.#pair = undefined;
    this.#phase = 'failed';
    this.#problem = { kind: 'cancelled', message: 'Comparing was cancelled.', advice: 'Start again whenever you like.' };
  }

  tick(ids: readonly string[], on: boolean): void {
    const next = new Set(this.#ticked);
    for (const id of ids) if (on) next.add(id); else next.delete(id);
    this.#ticked = next;
    this.#count();
  }

  #count(): void {
    clearTimeout(this.#timer);
    const ids = [...this.#ticked];
    this.#timer = setTimeout(() => void session.compareTicks(ids).then((outcome) => {
      if (outcome.ok && ids.length === this.#ticked.size) this.#ticks = outcome.value;
    }), TICK_PAUSE_MILLISECONDS);
  }
}

export const comparing = new Comparing();
