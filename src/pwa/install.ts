/** The browser's offer to install the page, kept until the person asks for it: nothing pops up by itself. */

/** Not in TypeScript's DOM library; Chromium only. */
interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}

/** Calls `offer` with a function that opens the browser's own dialog, and with nothing once there is nothing to install any more. */
export function onInstallable(offer: (install?: () => void) => void): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer(() => {
      // The event serves once; a browser that was told no asks again on another day.
      offer();
      void (event as BeforeInstallPromptEvent).prompt().catch(() => undefined);
    });
  });
  window.addEventListener('appinstalled', () => offer());
}
