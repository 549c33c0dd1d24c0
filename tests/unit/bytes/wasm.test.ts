/** The WebAssembly that is committed is what its sources compile to. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generatedModules } from '../../../src/core/bytes/wasm/build.mjs';

describe('the committed WebAssembly', () => {
  it('is what its sources compile to', async () => {
    const modules = Object.entries(await generatedModules());
    expect(modules.map(([name]) => name)).toEqual(['codecs-wasm.ts', 'xz-bzip2-wasm.ts', 'zstd-wasm.ts']);
    for (const [name, text] of modules) {
      const committed = readFileSync(new URL(`../../../src/core/bytes/wasm/${name}`, import.meta.url), 'utf8');
      expect(committed === text, `${name} is not current: run \`npm run build:wasm\``).toBe(true);
    }
  }, 60_000);
});
