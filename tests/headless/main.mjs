/**
 * `npm run --silent headless -- COMMAND …`: bundles the engine when its sources changed, then runs it.
 *
 * Node 20 cannot run TypeScript. The bundle lies in a folder named after the state of its sources, so that any number of
 * processes may start at once: each finds it, or makes it in a folder of its own and renames that into place.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const cache = join(project, 'node_modules/.cache/plimsoll-headless');
const SOURCES = ['src/core', 'workers', 'tests/headless', 'package.json', 'package-lock.json'];
/** A process that still runs from an older bundle may load one more of its chunks. */
const KEEP_OLD_BUNDLES_MS = 3_600_000;

/** Name, size and time of every source, digested. About 5 ms for 500 files. */
function stateOfSources() {
  const digest = createHash('sha256');
  const visit = (path) => {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) visit(join(path, name));
    } else {
      digest.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  };
  for (const source of SOURCES) visit(join(project, source));
  return digest.digest('hex').slice(0, 20);
}

async function bundle(target) {
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(join(cache, 'draft-'));
  try {
    const { rolldown } = await import('rolldown');
    const build = await rolldown({
      input: { cli: join(project, 'tests/headless/cli.ts') },
      platform: 'node',
      external: (id) => !id.startsWith('.') && !isAbsolute(id),
      logLevel: 'warn',
    });
    await build.write({ dir: draft, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs', sourcemap: true });
    await build.close();
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Somebody else was faster: theirs was made from the same sources.
    if (!existsSync(join(target, 'cli.mjs'))) throw error;
  }
  removeOldBundles(target);
}

function removeOldBundles(current) {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (path === current) continue;
    try {
      if (Date.now() - statSync(path).mtimeMs > KEEP_OLD_BUNDLES_MS) rmSync(path, { recursive: true, force: true });
    } catch {
      // Another process removed it first.
    }
  }
}

const target = join(cache, stateOfSources());
if (!existsSync(join(target, 'cli.mjs'))) await bundle(target);
const { main } = await import(pathToFileURL(join(target, 'cli.mjs')).href);
process.exitCode = await main(process.argv.slice(2));
