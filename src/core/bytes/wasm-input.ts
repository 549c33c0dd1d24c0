/** Feeds a stream into the input buffer of a WebAssembly decoder. */
import type { ByteStream } from './byte-source';
import type { WasmConstant, WasmMemory } from './wasm/instantiate';

/** What a decoder exports for its input; see wasm/assembly/inflate.ts. */
export interface InputExports {
  readonly memory: WasmMemory;
  readonly INPUT: WasmConstant;
  readonly INPUT_SIZE: WasmConstant;
  clearInput(): void;
  makeRoom(): number;
  setInput(end: number, isFinal: number): void;
  skipInput(count: number): void;
  inputPosition(): number;
  bufferedBytes(): number;
}

export interface WasmInput {
  /** Fills the buffer as far as it goes; false when there was nothing to add. */
  fill(): Promise<boolean>;
  /** Makes sure that `count` bytes are there, or all that the input still has; answers how many are. */
  need(count: number): Promise<number>;
  /** A view of the `count` bytes at the position, valid until the next `fill` or `need`. */
  peek(count: number): Uint8Array;
  /** Steps over bytes that were peeked at. */
  skip(count: number): void;
  /** Bytes that are in the buffer and were not taken by the decoder. */
  available(): number;
  /** Whether the input has come to its end; some of it may still be in the buffer. */
  ended(): boolean;
  /** Bytes used up since the start. */
  consumed(): number;
  /** Leaves the buffer to the next stream: a `fill` that still waits for its bytes rejects instead of touching it. */
  close(): void;
}

/** The buffer is emptied first: one stream at a time. */
export function wasmInput(wasm: InputExports, input: ByteStream): WasmInput {
  const limit = wasm.INPUT.value + wasm.INPUT_SIZE.value;
  let end = wasm.INPUT.value;
  let fed = 0;
  let ended = false;
  let closed = false;
  let consumedAtClose = 0;
  let pending: Uint8Array | undefined;
  wasm.clearInput();

  async function fill(): Promise<boolean> {
    end = wasm.makeRoom();
    const before = fed;
    while (end < limit && !ended) {
      pending ??= await input.next();
      if (closed) throw new Error('The stream was closed while it waited for input.');
      if (pending === undefined) {
        ended = true;
        break;
      }
      const part = pending.length > limit - end ? pending.subarray(0, limit - end) : pending;
      new Uint8Array(wasm.memory.buffer, end, part.length).set(part);
      end += part.length;
      fed += part.length;
      pending = part.length < pending.length ? pending.subarray(part.length) : undefined;
    }
    wasm.setInput(end, ended ? 1 : 0);
    return fed > before;
  }

  const available = (): number => end - wasm.inputPosition();
  const consumed = (): number => (closed ? consumedAtClose : fed - available() - wasm.bufferedBytes());
  return {
    fill,
    async need(count) {
      if (available() < count && !ended) await fill();
      return available();
    },
    peek: (count) => new Uint8Array(wasm.memory.buffer, wasm.inputPosition(), count),
    skip: (count) => wasm.skipInput(count),
    available,
    ended: () => ended,
    consumed,
    close() {
      consumedAtClose = consumed();
      closed = true;
    },
  };
}
