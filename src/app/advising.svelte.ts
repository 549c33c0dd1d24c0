/** The plan that is shown: what to do about an image, a Dockerfile and a build context that lie open together. */
import { untrack } from 'svelte';
import type { AdviceProgress } from '../core/advice/advise';
import { lineCosts, type LineCost } from '../core/advice/line-costs';
import { failure, type Problem } from '../core/problem';
import type { AdviceBase, ContextReport, Finding } from '../core/report/report';
import type { AdviceAnswer } from '../../workers/protocol';
import { session } from './clients';
import { announce, type DockerfileDocument, type ImageDocument, type OpenDocument } from './state.svelte';
import { bugProblem } from './worker-link';

export interface Together {
  readonly image?: ImageDocument;
  readonly dockerfile?: DockerfileDocument;
  readonly context?: ContextReport;
}

/** What belongs with a document: of the others that are open, the last of each kind. */
export function togetherWith(document: OpenDocument | undefined, documents: readonly OpenDocument[]): Together {
  const images = documents.filter((each) => each.kind === 'image' && each.phase === 'ready' && each.detached === undefined) as ImageDocument[];
  const dockerfiles = documents.filter((each) => each.kind === 'dockerfile' && each.report !== undefined) as DockerfileDocument[];
  const context = documents.findLast((each) => each.kind === 'report' && each.report.kind === 'context');
  const image = document?.kind === 'image' ? images.find(({ key }) => key === document.key) : images.at(-1);
  const dockerfile = document?.kind === 'dockerfile' ? dockerfiles.find(({ key }) => key === document.key) : dockerfiles.at(-1);
  return {
    ...(image && { image }), ...(dockerfile && { dockerfile }),
    ...(context?.kind === 'report' && context.report.kind === 'context' && { context: context.report }),
  };
}

class Advising {
  #asked = $state.raw<Together>({});
  /** Whether files are looked into for it. */
  #looks = false;
  /** What the answer was worked out from: until the next one is there, it speaks of these texts and no others. */
  #answered = $state.raw<Together>({});
  #answer = $state.raw<AdviceAnswer | undefined>();
  #problem = $state.raw<Problem | undefined>();
  #busy = $state.raw(false);
  #progress = $state.raw<AdviceProgress | undefined>();
  #stopped = $state.raw(false);
  #running: AbortController | undefined;

  get answer(): AdviceAnswer | undefined { return this.#answer; }
  get problem(): Problem | undefined { return this.#problem; }
  get busy(): boolean { return this.#busy; }
  /** What was asked for last; the answer may still be of what was asked before it. */
  get asked(): Together { return this.#asked; }
  /** How far it is, while it runs. */
  get progress(): AdviceProgress | undefined { return this.#progress; }
  /** It was given up: the answer, if there is one, lacks what only the content of files tells. */
  get stopped(): boolean { return this.#stopped; }
  /** What the answer was worked out from. */
  get answered(): Together { return this.#answered; }

  /**
   * Works the plan out, unless it is the one that is there already. What only the content of files tells (how much is linked against
   * glibc, which scripts need a shell) takes a pass over the layers: `look` asks for it.
   */
  async show(together: Together, { look = false } = {}): Promise<void> {
    const before = untrack(() => this.#asked);
    const same = before.image?.key === together.image?.key && before.image?.generation === together.image?.generation
      && before.dockerfile?.report === together.dockerfile?.report && before.context === together.context;
    if (same && (this.#looks || !look) && untrack(() => this.#busy || this.#stopped || this.#answer !== undefined)) return;
    this.#looks = look;
    await this.#work(together, before);
  }

  /** Gives it up; what is known by then stays. */
  stop(): void {
    if (!this.#busy) return;
    this.#running?.abort();
    this.#busy = false;
    this.#stopped = true;
    this.#progress = undefined;
    announce('Stopped.');
  }

  /** Begins anew after it was stopped, or has failed. */
  again(): Promise<void> {
    return this.#work(this.#asked, this.#asked);
  }

  async #work(together: Together, before: Together): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    // What is shown stays until what replaces it is there, as long as it speaks of the same files.
    if (before.image?.key !== together.image?.key || before.dockerfile?.key !== together.dockerfile?.key) this.#answer = undefined;
    this.#asked = together;
    this.#problem = undefined;
    this.#busy = true;
    this.#stopped = false;
    this.#progress = undefined;
    const { image, dockerfile, context } = together;
    const outcome = await session.advise(image?.key, {
      ...(dockerfile?.report && { dockerfile: dockerfile.text, findings: dockerfile.report.findings }), ...(context && { context }),
      look: this.#looks,
    }, (progress) => {
      if (!running.signal.aborted) this.#progress = progress;
    }, (draft) => {
      if (running.signal.aborted) return;
      this.#answered = together;
      this.#answer = draft;
    }, running.signal).catch((error: unknown) => failure(bugProblem(error)));
    if (running.signal.aborted) return;
    this.#busy = false;
    this.#progress = undefined;
    if (outcome.ok) {
      this.#answered = together;
      this.#answer = outcome.value;
    } else {
      this.#answer = undefined;
      this.#problem = outcome.problem;
    }
  }

  /** The findings of a Dockerfile with what they cost in the image beside it; undefined where that is not known (any more). */
  priced(document: DockerfileDocument): readonly Finding[] | undefined {
    return this.#answer && this.#answered.image && this.#answered.dockerfile?.report === document.report ? this.#answer.findings : undefined;
  }

  /** Lines of the Dockerfile that made a layer, and whose Dockerfile it is. */
  linesOf(image: string, layer: number): { readonly dockerfile: string; readonly lines: readonly number[] } | undefined {
    if (this.#answered.image?.key !== image || !this.#answered.dockerfile) return undefined;
    const lines = this.#answer?.plan.layers?.find((each) => each.layer === layer && each.origin === 'instruction')?.lines;
    return lines && lines.length > 0 ? { dockerfile: this.#answered.dockerfile.key, lines } : undefined;
  }

  /** What instructions of a Dockerfile cost in the image beside it, by their first line; undefined where no image lies beside it. */
  costsOf(dockerfile: string): { readonly image: ImageDocument; readonly byLine: ReadonlyMap<number, LineCost> } | undefined {
    const { image, dockerfile: own } = this.#answered;
    const plan = this.#answer?.plan;
    if (!image || own?.key !== dockerfile || !plan) return undefined;
    const byLine = lineCosts(plan, (image.report?.layers ?? []).map(({ bytes }) => bytes));
    return byLine && { image, byLine };
  }

  /** The base image below an image's own layers, as far as it is known. */
  baseOf(image: string): AdviceBase | undefined {
    const base = this.#answered.image?.key === image ? this.#answer?.plan.base : undefined;
    return base && base.layers > 0 ? base : undefined;
  }
}

export const advising = new Advising();
