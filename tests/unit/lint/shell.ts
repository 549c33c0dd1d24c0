/** The shell parser for tests, made once a file. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ShellParser } from '../../../src/core/dockerfile/shell';
import { createShellParser } from '../../../src/core/dockerfile/shell-parser';

const require = createRequire(import.meta.url);

export function testShell(): Promise<ShellParser> {
  return createShellParser({
    parserWasm: readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
    bashWasm: readFileSync(require.resolve('tree-sitter-bash/tree-sitter-bash.wasm')),
  });
}
