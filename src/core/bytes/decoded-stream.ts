/** What all decompressed streams share: skipping, cancelling, and failing only after the good bytes have been handed out. */
import type { Diagnostic } from '../problem';
import type { ByteStream } from './byte-source';
import type { DecompressedStream } from './codec';

/** One format's decoder, pulled by `decodedStream`. */
export interface Decoder {
  /** The next decompressed bytes (never none), or undefined at the end. Throws `ProblemError` once, after the last good bytes. */
  produce(): Promise<Uint8Array | undefined>;
  /** Compressed bytes used up so far. */
  consumed(): number;
  /** Frees what the decoder holds; called once, at the end, on failure or on cancelling. */
  release(): void;
  readonly diagnostics: readonly Diagnostic[];
}

/** A decoder as a stream over `input`, which is cancelled with it. */
export function decodedStream(input: ByteStream, decoder: Decoder): DecompressedStream {
  let toSkip = 0;
  let over = false;
  let failed: { readonly error: unknown } | undefined;

  function finish(): void {
    if (over) return;
    over = true;
    decoder.release();
  }

  return {
    get consumed() {
      return decoder.consumed();
    },
    diagnostics: decoder.diagnostics,
    async next() {
      if (failed !== undefined) throw failed.error;
      while (!over) {
        let chunk: Uint8Array | undefined;
        try {
          chunk = await decoder.produce();
        } catch (error) {
          if (over) return undefined;
          failed = { error };
          finish();
          throw error;
        }
        if (over) return undefined;
        if (chunk === undefined) {
          finish();
        } else if (chunk.length > toSkip) {
          const rest = toSkip === 0 ? chunk : chunk.subarray(toSkip);
          toSkip = 0;
          return rest;
        } else {
          toSkip -= chunk.length;
        }
      }
      return undefined;
    },
    skip(count) {
      toSkip += count;
      return Promise.resolve();
    },
    async cancel() {
      finish();
      await input.cancel();
    },
  };
}

/** Uncompressed input as it is: skipping is left to the input where it can do that. */
export function plainStream(input: ByteStream & { skip?(count: number): Promise<void> }): DecompressedStream {
  let position = 0;
  let toSkip = 0;
  return {
    get consumed() {
      return position;
    },
    diagnostics: [],
    async next() {
      for (let chunk = await input.next(); chunk !== undefined; chunk = await input.next()) {
        position += chunk.length;
        if (chunk.length > toSkip) {
          const rest = toSkip === 0 ? chunk : chunk.subarray(toSkip);
          toSkip = 0;
          return rest;
        }
        toSkip -= chunk.length;
      }
      return undefined;
    },
    async skip(count) {
      if (input.skip === undefined) {
        toSkip += count;
      } else {
        position += count;
        await input.skip(count);
      }
    },
    cancel: () => input.cancel(),
  };
}
