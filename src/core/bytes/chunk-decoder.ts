/** Makes a `Decoder` of an asynchronous generator of chunks over a WebAssembly instance that is loaded when it is needed. */
import type { Diagnostic } from '../problem';
import type { ByteStream } from './byte-source';
import type { Decoder } from './decoded-stream';
import type { InputExports, WasmInput } from './wasm-input';
import { wasmInput } from './wasm-input';

/** Chunks must be used before the next one is asked for; `load` gives an instance that nobody else uses until `unload`. */
export function chunkDecoder<Exports extends InputExports>(
  load: () => Promise<Exports>,
  unload: () => void,
  source: ByteStream,
  chunks: (wasm: Exports, input: WasmInput, diagnostics: Diagnostic[]) => AsyncGenerator<Uint8Array, void>,
): Decoder {
  const diagnostics: Diagnostic[] = [];
  let open: { readonly input: WasmInput; readonly chunks: AsyncGenerator<Uint8Array, void> } | undefined;
  let released = false;
  return {
    diagnostics,
    consumed: () => open?.input.consumed() ?? 0,
    release() {
      released = true;
      open?.input.close();
      unload();
    },
    async produce() {
      const wasm = await load();
      if (released) return undefined;
      if (open === undefined) {
        const input = wasmInput(wasm, source);
        open = { input, chunks: chunks(wasm, input, diagnostics) };
      }
      const { value, done } = await open.chunks.next();
      return done === true ? undefined : value;
    },
  };
}
