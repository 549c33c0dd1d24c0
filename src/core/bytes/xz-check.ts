/** The integrity checks that an xz block may end with: none, CRC-32, CRC-64, SHA-256, or one that is only skipped. */
import type { WasmConstant, WasmMemory } from './wasm/instantiate';
import { uint32 } from './xz-input';

/** The part of the module that calculates the checks. */
export interface CheckExports {
  readonly memory: WasmMemory;
  readonly STAGING: WasmConstant;
  readonly SHA256_STATE: WasmConstant;
  crc32(start: number, from: number, length: number): number;
  crc64Reset(): void;
  crc64Update(from: number, length: number): void;
  crc64Low(): number;
  crc64High(): number;
  sha256Reset(): void;
  sha256Update(from: number, length: number): void;
  sha256Finish(): void;
}

export interface XzCheck {
  /** Bytes that it takes behind a block. */
  readonly size: number;
  /** False for a type that nobody has defined yet. */
  readonly verifies: boolean;
  reset(): void;
  /** Takes bytes where they lie in the module's memory. */
  update(from: number, length: number): void;
  matches(expected: Uint8Array): boolean;
}

/** Sizes by type, from section 2.1.1.2 of the format. */
const sizes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

export function createCheck(wasm: CheckExports, type: number): XzCheck {
  const size = sizes[type] ?? 0;
  const nothing = { size, verifies: type === 0, reset: () => undefined, update: () => undefined, matches: () => true };
  switch (type) {
    case 1: {
      let crc = 0;
      return {
        size,
        verifies: true,
        reset: () => {
          crc = 0;
        },
        update: (from, length) => {
          crc = wasm.crc32(crc, from, length);
        },
        matches: (expected) => uint32(expected, 0) === crc >>> 0,
      };
    }
    case 4:
      return {
        size,
        verifies: true,
        reset: () => wasm.crc64Reset(),
        update: (from, length) => wasm.crc64Update(from, length),
        matches: (expected) => uint32(expected, 0) === wasm.crc64Low() >>> 0 && uint32(expected, 4) === wasm.crc64High() >>> 0,
      };
    case 10:
      return {
        size,
        verifies: true,
        reset: () => wasm.sha256Reset(),
        update: (from, length) => wasm.sha256Update(from, length),
        matches(expected) {
          wasm.sha256Finish();
          const digest = new Uint8Array(wasm.memory.buffer, wasm.SHA256_STATE.value, 32);
          return expected.every((byte, at) => byte === digest[at]);
        },
      };
    default:
      return nothing;
  }
}
