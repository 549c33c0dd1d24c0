/** Turns the committed WebAssembly into instances, in every host alike. */

interface WasmGlobals {
  readonly WebAssembly: {
    compile(bytes: Uint8Array): Promise<object>;
    instantiate(module: object, imports: object): Promise<{ readonly exports: object }>;
  };
  readonly atob: (base64: string) => string;
}

/** The core's lib knows no WebAssembly; page, worker and Node all do. */
const host = globalThis as unknown as WasmGlobals;

/** An exported memory: `buffer` is another object after the memory has grown. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** An exported constant. */
export interface WasmConstant {
  readonly value: number;
}

const compiled = new Map<string, Promise<object>>();

/** A new instance with its own memory. The module is compiled once in this realm. */
export async function instantiate<Exports extends object>(base64: string, imports: object = {}): Promise<Exports> {
  let module = compiled.get(base64);
  if (module === undefined) {
    module = host.WebAssembly.compile(decodeBase64(base64));
    compiled.set(base64, module);
  }
  const instance = await host.WebAssembly.instantiate(await module, imports);
  return instance.exports as Exports;
}

function decodeBase64(base64: string): Uint8Array {
  const text = host.atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}
