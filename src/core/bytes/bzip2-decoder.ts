/** bzip2, any number of streams one after the other, over wasm/assembly/bzip2.ts. */
import type { Diagnostic } from '../problem';
import type { ByteStream } from './byte-source';
import { corrupt, trailingGarbage, truncated, unsupported } from './codec-problem';
import type { Decoder } from './decoded-stream';
import { chunkDecoder } from './chunk-decoder';
import type { InputExports, WasmInput } from './wasm-input';

/** The part of the module that reads bzip2; see wasm/assembly/bzip2.ts. */
export interface Bzip2Exports extends InputExports {
  bunzip2Reset(level: number): void;
  bunzip2(): number;
  bunzip2Output(): number;
  bunzip2Length(): number;
  bunzip2TakeOutput(): void;
}

/** Answers of `bunzip2`, as in wasm/assembly/bzip2.ts. */
const needInput = 0;
const outputReady = 1;
const streamEnd = 2;
const inputTruncated = 3;
const badChecksum = 5;
const randomised = 6;

export function bzip2Decoder(load: () => Promise<Bzip2Exports>, unload: () => void, source: ByteStream): Decoder {
  return chunkDecoder(load, unload, source, bzip2Chunks);
}

async function* bzip2Chunks(wasm: Bzip2Exports, input: WasmInput, diagnostics: Diagnostic[]): AsyncGenerator<Uint8Array, void> {
  const output = (): Uint8Array => new Uint8Array(wasm.memory.buffer, wasm.bunzip2Output(), wasm.bunzip2Length());
  wasm.bunzip2TakeOutput();
  for (let streams = 0; await streamBegins(input, streams, diagnostics); streams += 1) {
    wasm.bunzip2Reset(input.peek(4)[3]! - 0x30);
    input.skip(4);
    for (let answer = wasm.bunzip2(); answer !== streamEnd; answer = wasm.bunzip2()) {
      if (answer === needInput) {
        // A header that fills the whole buffer is longer than any encoder's.
        if (!await input.fill() && !input.ended()) throw corrupt('bzip2', 'a block has a header without end', input.consumed());
        continue;
      }
      if (wasm.bunzip2Length() > 0) yield output();
      wasm.bunzip2TakeOutput();
      if (answer !== outputReady) throw problemOfAnswer(answer, input.consumed());
    }
  }
  if (wasm.bunzip2Length() > 0) yield output();
}

/** Whether a stream begins here; as bzip2(1) does it, anything else behind the first one is ignored. */
async function streamBegins(input: WasmInput, streams: number, diagnostics: Diagnostic[]): Promise<boolean> {
  const available = Math.min(await input.need(4), 4);
  const head = input.peek(available);
  if (available === 0 && streams > 0) return false;
  const fits = [...head].every((byte, at) => (at < 3 ? byte === 'BZh'.charCodeAt(at) : byte >= 0x31 && byte <= 0x39));
  if (fits && available === 4) return true;
  if (streams === 0) throw fits ? truncated('bzip2', available) : corrupt('bzip2', 'they do not begin as bzip2 does', 0);
  if (fits) throw truncated('bzip2', input.consumed() + available);
  diagnostics.push(trailingGarbage('bzip2', input.consumed()));
  return false;
}

function problemOfAnswer(answer: number, offset: number): Error {
  switch (answer) {
    case inputTruncated: return truncated('bzip2', offset);
    case badChecksum: return corrupt('bzip2', 'the checksum of the content does not match', offset);
    case randomised: return unsupported('bzip2', 'a block is randomised, as only bzip2 before 0.9.5 wrote', 'Compress the data again with bzip2.', offset);
    default: return corrupt('bzip2', 'a block holds a code or a length that cannot be', offset);
  }
}
