/** `node tests/tools/run-typescript.mjs FILE.ts [ARGUMENTS]`: bundles one TypeScript file for Node 20, which runs none, and runs it. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const project = resolve(import.meta.dirname, '../..');
const [entry = '', ...words] = process.argv.slice(2);
const cache = join(project, 'node_modules/.cache/plimsoll-run');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'run-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const build = await rolldown({
  input: { main: resolve(entry) },
  platform: 'node',
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
  logLevel: 'warn',
});
await build.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs', sourcemap: true });
await build.close();
process.argv = [process.argv[0], resolve(entry), ...words];
await import(pathToFileURL(join(folder, 'main.mjs')).href);
