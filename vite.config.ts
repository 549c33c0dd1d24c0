/** How the page is built and sealed, how its service worker learns what to keep, and how Vitest runs. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { build, type Plugin, type ResolvedConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { BROWSER_ARGUMENTS, findBrowser } from './tests/tools/browser.mjs';
import { licences } from './tests/tools/licences.mjs';

const here = import.meta.dirname;

/** What the page may do: nothing but what stands here. Hosts that send headers bind the workers by it too. */
const POLICY = [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' data: blob:", "connect-src 'self'", "worker-src 'self'",
  "manifest-src 'self'", "base-uri 'none'", "form-action 'self'", "require-trusted-types-for 'script'", 'trusted-types plimsoll-script svelte-trusted-html',
].join('; ');

/** For static hosts that read a file `_headers`. A page cannot forbid by itself to be framed. */
const HEADERS = `/*
  Content-Security-Policy: ${POLICY}; frame-ancestors 'none'
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Cross-Origin-Opener-Policy: same-origin
`;

/** Writes the policy into the page and the headers beside it. */
function securityPolicy(): Plugin {
  let development = false;
  return {
    name: 'plimsoll-security-policy',
    configResolved: ({ command }) => {
      development = command === 'serve';
    },
    transformIndexHtml: () => {
      // Vitest's own pages pass through here too, and live on inline scripts.
      if (process.env['VITEST'] !== undefined) return [];
      // The development server hands styles over as inline elements, talks through a web socket and writes markup; the built page does neither.
      const content = development
        ? POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace("connect-src 'self'", "connect-src 'self' ws:").replace(/; require-trusted.*/, '')
        : POLICY;
      return [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content }, injectTo: 'head-prepend' }];
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: HEADERS });
    },
  };
}

const SAMPLE = 'samples/sample.tar';

/**
 * The sample goes out compressed, since few hosts compress a tar and it would be half of what a first visit fetches. Its name does not
 * end in `.gz`: hosts that undo that on the way would spoil its digest.
 */
function packedSample(): Plugin {
  const packed = (tar: string): Buffer => gzipSync(readFileSync(tar), { level: 9 });
  return {
    name: 'plimsoll-packed-sample',
    configureServer: ({ middlewares }) => {
      middlewares.use(`/${SAMPLE}.gz.bin`, (_request, response) => response.end(packed(resolve(here, 'public', SAMPLE))));
    },
    writeBundle: ({ dir = '' }) => {
      writeFileSync(join(dir, `${SAMPLE}.gz.bin`), packed(join(dir, SAMPLE)));
      rmSync(join(dir, SAMPLE));
    },
  };
}

/** Builds workers/service-worker.ts last, telling it every file that the build wrote with its digest. */
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
        const isKept = (file: string): boolean => !file.startsWith('screenshots/');
        const kept = files.filter(isKept).map((file) => [file === 'index.html' ? './' : file, `sha256-${sha256(readFileSync(join(outDir, file)), 'base64')}`]);
        await build({
          configFile: false,
          root: here,
          logLevel: 'warn',
          define: {
            __PRECACHE_FILES__: JSON.stringify(kept),
            __PRECACHE_VERSION__: JSON.stringify(sha256(JSON.stringify(kept), 'hex').slice(0, 16)),
            __OTHER_FILES__: JSON.stringify(files.filter((file) => !isKept(file))),
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

function sha256(content: string | Buffer, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(content).digest(encoding);
}

/** What a browser may ask for: `_headers` is read by static hosts only, and a service worker never caches itself. */
function builtFiles(outDir: string): string[] {
  return readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(outDir.length + 1).replaceAll('\\', '/'))
    .filter((file) => file !== 'service-worker.js' && file !== '_headers' && !file.endsWith('.map'))
    .sort();
}

/** The commit that is built: told by git, or by the environment where its folder is not at hand (a container). */
function commit(): string {
  const git = (...words: string[]): string => execFileSync('git', ['-C', here, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    // An unpacked zip may lie inside somebody else's repository.
    if (realpathSync(git('rev-parse', '--show-toplevel')) !== realpathSync(here)) throw new Error('not our repository');
    return git('rev-parse', '--short=10', 'HEAD') + (git('status', '--porcelain', '--', 'src', 'workers', 'public', 'package-lock.json') === '' ? '' : '+');
  } catch {
    return process.env['PLIMSOLL_COMMIT']?.slice(0, 10) || 'unknown';
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
  // What the layer worker has in itself is for the session worker a file of its own.
  worker: { format: 'es', plugins: () => [shipped.collect()], rolldownOptions: { checks: { ineffectiveDynamicImport: false, pluginTimings: false } } },
  // Wasm stays in files of its own: streamed by the browser, and allowed by a policy without `data:`.
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 1000, rolldownOptions: { checks: { pluginTimings: false } } },
  define: { __COMMIT__: JSON.stringify(commit()) },
  plugins: [svelte({ configFile: false }), securityPolicy(), packedSample(), shipped.collect(), shipped.emit(), serviceWorker()],
  test: {
    projects: [
      { extends: true, test: { name: 'unit', root: here, include: ['tests/unit/**/*.test.ts'], environment: 'node', testTimeout: HANG } },
      {
        extends: true,
        // Named, since a dependency that is discovered in the middle of a run reloads its tests.
        optimizeDeps: { include: ['comlink', 'fflate', 'yaml', '@bjorn3/browser_wasi_shim', 'svelte'] },
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
