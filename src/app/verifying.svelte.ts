/** Checking an image's layers against the digests that it states: one image at a time; what came of it is kept until the image is read again. */
import { SvelteMap } from 'svelte/reactivity';
import { failure, type Problem } from '../core/problem';
import type { Verification } from '../core/image/verify-layers';
import { session } from './clients';
import { countText } from './format';
import { announce, type ImageDocument } from './state.svelte';
import { bugProblem } from './worker-link';

export type VerifyState =
  | { readonly phase: 'running'; readonly bytesDone: number; readonly bytesTotal: number }
  | { readonly phase: 'done'; readonly verification: Verification }
  | { readonly phase: 'failed'; readonly problem: Problem };

class Verifying {
  readonly #states = new SvelteMap<string, VerifyState>();
  #running: { readonly of: string; readonly controller: AbortController } | undefined;

  /** What is known of a document as it was read last; undefined where nobody asked. */
  of(document: ImageDocument): VerifyState | undefined {
    return this.#states.get(nameOf(document));
  }

  /** Reads all layers again; another image's checking, if one is under way, ends. */
  async start(document: ImageDocument): Promise<void> {
    this.cancel();
    const name = nameOf(document);
    const controller = new AbortController();
    this.#running = { of: name, controller };
    this.#states.set(name, { phase: 'running', bytesDone: 0, bytesTotal: 0 });
    const outcome = await session.verify(document.key, (bytesDone, bytesTotal) => {
      if (!controller.signal.aborted) this.#states.set(name, { phase: 'running', bytesDone, bytesTotal });
    }, controller.signal).catch((error: unknown) => failure(bugProblem(error)));
    if (controller.signal.aborted) return;
    this.#running = undefined;
    this.#states.set(name, outcome.ok ? { phase: 'done', verification: outcome.value } : { phase: 'failed', problem: outcome.problem });
    announce(outcome.ok ? verdict(outcome.value) : outcome.problem.message);
  }

  cancel(): void {
    if (this.#running === undefined) return;
    const { of, controller } = this.#running;
    this.#running = undefined;
    controller.abort();
    this.#states.delete(of);
  }
}

/** The answer in a sentence. */
export function verdict({ sound, unchecked, diagnostics }: Verification): string {
  const wrong = new Set(diagnostics.map(({ where }) => where?.layer)).size;
  const all = sound + wrong + unchecked;
  const layers = (count: number): string => `${countText(count)} ${count === 1 ? 'layer' : 'layers'}`;
  const left = unchecked === 0 ? '' : ` ${layers(unchecked)} could not be checked: not in the file, not whole, or without a stated SHA-256.`;
  if (wrong > 0) return `${layers(wrong)} of ${countText(all)} ${wrong === 1 ? 'is' : 'are'} not what the image says.${left}`;
  if (sound === 0) return 'No layer could be checked: none is whole and has a stated SHA-256.';
  if (all === 1) return 'The layer is what the image says.';
  return `${unchecked === 0 ? `All ${layers(sound)}` : layers(sound)} ${sound === 1 ? 'is' : 'are'} what the image says.${left}`;
}

function nameOf({ key, generation }: ImageDocument): string {
  return `${key} ${generation}`;
}

export const verifying = new Verifying();
