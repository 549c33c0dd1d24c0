/** The comparison that is shown: which two images, how far it is, and which rows are ticked. One at a time, kept while other views are looked at. */
import { untrack } from 'svelte';
import { failure, type Outcome } from '../core/problem';
import type { Problem } from '../core/problem';
import type { ComparePhase } from '../core/compare/compare-images';
import type { CheckedList, ListKind } from '../core/compare/lists/check-list';
import type { RepairResult } from '../core/compare/repair';
import type { ComparisonReport } from '../core/report/report';
import type { BuildsAnswer, CompareTicks, ComparisonHead } from '../../workers/protocol';
import { session } from './clients';
import { fileName } from './save';
import { save } from './saving';
import { announce, showToast, type ImageDocument } from './state.svelte';
import { bugProblem } from './worker-link';

const TICK_PAUSE_MILLISECONDS = 150;

/** A dropped file that lists files, in the place of an image. */
export interface ListDocument {
  readonly kind: 'list';
  readonly key: string;
  readonly name: string;
  readonly file: File;
}

/** A list for mint that the user has, held against the comparison that is shown. */
export interface OwnList {
  readonly name: string;
  readonly text: string;
  readonly kind: ListKind;
}

export type ComparedDocument = ImageDocument | ListDocument;

class Comparing {
  #pair = $state.raw<string | undefined>();
  #phase = $state.raw<ComparePhase | 'ready' | 'failed'>('comparing');
  #share = $state.raw<number | undefined>();
  #head = $state.raw<ComparisonHead | undefined>();
  #shown = $state.raw(0);
  #problem = $state.raw<Problem | undefined>();
  #ticked = $state.raw<ReadonlySet<string>>(new Set());
  #ticks = $state.raw<CompareTicks | undefined>();
  #list = $state.raw<ListDocument | undefined>();
  #own = $state.raw<OwnList | undefined>();
  #sides: readonly [before: ComparedDocument, after: ComparedDocument] | undefined;
  #lists = 0;
  #running: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get phase(): ComparePhase | 'ready' | 'failed' { return this.#phase; }
  /** How much of the phase is done, 0 to 1, where that is known. */
  get share(): number | undefined { return this.#share; }
  /** Known before the checks have run; it then holds no concerns. */
  get head(): ComparisonHead | undefined { return this.#head; }
  /** Another number for another difference: the checks add to a comparison, and change none of its lists. */
  get shown(): number { return this.#shown; }
  get problem(): Problem | undefined { return this.#problem; }
  /** Ids of the rows to keep. */
  get ticked(): ReadonlySet<string> { return this.#ticked; }
  /** What the ticks come to; a moment behind them. */
  get ticks(): CompareTicks | undefined { return this.#ticks; }

  /** The list that was dropped last; it stands for the second image until it is taken away. */
  get list(): ListDocument | undefined { return this.#list; }
  /** The user's own list for mint. */
  get own(): OwnList | undefined { return this.#own; }

  /** Takes in a file that lists files, or, told by its name, a list for mint that is to be checked. */
  async takeFile(file: File): Promise<void> {
    const kind = /perms/i.test(file.name) ? 'perms' : /preserve/i.test(file.name) ? 'preserve' : /include|keep/i.test(file.name) ? 'include' : undefined;
    if (kind !== undefined) {
      await this.takeOwnList(file, kind);
      return;
    }
    this.#lists += 1;
    this.#list = { kind: 'list', key: `list ${this.#lists}`, name: file.name, file };
  }

  async takeOwnList(file: File, kind: ListKind): Promise<void> {
    const text = await file.text().catch(() => undefined);
    if (text === undefined) showToast(`${file.name} cannot be read.`);
    else {
      this.#own = { name: file.name, text, kind };
      showToast(`${file.name} is checked among the keep lists.`);
    }
  }

  dropList(): void {
    const before = this.#list;
    this.#list = undefined;
    if (before) showToast(`${before.name} is no longer compared.`, () => (this.#list = before));
  }

  /** Compares, unless this very pair is compared already. `before` is the original. */
  async show(before: ComparedDocument, after: ComparedDocument, times: boolean): Promise<void> {
    const age = (side: ComparedDocument): string => `${side.key} ${side.kind === 'image' ? side.generation : 0}`;
    const pair = `${age(before)} ${age(after)} ${times}`;
    if (pair === untrack(() => this.#pair)) return;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#pair = pair;
    this.#sides = [before, after];
    this.#phase = 'comparing';
    this.#head = this.#problem = this.#ticks = this.#share = undefined;
    this.#ticked = new Set();
    const outcome = await session.compare(sideOf(before), sideOf(after), { times }, (phase, share) => {
      if (running.signal.aborted) return;
      this.#phase = phase;
      this.#share = share;
    }, (first) => {
      if (running.signal.aborted) return;
      this.#showHead(first);
      announce('The difference is there; what may be missed is looked for.');
    }, running.signal).catch((error: unknown) => failure(bugProblem(error)));
    if (running.signal.aborted) return;
    if (!outcome.ok) {
      this.#phase = 'failed';
      this.#problem = outcome.problem;
      announce(outcome.problem.message);
      return;
    }
    this.#phase = 'ready';
    if (this.#head === undefined) this.#showHead(outcome.value);
    else this.#head = outcome.value;
    this.#ticked = new Set((outcome.value.families ?? []).filter(({ ticked }) => ticked).map(({ id }) => id));
    this.#count();
    announce('The two sides are compared.');
  }

  /** Stops; the next `show` begins again. A difference that is there stays. */
  cancel(): void {
    this.#running?.abort();
    this.#pair = undefined;
    this.#phase = 'failed';
    this.#problem = { kind: 'cancelled', message: this.#head === undefined ? 'Comparing was cancelled.' : 'Looking for what may be missed was cancelled.', advice: 'Start again whenever you like.' };
  }

  /** Compares the same two once more. */
  async again(times: boolean): Promise<void> {
    this.#pair = undefined;
    if (this.#sides !== undefined) await this.show(...this.#sides, times);
  }

  tick(ids: readonly string[], on: boolean): void {
    const next = new Set(this.#ticked);
    for (const id of ids) if (on) next.add(id); else next.delete(id);
    this.#ticked = next;
    this.#count();
  }

  /** Whether both sides are images: only then is there content to restore, and an image to restore it into. */
  get repairable(): boolean {
    return this.#head !== undefined && this.#sides !== undefined && this.#sides.every(({ kind }) => kind === 'image');
  }

  /** Writes the second image with the ticked files in one layer more; undefined when that failed or was cancelled. */
  async saveRepaired(): Promise<RepairResult | undefined> {
    if (!this.repairable || this.#sides === undefined) return undefined;
    const [before, after] = this.#sides;
    const name = `${fileName(after.name.replace(/\.(tar|tgz|tar\.\w+)$/i, ''), 'image')}.repaired.tar`;
    const bytes = (after.kind === 'image' ? after.bytes : 0) + (this.#ticks?.bytes ?? 0);
    return save(name, bytes, (target, onProgress, signal) => session.saveRepaired(before.key, after.key, [...this.#ticked], target, onProgress, signal));
  }

  /** The whole report with the rows that are ticked, as it is exported and shared. */
  report(): Promise<Outcome<ComparisonReport>> {
    return session.comparisonReport([...this.#ticked]);
  }

  checkOwn(list: OwnList): Promise<Outcome<CheckedList>> {
    return session.compareCheckList(list.text, list.kind);
  }

  builds(original: ImageDocument, builds: readonly ImageDocument[]): Promise<Outcome<BuildsAnswer>> {
    return session.compareBuilds(original.key, builds.map(({ key }) => key));
  }

  #showHead(head: ComparisonHead): void {
    this.#head = head;
    this.#shown += 1;
  }

  #count(): void {
    clearTimeout(this.#timer);
    const ids = [...this.#ticked];
    this.#timer = setTimeout(() => void session.compareTicks(ids).then((outcome) => {
      if (outcome.ok && ids.length === this.#ticked.size) this.#ticks = outcome.value;
    }), TICK_PAUSE_MILLISECONDS);
  }
}

function sideOf(side: ComparedDocument): string | File {
  return side.kind === 'image' ? side.key : side.file;
}

export const comparing = new Comparing();
