/**
 * Keeps the whole application, so that it works with no network; lets nothing out but requests for its own parts; takes shared files.
 *
 * The constants are written in by the build (see vite.config.ts): every file of the build with its digest, and a digest of them all, so
 * that any change gives a new cache. A new version waits until the user takes it.
 */
declare const self: ServiceWorkerGlobalScope;
/** Path and `integrity` of each file that is kept. */
declare const __PRECACHE_FILES__: readonly (readonly [string, string])[];
/** Files of the build that only the browser itself wants, to install the page: not kept. */
declare const __OTHER_FILES__: readonly string[];
declare const __PRECACHE_VERSION__: string;

const SHELL_PREFIX = 'plimsoll-shell-';
const SHELL = SHELL_PREFIX + __PRECACHE_VERSION__;
/** Files that another app shared, until the page takes them: see src/pwa/launch-queue.ts. */
const SHARED = 'plimsoll-shared';
/** Hosts differ in `Vary`; the same file is meant all the same. */
const MATCH = { ignoreSearch: true, ignoreVary: true } as const;

const address = (file: string): string => new URL(file, self.registration.scope).href;
/** Named once, since the build writes the whole list wherever the constant stands. */
const FILES = __PRECACHE_FILES__;
const precached = new Set(FILES.map(([file]) => address(file)));
const others = new Set(__OTHER_FILES__.map(address));

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  const type = (event.data as { type?: unknown } | null)?.type;
  // Sent by workbox-window once the user agreed.
  if (type === 'SKIP_WAITING') void self.skipWaiting();
  // Sent by a page that has started, and so ended the one before it, or that has outlived one of another version.
  if (type === 'TIDY') event.waitUntil(tidy());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const plain = url.origin + url.pathname;
  const wanted = plain === address('index.html') ? address('./') : plain;
  // A page's own policy does not bind its workers; this does.
  if (url.origin !== self.location.origin) event.respondWith(Response.error());
  else if (request.method === 'POST' && url.href === address('share')) event.respondWith(keepShared(request));
  // Another page below the same path is none of our business.
  else if (request.mode === 'navigate' && !precached.has(wanted)) return;
  else if (request.method !== 'GET') event.respondWith(Response.error());
  else event.respondWith(answer(request, wanted));
});

/**
 * All of it or nothing: a part that is missing, or that belongs to another version since the host was changed at this very moment, fails
 * the installation, and the browser tries again later.
 */
async function install(): Promise<void> {
  const cache = await caches.open(SHELL);
  try {
    const missing: Request[] = [];
    for (const [file, integrity] of FILES) {
      // Names in assets/ hold a digest of the content: what an older version kept is not fetched again.
      const known = file.startsWith('assets/') ? await caches.match(address(file), MATCH) : undefined;
      if (known) await cache.put(address(file), known);
      // `no-cache`: asks the host whether the copy in the HTTP cache, fetched for the page a moment ago, is still right.
      else missing.push(new Request(address(file), { cache: 'no-cache', integrity }));
    }
    await cache.addAll(missing);
  } catch (error) {
    await caches.delete(SHELL);
    throw error;
  }
}

/** Older versions go, except those that a tab still runs: it holds a lock named by its script (see src/pwa/register.ts). */
async function tidy(): Promise<void> {
  // The cache of a version that waits for the user's word is newer, not older.
  if (self.registration.installing || self.registration.waiting) return;
  const running = await runningScripts();
  if (!running) return;
  for (const name of await caches.keys()) {
    if (!name.startsWith(SHELL_PREFIX) || name === SHELL) continue;
    const cache = await caches.open(name);
    const kept = await Promise.all(running.map((script) => cache.match(script, MATCH)));
    if (!kept.some(Boolean)) await caches.delete(name);
  }
}

/** Undefined when it cannot be told: without locks, a second window may run any version. */
async function runningScripts(): Promise<readonly string[] | undefined> {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!locks) return (await self.clients.matchAll({ type: 'window', includeUncontrolled: true })).length > 1 ? undefined : [];
  const { held = [], pending = [] } = await locks.query();
  // A page that waits for its lock runs as well as one that has it. They share it; who wants it alone waits for their end.
  return [...held, ...pending].filter(({ mode }) => mode === 'shared').flatMap(({ name }) => (name?.startsWith('plimsoll-page ') ? [name.slice('plimsoll-page '.length)] : []));
}

/** A part from the cache: of this version, else of an older one that still runs in another tab. Nothing else is asked of the host. */
async function answer(request: Request, wanted: string): Promise<Response> {
  let kept: Response | undefined;
  try {
    kept = precached.has(wanted) ? await (await caches.open(SHELL)).match(wanted, MATCH) : undefined;
    kept ??= await caches.match(wanted, MATCH);
  } catch {
    // Storage that fails: the host still has it.
  }
  if (kept) return kept;
  // What the browser threw away, without anything that a request might carry beside its path.
  return precached.has(wanted) || others.has(wanted) ? fetch(wanted, { credentials: 'same-origin', signal: request.signal }) : Response.error();
}

/** Share target: the files wait in a cache while the page opens. */
async function keepShared(request: Request): Promise<Response> {
  try {
    const files = (await request.formData()).getAll('files').filter((part): part is File => part instanceof File);
    await caches.delete(SHARED);
    const cache = await caches.open(SHARED);
    for (const [index, file] of files.entries()) {
      await cache.put(address(`shared/${index}/${encodeURIComponent(file.name)}`), new Response(file));
    }
    return Response.redirect(address('./?shared'), 303);
  } catch {
    // Storage denied or full: the page opens without the files rather than not at all.
    return Response.redirect(address('./?shared=failed'), 303);
  }
}
