/** Makes the codecs of one worker: the entry point of this folder. */
import type { Compression } from '../image/image';
import type { ByteStream } from './byte-source';
import type { Bzip2Exports } from './bzip2-decoder';
import { bzip2Decoder } from './bzip2-decoder';
import type { Codecs, DecompressedStream } from './codec';
import type { Decoder } from './decoded-stream';
import { decodedStream, plainStream } from './decoded-stream';
import type { InflateExports } from './gzip-decoder';
import { gzipDecoder } from './gzip-decoder';
import type { HashExports } from './hashing';
import { createHashing } from './hashing';
import { wasmBase64 as codecsWasm } from './wasm/codecs-wasm';
import { instantiate } from './wasm/instantiate';
import type { XzExports } from './xz-decoder';
import { xzDecoder } from './xz-decoder';
import type { ZstdExports } from './zstd-decoder';
import { zstdDecoder, zstdImports } from './zstd-decoder';

/** An instance whose memory a large window made bigger than this is given up after its stream. */
const keptMemory = 32 << 20;

/**
 * Codecs with memory of their own: 1 MiB, another 16 MiB (mostly never touched) once zstd was met, and 5 MiB once bzip2
 * or xz was, plus the window that a zstd or xz stream asks for while it is read. The decoders for zstd, xz and bzip2
 * are loaded when they are first needed.
 *
 * A second `decompress` makes the first one's stream unusable: its `next` then rejects, since reading on would be a bug.
 *
 * `rest` is asked between pieces of a few milliseconds: where it gives a promise, that is waited for, so that a thread can hear messages.
 */
export async function createCodecs(rest: () => Promise<void> | undefined = () => undefined): Promise<Codecs> {
  const wasm = await instantiate<InflateExports & HashExports>(codecsWasm);
  const zstd = lazyInstance<ZstdExports>(async () => (await import('./wasm/zstd-wasm')).wasmBase64, zstdImports);
  const xzBzip2 = lazyInstance<XzExports & Bzip2Exports>(async () => (await import('./wasm/xz-bzip2-wasm')).wasmBase64, {});
  let current: object | undefined;

  function decoderFor(input: ByteStream, compression: Exclude<Compression, 'none'>): Decoder {
    switch (compression) {
      case 'gzip': return gzipDecoder(wasm, input);
      case 'zstd': return zstdDecoder(zstd.load, zstd.unload, input);
      case 'xz': return xzDecoder(xzBzip2.load, xzBzip2.unload, input);
      case 'bzip2': return bzip2Decoder(xzBzip2.load, xzBzip2.unload, input);
    }
  }

  return {
    ...createHashing(wasm),
    fork: () => createCodecs(rest),
    decompress(input, compression): DecompressedStream {
      if (compression === 'none') return plainStream(input);
      const token = {};
      current = token;
      const decoder = decoderFor({
        async next() {
          await rest();
          return input.next();
        },
        cancel: () => input.cancel(),
      }, compression);
      return decodedStream(input, {
        diagnostics: decoder.diagnostics,
        consumed: decoder.consumed,
        release: decoder.release,
        async produce() {
          await rest();
          if (current !== token) throw new Error('These codecs were asked for another stream before this one was at its end.');
          return decoder.produce();
        },
      });
    },
  };
}

interface LazyInstance<Exports> {
  readonly load: () => Promise<Exports>;
  readonly unload: () => void;
}

function lazyInstance<Exports extends { readonly memory: { readonly buffer: ArrayBuffer } }>(
  base64: () => Promise<string>,
  imports: object,
): LazyInstance<Exports> {
  let kept: Exports | undefined;
  return {
    async load() {
      kept ??= await instantiate<Exports>(await base64(), imports);
      return kept;
    },
    unload() {
      if (kept !== undefined && kept.memory.buffer.byteLength > keptMemory) kept = undefined;
    },
  };
}
