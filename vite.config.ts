/** How the page is built, how its service worker learns what to keep, and how Vitest runs. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { build, type Plugin, type ResolvedConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { BROWSER_ARGUMENTS, findBrowser } from './tests/tools/browser.mjs';
import { licences } from './tests/tools/licences.mjs';

const here = import.meta.dirname;

/** Builds workers/service-worker.ts last, telling it every file that the build wrote and a digest of them all. */
function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  let written = false;
  return {
    name: 'plimsoll-service-worker',
    apply: 'build',
    configResolved: (resolved) => {
      config = resolved;
    },
    writeBundle: () => {
      written = true;
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      async handler() {
        // A build that failed has its own message, and nothing to keep.
        if (!written) return;
        const outDir = resolve(config.root, config.build.outDir);
        const files = builtFiles(outDir);
        const digest = createHash('sha256');
        for (const file of files) digest.update(`${file}\0`).update(readFileSync(join(outDir, file)));
        await build({
          configFile: false,
          root: here,
          logLevel: 'warn',
          define: {
            __PRECACHE_FILES__: JSON.stringify(files.map((file) => (file === 'index.html' ? './' : file))),
            __PRECACHE_VERSION__: JSON.stringify(digest.digest('hex').slice(0, 16)),
          },
          build: {
            outDir,
            emptyOutDir: false,
            copyPublicDir: false,
            target: 'es2022',
            // Firefox could not run module service workers when this was written, so it is one classic script.
            rolldownOptions: {
              input: resolve(here, 'workers/service-worker.ts'),
              output: { format: 'iife', entryFileNames: 'service-worker.js' },
            },
          },
        });
      },
    },
  };
}

/** The development server hands styles over as inline elements and talks through a web socket; the built page does neither. */
function developmentPolicy(): Plugin {
  return {
    name: 'plimsoll-development-policy',
    apply: 'serve',
    transformIndexHtml: (html) => html.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace("connect-src 'self'", "connect-src 'self' ws:"),
  };
}

/** What a browser may ask for: `_headers` is read by static hosts only, and a service worker never caches itself. */
function builtFiles(outDir: string): string[] {
  return readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(outDir.length + 1).replaceAll('\\', '/'))
    .filter((file) => file !== 'service-worker.js' && file !== '_headers' && !file.endsWith('.map'))
    .sort();
}

/** Short hash of the commit, marked where files differ from it; a build from an unpacked archive has none. */
function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty=+', '--abbrev=9', '--match='], { cwd: here, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

const shipped = licences(here, ['assemblyscript', 'zstddec']);
const executablePath = findBrowser();

/** Milliseconds after which a test hangs rather than waits for a busy machine. */
const HANG = 60_000;

export default defineConfig({
  root: 'src', // index.html lives in src/
  base: './', // works under any path: a project page, a folder, a zip served by any file server
  publicDir: '../public',
  cacheDir: '../node_modules/.vite',
  server: { fs: { allow: ['..'] } }, // workers/ lies outside the root
  // web-tree-sitter holds an eval for grammars with scripts of their own; the policy forbids it and bash's grammar has none.
  worker: { format: 'es', plugins: () => [shipped.collect()], rolldownOptions: { checks: { eval: false, pluginTimings: false } } },
  // Wasm stays in files of its own: streamed by the browser, and allowed by a policy without `data:`.
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 1000, rolldownOptions: { checks: { pluginTimings: false } } },
  define: { __COMMIT__: JSON.stringify(commit()) },
  plugins: [svelte({ configFile: false }), developmentPolicy(), shipped.collect(), shipped.emit(), serviceWorker()],
  test: {
    projects: [
      { extends: true, test: { name: 'unit', root: here, include: ['tests/unit/**/*.test.ts'], environment: 'node', testTimeout: HANG } },
      {
        extends: true,
        // Named, since a dependency that is discovered in the middle of a run reloads its tests.
        optimizeDeps: { include: ['comlink', 'fflate', 'web-tree-sitter', '@bjorn3/browser_wasi_shim', 'svelte'] },
        test: {
          name: 'browser',
          root: here,
          testTimeout: HANG,
          include: ['tests/browser/**/*.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({ launchOptions: { ...(executablePath && { executablePath }), args: [...BROWSER_ARGUMENTS] } }),
          },
        },
      },
    ],
  },
});
