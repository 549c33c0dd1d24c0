/** Registers the service worker; tells the page when it may go offline, when that failed, and when a new version waits. */
import { Workbox } from 'workbox-window';
import { ownScript } from '../../workers/own-worker';

export interface OfflineEvents {
  /** The parts are being fetched, for the first time or again. */
  preparing(): void;
  /** Everything is kept: the page works without a network from now on. */
  ready(): void;
  /** A new version waits. `apply` takes it and reloads this page; other tabs keep the version that they run. */
  updateReady(apply: () => void): void;
  /** Not kept: refused (private window, storage full) or not fetched whole. The page works on, online. `retry` where that may help, `detail` as the browser says it. */
  unavailable(reason: string, retry?: () => void, detail?: string): void;
}

/** How old the last look for a new version must be when a page that stayed open is shown again. */
const LOOK_AGAIN = 3_600_000;

/** Call once, after the page has been painted. */
export async function registerServiceWorker(events: OfflineEvents): Promise<void> {
  const container = serviceWorkers();
  if (!container) {
    events.unavailable(isSecureContext ? 'this browser offers no service worker here, as in some private windows' : 'the page came without encryption (https)');
    return;
  }
  holdVersion();
  const workbox = new Workbox(ownScript(new URL('service-worker.js', document.baseURI).href));
  const retry = (): void => {
    events.preparing();
    workbox.register().then(settled, failed);
  };
  const failed = (error: unknown): void => events.unavailable('the browser did not take it', retry, error instanceof Error ? error.message : String(error));
  /** A later visit: the worker is active already and no event comes. */
  const settled = (registration?: ServiceWorkerRegistration): void => {
    if (registration?.active) events.ready();
    else if (registration?.installing) whenRedundant(registration.installing, () => events.unavailable('not every part could be fetched and kept', retry));
  };
  workbox.addEventListener('activated', ({ isUpdate }) => {
    if (!isUpdate) events.ready();
  });
  let accepted = false;
  const apply = (): void => {
    accepted = true;
    void container.getRegistration().then((registration) => {
      // Another tab may have taken it already.
      if (registration?.waiting) workbox.messageSkipWaiting();
      else location.reload();
    });
  };
  workbox.addEventListener('waiting', () => events.updateReady(apply));
  let controlled = container.controller !== null;
  container.addEventListener('controllerchange', () => {
    if (accepted) location.reload();
    else if (controlled) events.updateReady(apply);
    controlled = true;
  });
  events.preparing();
  try {
    const registration = await workbox.register();
    settled(registration);
    void tidy(container);
    if (registration) lookAgain(registration);
  } catch (error) {
    failed(error);
  }
}

/** Absent from plain HTTP pages and old browsers; in some private windows it is there and throws. */
function serviceWorkers(): ServiceWorkerContainer | undefined {
  try {
    return (navigator as { readonly serviceWorker?: ServiceWorkerContainer }).serviceWorker;
  } catch {
    return undefined;
  }
}

function whenRedundant(worker: ServiceWorker, call: () => void): void {
  worker.addEventListener('statechange', () => {
    if (worker.state === 'redundant') call();
  });
}

const LOCK_PREFIX = 'plimsoll-page ';
const OWN_LOCK = LOCK_PREFIX + import.meta.url;

/** As long as this page lives it holds a lock named by its own script: the service worker keeps the version that has that script. */
function holdVersion(): void {
  void locks()?.request(OWN_LOCK, { mode: 'shared' }, () => new Promise(() => undefined)).catch(() => undefined);
}

/** Has the service worker throw away what no page runs: now, and whenever the last page of another version has ended, as this one outlives it. */
async function tidy(container: ServiceWorkerContainer): Promise<void> {
  const ask = (): void => container.controller?.postMessage({ type: 'TIDY' });
  try {
    const held = (await locks()?.query())?.held ?? [];
    const others = new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK_PREFIX) && name !== OWN_LOCK ? [name] : [])));
    // Granted when nobody holds it any more, be it that a tab that was closed a moment ago had not let go of it yet.
    for (const name of others) locks()?.request(name, () => undefined).then(ask, () => undefined);
  } catch {
    // Without locks the service worker counts windows.
  }
  ask();
}

/** Missing in old browsers. */
function locks(): LockManager | undefined {
  return (navigator as { readonly locks?: LockManager }).locks;
}

/** Browsers look for a new version when a page is opened; an installed one stays open for days. */
function lookAgain(registration: ServiceWorkerRegistration): void {
  let looked = Date.now();
  document.addEventListener('visibilitychange', () => {
    // The clock may have been set back meanwhile.
    if (document.visibilityState !== 'visible' || Math.abs(Date.now() - looked) < LOOK_AGAIN) return;
    looked = Date.now();
    registration.update().catch(() => undefined);
  });
}
