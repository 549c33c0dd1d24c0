/** xxh64 and SHA-256 of the WebAssembly module; any number of them may run at once, each keeping its own state. */
import type { Hasher, Sha256 } from './codec';
import type { WasmConstant, WasmMemory } from './wasm/instantiate';

/** The part of the module that hashes; see wasm/assembly/xxh64.ts and sha256.ts. */
export interface HashExports {
  readonly memory: WasmMemory;
  readonly STAGING: WasmConstant;
  readonly STAGING_SIZE: WasmConstant;
  readonly XXH64_STATE: WasmConstant;
  readonly XXH64_STATE_SIZE: WasmConstant;
  readonly SHA256_STATE: WasmConstant;
  readonly SHA256_STATE_SIZE: WasmConstant;
  xxh64Reset(): void;
  xxh64Update(from: number, length: number): void;
  xxh64Digest(): number;
  xxh64DigestHigh(): number;
  sha256Reset(): void;
  sha256Update(from: number, length: number): void;
  sha256Finish(): void;
}

export interface Hashing {
  createHasher(): Hasher;
  createSha256(): Sha256;
}

/** The module has one state of each kind; whoever comes gets his own copied in and the other's copied out. */
interface StateSlot {
  /** Makes `owner`'s state the current one; true when it was never current before. */
  enter(owner: object): boolean;
  /** Forgets `owner`, who needs no state any more. */
  leave(owner: object): void;
}

function stateSlot(state: Uint8Array): StateSlot {
  let current: object | undefined;
  const saved = new WeakMap<object, Uint8Array>();
  return {
    enter(owner) {
      if (owner === current) return false;
      if (current !== undefined) saved.set(current, state.slice());
      current = owner;
      const own = saved.get(owner);
      if (own !== undefined) state.set(own);
      return own === undefined;
    },
    leave(owner) {
      saved.delete(owner);
      if (owner === current) current = undefined;
    },
  };
}

export function createHashing(wasm: HashExports): Hashing {
  // The memory of this module never grows, so views of it stay good.
  const buffer = wasm.memory.buffer;
  const staging = new Uint8Array(buffer, wasm.STAGING.value, wasm.STAGING_SIZE.value);
  const xxh64Slot = stateSlot(new Uint8Array(buffer, wasm.XXH64_STATE.value, wasm.XXH64_STATE_SIZE.value));
  const sha256State = new Uint8Array(buffer, wasm.SHA256_STATE.value, wasm.SHA256_STATE_SIZE.value);
  const sha256Slot = stateSlot(sha256State);

  /** Hands a chunk over where it lies when that is this memory, and piece by piece otherwise. */
  function feed(chunk: Uint8Array, update: (from: number, length: number) => void): void {
    if (chunk.buffer === buffer) {
      update(chunk.byteOffset, chunk.length);
      return;
    }
    for (let at = 0; at < chunk.length; at += staging.length) {
      const part = chunk.length <= staging.length ? chunk : chunk.subarray(at, at + staging.length);
      staging.set(part);
      update(staging.byteOffset, part.length);
    }
  }

  return {
    createHasher() {
      const owner = {};
      const enter = (): void => {
        if (xxh64Slot.enter(owner)) wasm.xxh64Reset();
      };
      return {
        reset() {
          xxh64Slot.enter(owner);
          wasm.xxh64Reset();
        },
        update(chunk) {
          enter();
          feed(chunk, wasm.xxh64Update);
        },
        digest() {
          enter();
          const low = wasm.xxh64Digest() >>> 0;
          return { low, high: wasm.xxh64DigestHigh() >>> 0 };
        },
      };
    },
    createSha256() {
      const owner = {};
      const enter = (): void => {
        if (sha256Slot.enter(owner)) wasm.sha256Reset();
      };
      return {
        update(chunk) {
          enter();
          feed(chunk, wasm.sha256Update);
        },
        digest() {
          enter();
          wasm.sha256Finish();
          let hex = '';
          for (const byte of sha256State.subarray(0, 32)) hex += byte.toString(16).padStart(2, '0');
          sha256Slot.leave(owner);
          return hex;
        },
      };
    },
  };
}
