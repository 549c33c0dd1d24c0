/** Registers the service worker and tells the page when it may go offline and when a new version waits. */
import { Workbox } from 'workbox-window';

export interface OfflineEvents {
  /** Everything is kept: the page works without a network from now on. */
  offlineReady(): void;
  /** A new version waits. `apply` takes it and reloads the page. */
  updateReady(apply: () => void): void;
  /** The browser refused (private window, storage full): the page works on, online only. */
  unavailable?(reason: string): void;
}

/** Call once, after the page has been painted. Does nothing where service workers do not exist (plain HTTP, old browsers). */
export async function registerServiceWorker(events: OfflineEvents): Promise<void> {
  if (!('serviceWorker' in navigator)) {
    events.unavailable?.('This browser offers no service workers here.');
    return;
  }
  const workbox = new Workbox(new URL('service-worker.js', document.baseURI).href);
  workbox.addEventListener('activated', ({ isUpdate }) => {
    if (!isUpdate) events.offlineReady();
  });
  workbox.addEventListener('waiting', () => {
    events.updateReady(() => {
      workbox.addEventListener('controlling', () => {
        location.reload();
      });
      workbox.messageSkipWaiting();
    });
  });
  try {
    const registration = await workbox.register();
    // On every later visit the worker is active already and `activated` does not come.
    if (registration?.active && navigator.serviceWorker.controller) events.offlineReady();
  } catch (error) {
    events.unavailable?.(error instanceof Error ? error.message : String(error));
  }
}
