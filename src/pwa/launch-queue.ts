/** Files that come from outside the page: opened from the desktop (launch queue), or shared by another app. */

/** Must be the name that workers/service-worker.ts writes to. */
const SHARED = 'plimsoll-shared';

/** Not in TypeScript's DOM library; Chromium only. */
interface LaunchQueue {
  setConsumer(consumer: (parameters: { readonly files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** Calls back with the files that the operating system asks the installed app to open, now or later. */
export function onLaunchFiles(open: (files: readonly File[]) => void): void {
  const { launchQueue } = window as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files }) => {
    if (!files || files.length === 0) return;
    void Promise.allSettled(files.map((handle) => handle.getFile())).then((results) => {
      const readable = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      if (readable.length > 0) open(readable);
    });
  });
}

export type SharedFiles =
  | { readonly kind: 'none' }
  | { readonly kind: 'files'; readonly files: readonly File[] }
  /** The service worker could not keep them: storage denied or full. */
  | { readonly kind: 'failed' };

/** Takes what the share target left, once; cleans the address, so that a reload does not ask again. */
export async function takeSharedFiles(): Promise<SharedFiles> {
  const shared = new URLSearchParams(location.search).get('shared');
  if (shared === null) return { kind: 'none' };
  history.replaceState(history.state, '', location.pathname + location.hash);
  if (shared === 'failed' || !('caches' in window)) return { kind: 'failed' };
  try {
    const cache = await caches.open(SHARED);
    const files: File[] = [];
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      if (!response) continue;
      const name = decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? 'shared');
      files.push(new File([await response.blob()], name));
    }
    await caches.delete(SHARED);
    return files.length > 0 ? { kind: 'files', files } : { kind: 'none' };
  } catch {
    return { kind: 'failed' };
  }
}
