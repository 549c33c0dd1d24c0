/** The page's side of the session worker: opens archives, analyses images, asks for rows of their trees. */
import * as Comlink from 'comlink';
import type { AdviceProgress } from '../core/advice/advise';
import type { BudgetReport, ComparisonReport, ContextReport, ImageReport, PlanReport } from '../core/report/report';
import { unpackReport } from '../core/report/packed-report';
import { failure, type Outcome } from '../core/problem';
import type { ComparePhase } from '../core/compare/compare-images';
import type { CheckedList, ListKind } from '../core/compare/lists/check-list';
import type { RepairResult } from '../core/compare/repair';
import type { ExtractForm } from '../core/extract/write-extract';
import type { PathEvent } from '../core/image/path-history';
import type { TreeAnswer, TreeQuery, TreeWindow } from '../core/image/tree-view';
import type { Verification } from '../core/image/verify-layers';
import type { Picture, PictureQuery } from '../core/picture/picture';
import type { SquashResult } from '../core/squash/write';
import type {
  AdviceAnswer, AdviceQuestion, ArchiveInput, ArchiveSummary, BudgetFiles, BuildsAnswer, CompareOptions, CompareQuery, CompareRows, CompareSide, CompareTicks, ComparisonHead, FileStart,
  FolderListing, ImageExport, PackagesAnswer, PathPlace, Progress, Saved, SaveProgress, SaveTarget, SessionApi, SquashPreview, SquashRequest,
} from '../../workers/protocol';
import type { Hear } from '../../workers/hearing';
import type { OwnWorker } from '../../workers/own-worker';
import { unlessAborted, workerProblem, WorkerLink } from './worker-link';

interface Held {
  readonly input: ArchiveInput;
  image?: number;
  /** Generation of the worker that knows the file, and of the one that holds the model: it is opened a while before it has one. */
  opened: number;
  analysed: number;
  restoring?: Promise<Outcome<unknown>> | undefined;
}

/** What is asked of the worker; callbacks go through `hear`. */
type Question<T> = (api: Comlink.Remote<SessionApi>, hear: Hear) => Promise<Outcome<T>>;

/** No worker has this number. */
const GONE = -1;

/** How long a worker may take to answer a cancel before it is ended; what it held is read again when needed. */
const CANCEL_PATIENCE = 1500;

export class SessionClient {
  readonly #link: WorkerLink<SessionApi>;
  readonly #held = new Map<string, Held>();

  constructor(start: () => OwnWorker<SessionApi>) {
    this.#link = new WorkerLink(start);
  }

  warm(): void {
    this.#link.warm();
  }

