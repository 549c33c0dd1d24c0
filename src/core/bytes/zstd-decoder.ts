/** Zstandard (RFC 8878), any number of frames and skippable frames, over the reference decoder that zstddec builds. */
import type { ProblemError } from '../problem';
import type { ByteStream } from './byte-source';
import { corrupt, truncated, unsupported } from './codec-problem';
import type { Decoder } from './decoded-stream';
import type { WasmMemory } from './wasm/instantiate';

/** What the package's WebAssembly exports of libzstd; see zstd.h for what each function does. */
export interface ZstdExports {
  readonly memory: WasmMemory;
  malloc(size: number): number;
  free(pointer: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): number;
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

/** The binary tells its host when its memory has grown; views are made anew here for every use instead. */
export const zstdImports = { env: { emscripten_notify_memory_growth: () => undefined } };

const inputSize = 256 << 10;
const outputSize = 512 << 10;
/** ZSTD_inBuffer and ZSTD_outBuffer: pointer, size, position, four bytes each. */
const bufferStructSize = 12;

/** `load` gives an instance that nobody else uses until `unload` is called. */
export function zstdDecoder(load: () => Promise<ZstdExports>, unload: () => void, source: ByteStream): Decoder {
  let open: OpenZstd | undefined;
  let fed = 0;
  let pending: Uint8Array | undefined;
  let ended = false;
  /** What the last call answered: 0 at the end of a frame. */
  let hint = 1;
  let outputFull = false;
  let released = false;
  let failure: { readonly error: unknown } | undefined;

  let consumedAtRelease = 0;
  const consumed = (): number => (open === undefined ? consumedAtRelease : fed - open.inputLeft());

  async function addInput(zstd: OpenZstd): Promise<void> {
    pending ??= await source.next();
    if (released) return;
    if (pending === undefined) {
      ended = true;
      return;
    }
    const part = pending.length > inputSize ? pending.subarray(0, inputSize) : pending;
    zstd.setInput(part);
    fed += part.length;
    pending = part.length < pending.length ? pending.subarray(part.length) : undefined;
  }

  async function decode(zstd: OpenZstd): Promise<void> {
    while (true) {
      // A full output may hide more that waits inside the decoder, so it goes first.
      if (zstd.inputLeft() === 0 && !outputFull) {
        await addInput(zstd);
        if (released) return;
        if (ended) {
          if (hint !== 0) throw truncated('zstd', fed);
          return;
        }
      }
      const answer = zstd.decompress();
      if (isError(answer)) throw problemOfCode(-answer | 0, consumed());
      hint = answer;
      outputFull = zstd.outputLength() === outputSize;
      if (outputFull) return;
    }
  }

  return {
    diagnostics: [],
    consumed,
    release() {
      released = true;
      consumedAtRelease = consumed();
      open?.close();
      open = undefined;
      unload();
    },
    async produce() {
      const instance = await load();
      if (released) return undefined;
      open ??= openZstd(instance);
      const zstd = open;
      zstd.clearOutput();
      if (failure === undefined && !ended) {
        try {
          await decode(zstd);
        } catch (error) {
          failure = { error };
        }
      }
      if (released) return undefined;
      if (zstd.outputLength() > 0) return zstd.output();
      if (failure !== undefined) throw failure.error;
      return undefined;
    },
  };
}

interface OpenZstd {
  setInput(bytes: Uint8Array): void;
  inputLeft(): number;
  clearOutput(): void;
  outputLength(): number;
  output(): Uint8Array;
  decompress(): number;
  close(): void;
}

function openZstd(zstd: ZstdExports): OpenZstd {
  const context = zstd.ZSTD_createDCtx();
  const structs = zstd.malloc(bufferStructSize * 2);
  const input = zstd.malloc(inputSize);
  const output = zstd.malloc(outputSize);
  const inStruct = structs;
  const outStruct = structs + bufferStructSize;
  let view = new DataView(zstd.memory.buffer);

  /** The memory's buffer is replaced whenever it grows. */
  function memory(): DataView {
    if (view.buffer !== zstd.memory.buffer) view = new DataView(zstd.memory.buffer);
    return view;
  }

  function setStruct(at: number, pointer: number, size: number): void {
    memory().setUint32(at, pointer, true);
    memory().setUint32(at + 4, size, true);
    memory().setUint32(at + 8, 0, true);
  }

  setStruct(inStruct, input, 0);
  setStruct(outStruct, output, outputSize);
  return {
    setInput(bytes) {
      new Uint8Array(zstd.memory.buffer, input, bytes.length).set(bytes);
      setStruct(inStruct, input, bytes.length);
    },
    inputLeft: () => memory().getUint32(inStruct + 4, true) - memory().getUint32(inStruct + 8, true),
    clearOutput: () => setStruct(outStruct, output, outputSize),
    outputLength: () => memory().getUint32(outStruct + 8, true),
    output: () => new Uint8Array(zstd.memory.buffer, output, memory().getUint32(outStruct + 8, true)),
    decompress: () => zstd.ZSTD_decompressStream(context, outStruct, inStruct),
    close() {
      zstd.ZSTD_freeDCtx(context);
      for (const pointer of [structs, input, output]) zstd.free(pointer);
    },
  };
}

/** libzstd answers small negative numbers for errors (ZSTD_isError: above -120 as an unsigned size). */
function isError(answer: number): boolean {
  return answer < 0 && answer > -120;
}

/** ZSTD_ErrorCode of zstd_errors.h, as far as a decoder meets it. */
function problemOfCode(code: number, offset: number): ProblemError {
  switch (code) {
    case 10: return corrupt('zstd', 'no frame begins where one should', offset);
    case 14: return unsupported('zstd', 'a frame uses a feature of another version', 'Compress the data again with zstd 1.x.', offset);
    case 16: return unsupported('zstd', 'a frame needs a window of more than 128 MiB', 'Compress the data again without --ultra or --long=28 and above.', offset);
    case 22: return corrupt('zstd', 'the checksum of the content does not match', offset);
    case 30: case 32: return unsupported('zstd', 'a frame was compressed with a dictionary', 'Compress the data again without a dictionary.', offset);
    case 64: return unsupported('zstd', 'there is not enough memory for the window of a frame', 'Close other tabs, or compress the data again with a lower level.', offset);
    default: return corrupt('zstd', `the decoder gave error ${code}`, offset);
  }
}
