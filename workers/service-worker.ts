/**
 * Keeps the whole application, so that it works with no network; lets no request leave the origin; takes shared files.
 *
 * The two constants are written in by the build (see vite.config.ts): every file of the build, and a digest of them all,
 * so that any change gives a new cache. A new version waits until the user takes it.
 */
declare const self: ServiceWorkerGlobalScope;
declare const __PRECACHE_FILES__: readonly string[];
declare const __PRECACHE_VERSION__: string;

const SHELL_PREFIX = 'plimsoll-shell-';
const SHELL = SHELL_PREFIX + __PRECACHE_VERSION__;
/** Files that another app shared, until the page takes them: see src/pwa/launch-queue.ts. */
const SHARED = 'plimsoll-shared';
/** Hosts differ in `Vary`; the same file is meant all the same. */
const MATCH = { ignoreSearch: true, ignoreVary: true } as const;

const address = (file: string): string => new URL(file, self.registration.scope).href;
const precached = new Set(__PRECACHE_FILES__.map(address));

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(activate());
});

self.addEventListener('message', (event) => {
  // Sent by workbox-window once the user agreed.
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // A page's own policy does not bind its workers; this does.
  if (url.origin !== self.location.origin) event.respondWith(Response.error());
  else if (request.method === 'POST' && url.href === address('share')) event.respondWith(keepShared(request));
  else if (request.method === 'GET') event.respondWith(answer(request, url));
});

/** Files in assets/ carry a digest in their names: what an older version kept is not fetched again. */
async function install(): Promise<void> {
  const cache = await caches.open(SHELL);
  const missing: Request[] = [];
  for (const file of __PRECACHE_FILES__) {
    const known = file.startsWith('assets/') ? await caches.match(address(file), MATCH) : undefined;
    if (known) await cache.put(address(file), known);
    // `reload`: never take a stale copy out of the HTTP cache.
    else missing.push(new Request(address(file), { cache: 'reload' }));
  }
  await cache.addAll(missing);
}

/** Older versions go, unless a second tab may still run one of them and ask for its parts. */
async function activate(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.length <= 1) {
    for (const name of await caches.keys()) {
      if (name.startsWith(SHELL_PREFIX) && name !== SHELL) await caches.delete(name);
    }
  }
  await self.clients.claim();
}

async function answer(request: Request, url: URL): Promise<Response> {
  const plain = url.origin + url.pathname;
  const wanted = plain === address('index.html') ? address('./') : plain;
  const kept = precached.has(wanted) ? await (await caches.open(SHELL)).match(wanted, MATCH) : undefined;
  // Parts of an older version that still runs in another tab.
  return kept ?? (await caches.match(request, MATCH)) ?? fetch(request);
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
