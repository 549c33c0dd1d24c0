/** Reads the parts of an xz container from the input buffer, and checks their CRC-32. */
import { truncated } from './codec-problem';
import type { WasmInput } from './wasm-input';
import type { CheckExports } from './xz-check';

export interface XzInput {
  /** Whether that many bytes are still to come. */
  has(count: number): Promise<boolean>;
  /** A view of the next bytes, which stay where they are; valid until the next call. Throws when the input ends before. */
  view(count: number): Promise<Uint8Array>;
  /** A copy of the next bytes, which are stepped over. */
  take(count: number): Promise<Uint8Array>;
  /** Steps over bytes that were viewed. */
  skip(count: number): void;
  /** Bytes used up since the start of the file. */
  position(): number;
  /** CRC-32 of a few bytes. */
  crc32(bytes: Uint8Array): number;
  /** From here to `endCrc32`, what is taken and skipped goes into a CRC-32. */
  startCrc32(): void;
  endCrc32(): number;
}

/** The little-endian number in the four bytes at `at`. */
export function uint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
}

export function xzInput(wasm: CheckExports, input: WasmInput): XzInput {
  let running: number | undefined;

  async function view(count: number): Promise<Uint8Array> {
    const available = await input.need(count);
    if (available < count) throw truncated('xz', input.consumed() + available);
    return input.peek(count);
  }

  function crc32(bytes: Uint8Array, start = 0): number {
    new Uint8Array(wasm.memory.buffer, wasm.STAGING.value, bytes.length).set(bytes);
    return wasm.crc32(start, wasm.STAGING.value, bytes.length) >>> 0;
  }

  function skip(count: number): void {
    if (running !== undefined) running = crc32(input.peek(count), running);
    input.skip(count);
  }

  return {
    has: async (count) => await input.need(count) >= count,
    view,
    async take(count) {
      const bytes = (await view(count)).slice();
      skip(count);
      return bytes;
    },
    skip,
    position: () => input.consumed(),
    crc32: (bytes) => crc32(bytes),
    startCrc32() {
      running = 0;
    },
    endCrc32() {
      const crc = running ?? 0;
      running = undefined;
      return crc;
    },
  };
}
