/** Drives a tar parser over a stream into a sink: fetches chunks, jumps over what nobody wants, and notes why it ended. */
import type { DecompressedStream, Sha256 } from '../bytes/codec';
import { ProblemError, type Problem } from '../problem';
import type { LayerSink } from './layer-sink';
import { TarEvent, type TarEventCode, type TarParser } from './tar-parser';

/** What cancelling leads to. */
export const CANCELLED: Problem = { kind: 'cancelled', message: 'The work was cancelled.', advice: 'Open the file again to start anew.' };

/** Shorter gaps are read: jumping costs more in every host. */
const MIN_JUMP = 128 * 1024;

export interface RunOptions {
  /** Size of a stream that can jump; undefined where every byte must pass. */
  readonly jumpSize: number | undefined;
  /** Fed the whole tar. */
  readonly digest?: Sha256 | undefined;
  readonly onProgress: (storedBytes: number) => void;
  readonly cancelled: () => boolean;
}

export class TarRun {
  /** Why the run ended early: unreadable content, a limit, or `CANCELLED`. Faults of the tar itself are the parser's `fault`. */
  problem: Problem | undefined;
  readonly #stream: DecompressedStream;
  readonly #tar: TarParser;
  readonly #sink: LayerSink;
  readonly #options: RunOptions;
  /** The sink is within an entry. */
  #open = false;
  #over = false;

  constructor(stream: DecompressedStream, tar: TarParser, sink: LayerSink, options: RunOptions) {
    this.#stream = stream;
    this.#tar = tar;
    this.#sink = sink;
    this.#options = options;
  }

  /** Reads everything. */
  async toEnd(): Promise<void> {
    while (!this.#over) {
      const event = this.#tar.step();
      if (event === TarEvent.more) await this.#more();
      else this.#handle(event);
    }
  }

  /** Reads up to the next entry, which the sink has then taken in; false at the end. */
  async nextEntry(): Promise<boolean> {
    while (!this.#over) {
      const event = this.#tar.step();
      if (event === TarEvent.more) await this.#more();
      else this.#handle(event);
      if (event === TarEvent.entry) return !this.#over;
    }
    return false;
  }

  /** The next piece of the current entry's payload (the sink has seen it too); undefined at its end. Valid until the next call. */
  async nextData(): Promise<Uint8Array | undefined> {
    while (!this.#over && this.#tar.payloadLeft > 0) {
      const event = this.#tar.step();
      if (event === TarEvent.more) await this.#more();
      else this.#handle(event);
      if (event === TarEvent.data) return this.#tar.data;
    }
    return undefined;
  }

  #handle(event: TarEventCode): void {
    if (event === TarEvent.data) {
      this.#sink.data(this.#tar.data);
      return;
    }
    if (this.#open) this.#sink.endEntry(true);
    this.#open = event === TarEvent.entry;
    if (event === TarEvent.entry) {
      this.#sink.entry(this.#tar);
      const limit = this.#sink.exceeded;
      if (limit !== undefined) {
        this.#stop({ kind: 'layer-too-large', message: `It has ${limit}.`, advice: 'Nothing beyond that was read. Such a layer is hardly meant well.' });
      }
    } else if (this.#options.jumpSize !== undefined && this.#tar.fault !== undefined) this.#stop(undefined);
  }

  /** Fetches more input, or ends the run. */
  async #more(): Promise<void> {
    const { jumpSize, digest, onProgress, cancelled } = this.#options;
    if (cancelled()) return this.#stop(CANCELLED);
    const jump = jumpSize === undefined ? 0 : Math.min(this.#tar.pendingSkip, jumpSize - this.#tar.offset);
    try {
      if (jump >= MIN_JUMP) {
        await this.#stream.skip(jump);
        this.#tar.skipped(jump);
      }
      const from = this.#stream.consumed;
      const chunk = await this.#stream.next();
      if (chunk === undefined) {
        this.#stop(undefined);
        this.#tar.finish();
        return;
      }
      this.#tar.feed(chunk, from, this.#stream.consumed);
      digest?.update(chunk);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return this.#stop(error.problem);
    }
    onProgress(this.#stream.consumed);
  }

  /** Whatever entry is open is complete or cut. */
  #stop(problem: Problem | undefined): void {
    this.#over = true;
    this.problem = problem;
    if (this.#open) this.#sink.endEntry(this.#tar.payloadLeft === 0);
    this.#open = false;
  }
}