  async open(key: string, input: ArchiveInput, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Outcome<ArchiveSummary>> {
    const outcome = await this.#link.insist(() => this.#cancellable(key, signal, (api, hear) => api.open(key, input, hear(onProgress))), signal);
    this.#held.set(key, { input, opened: outcome.ok ? this.#link.generation : GONE, analysed: GONE });
    return outcome;
  }

  async analyse(key: string, image: number, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Outcome<ImageReport>> {
    const outcome = await this.#link.insist(async () => {
      const reopened = await this.#reopen(key, onProgress, signal);
      return reopened.ok ? this.#cancellable(key, signal, (api, hear) => api.analyse(key, image, hear(onProgress))) : reopened;
    }, signal);
    const held = this.#held.get(key);
    if (held && outcome.ok) Object.assign(held, { image, analysed: this.#link.generation });
    return outcome.ok ? { ok: true, value: unpackReport(outcome.value) } : outcome;
  }

  async close(key: string): Promise<void> {
    const held = this.#held.get(key);
    this.#held.delete(key);
    if (held?.opened === this.#link.generation) await this.#link.call(async (api) => ({ ok: true, value: await api.close(key) }));
  }

  /** Makes the tree of this query; reads the image again first if its worker died since. */
  treeOpen(key: string, query: TreeQuery, rows: number, signal: AbortSignal): Promise<Outcome<TreeAnswer & { readonly window: TreeWindow }>> {
    return this.#ask(key, (api) => api.treeOpen(key, query, rows), signal);
  }

  treeRows(key: string, from: number, to: number): Promise<Outcome<TreeWindow>> {
    return this.#rows(key, (api) => api.treeRows(key, from, to));
  }

  treeToggle(key: string, id: number | 'all', expanded: boolean, from: number, to: number): Promise<Outcome<TreeWindow>> {
    return this.#rows(key, (api) => api.treeToggle(key, id, expanded, from, to));
  }

  packages(key: string, signal?: AbortSignal): Promise<Outcome<PackagesAnswer>> {
    return this.#ask(key, (api) => api.packages(key), signal);
  }

  pathHistory(key: string, id: number, signal?: AbortSignal): Promise<Outcome<readonly PathEvent[]>> {
    return this.#ask(key, (api) => api.pathHistory(key, id), signal);
  }

  readFile(key: string, place: PathPlace, maxBytes: number, signal?: AbortSignal): Promise<Outcome<FileStart>> {
    return this.#ask(key, (api) => api.readFile(key, place, maxBytes), signal);
  }

  picture(key: string, query: PictureQuery, signal?: AbortSignal): Promise<Outcome<Picture>> {
    return this.#ask(key, (api) => api.picture(key, query), signal);
  }

  squashPlan(key: string, signal?: AbortSignal): Promise<Outcome<PlanReport>> {
    return this.#ask(key, (api) => api.squashPlan(key), signal);
  }

  squashPreview(key: string, range: Pick<SquashRequest, 'from' | 'to'>, signal?: AbortSignal): Promise<Outcome<SquashPreview>> {
    return this.#ask(key, (api) => api.squashPreview(key, range), signal);
  }

  /** Compares the layers with the digests that the image states. */
  verify(key: string, onProgress: (bytesDone: number, bytesTotal: number) => void, signal: AbortSignal): Promise<Outcome<Verification>> {
    signal.addEventListener('abort', () => void this.#link.call(async (api) => ({ ok: true, value: await api.cancelVerifying(key) })), { once: true });
    return this.#ask(key, (api, hear) => api.verify(key, hear(onProgress)), signal);
  }

  exportImage(key: string, format: ImageExport): Promise<Outcome<Blob>> {
    return this.#ask(key, (api) => api.exportImage(key, format));
  }

  holdAgainst(key: string, rules: BudgetFiles): Promise<Outcome<BudgetReport>> {
    return this.#ask(key, (api) => api.holdAgainst(key, rules));
  }

  /** Compares two sides; images are read again first where their worker died since. `onDifference` gets what is known before the checks. */
  async compare(
    before: CompareSide, after: CompareSide, options: CompareOptions, onPhase: (phase: ComparePhase, share?: number) => void, onDifference: (head: ComparisonHead) => void, signal: AbortSignal,
  ): Promise<Outcome<ComparisonHead>> {
    for (const side of [before, after]) {
      const restored = typeof side === 'string' ? await this.#restore(side, signal) : undefined;
      if (restored && !restored.ok) return restored;
    }
    signal.addEventListener('abort', () => void this.#link.call(async (api) => ({ ok: true, value: await api.cancelComparing() })), { once: true });
    const key = [before, after].find((side) => typeof side === 'string') ?? '';
    return this.#ask(key, (api, hear) => api.compare(before, after, options, hear(onPhase), hear(onDifference)), signal);
  }

  compareRows(query: CompareQuery, from: number, to: number, signal?: AbortSignal): Promise<Outcome<CompareRows>> {
    return this.#link.call((api) => api.compareRows(query, from, to), signal);
  }

  compareConcern(id: string, signal?: AbortSignal): Promise<Outcome<ComparisonReport['concerns']>> {
    return this.#link.call((api) => api.compareConcern(id), signal);
  }

  compareTicks(ids: readonly string[], signal?: AbortSignal): Promise<Outcome<CompareTicks>> {
    return this.#link.call((api) => api.compareTicks(ids), signal);
  }

  compareCheckList(text: string, kind: ListKind): Promise<Outcome<CheckedList>> {
    return this.#link.call((api) => api.compareCheckList(text, kind));
  }

  compareBuilds(original: string, builds: readonly string[]): Promise<Outcome<BuildsAnswer>> {
    return this.#ask(original, (api) => api.compareBuilds(original, builds));
  }

  saveRepaired(before: string, after: string, ids: readonly string[], target: SaveTarget, onProgress: (progress: SaveProgress) => void, signal: AbortSignal): Promise<Outcome<Saved<RepairResult>>> {
    return this.#saving(after, signal, (api, hear) => api.saveRepaired(before, after, ids, target, hear(onProgress)));
  }

  comparisonReport(ids: readonly string[], signal?: AbortSignal): Promise<Outcome<ComparisonReport>> {
    return this.#link.call((api) => api.comparisonReport(ids), signal);
  }

  /** `onDraft` gets the answer as far as it is known before files are looked into. */
  advise(
    key: string | undefined, question: AdviceQuestion, onProgress: (progress: AdviceProgress) => void, onDraft: (answer: AdviceAnswer) => void, signal: AbortSignal,
  ): Promise<Outcome<AdviceAnswer>> {
    signal.addEventListener('abort', () => void this.#link.call(async (api) => ({ ok: true, value: await api.cancelAdvising(key) })), { once: true });
    const ask: Question<AdviceAnswer> = (api, hear) => api.advise(key, question, hear(onProgress), hear(onDraft));
    return key === undefined ? this.#link.call(ask, signal) : this.#ask(key, ask, signal);
  }

  context(listing: FolderListing, signal?: AbortSignal): Promise<Outcome<ContextReport>> {
    return this.#link.call((api) => api.context(Comlink.transfer(listing, [listing.bytes.buffer as ArrayBuffer])), signal);
  }

  /** Saving goes on until the worker has tidied up, so that no half file remains: cancelling only tells it. */
  savePath(key: string, place: PathPlace, form: ExtractForm, target: SaveTarget, onProgress: (progress: SaveProgress) => void, signal: AbortSignal): Promise<Outcome<Saved<number>>> {
    return this.#saving(key, signal, (api, hear) => api.savePath(key, place, form, target, hear(onProgress)));
  }

  saveSquashed(key: string, request: SquashRequest, target: SaveTarget, onProgress: (progress: SaveProgress) => void, signal: AbortSignal): Promise<Outcome<Saved<SquashResult>>> {
    return this.#saving(key, signal, (api, hear) => api.saveSquashed(key, request, target, hear(onProgress)));
  }

  #saving<T>(key: string, signal: AbortSignal, task: Question<T>): Promise<Outcome<T>> {
    signal.addEventListener('abort', () => void this.#link.call(async (api) => ({ ok: true, value: await api.cancelSaving(key) })), { once: true });
    return this.#ask(key, task);
  }

  /** Asks the tree that is open. It is gone with its worker: whoever shows it opens it again. */
  #rows<T>(key: string, question: (api: Comlink.Remote<SessionApi>) => Promise<T>): Promise<Outcome<T>> {
    if (this.#held.get(key)?.analysed !== this.#link.generation) return Promise.resolve(failure(workerProblem('')));
    return this.#link.call(async (api) => ({ ok: true, value: await question(api) }));
  }

  /** Asks the model of this key; reads the image again first if its worker died since. */
  #ask<T>(key: string, question: Question<T>, signal = new AbortController().signal): Promise<Outcome<T>> {
    return this.#link.insist(async () => {
      const restored = await this.#restore(key, signal);
      return restored.ok ? this.#link.call(question, signal) : restored;
    }, signal);
  }

  async #restore(key: string, signal: AbortSignal): Promise<Outcome<unknown>> {
    const held = this.#held.get(key);
    if (!held || held.image === undefined || held.analysed === this.#link.generation) return { ok: true, value: undefined };
    // Several questions at once read it once.
    held.restoring ??= this.analyse(key, held.image, () => {}, new AbortController().signal).then((outcome) => {
      held.restoring = undefined;
      if (!outcome.ok) Object.assign(held, { opened: GONE, analysed: GONE });
      return outcome;
    });
    return unlessAborted(held.restoring, signal);
  }

  /** Opens the file again when the worker that knew it is gone. */
  async #reopen(key: string, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Outcome<unknown>> {
    const held = this.#held.get(key);
    if (!held || held.opened === this.#link.generation) return { ok: true, value: undefined };
    const generation = this.#link.generation;
    const opened = await this.#cancellable(key, signal, (api, hear) => api.open(key, held.input, hear(onProgress)));
    if (opened.ok) held.opened = generation;
    return opened;
  }

  async #cancellable<T>(key: string, signal: AbortSignal, task: Question<T>): Promise<Outcome<T>> {
    let settled = false;
    const outcome = await this.#link.call((api, hear) => {
      const answer = task(api, hear);
      void answer.catch(() => {}).then(() => {
        settled = true;
      });
      return answer;
    }, signal);
    if (signal.aborted) {
      void this.#link.call(async (api) => ({ ok: true, value: await api.cancel(key) }));
      setTimeout(() => {
        if (!settled) this.#link.replace();
      }, CANCEL_PATIENCE);
    }
    return outcome;
  }
}
