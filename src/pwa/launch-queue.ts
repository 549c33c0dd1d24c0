/** What comes from outside the page: files opened from the desktop (launch queue) or shared by another app, and shortcuts of the installed app. */

/** Must be the name that workers/service-worker.ts writes to. */
const SHARED = 'plimsoll-shared';

/** Not in TypeScript's DOM library; Chromium only. */
interface LaunchQueue {
  setConsumer(consumer: (parameters: { readonly files?: readonly FileSystemFileHandle[] }) => void): void;
}

export interface LaunchedFile {
  readonly file: File;
  readonly handle: FileSystemFileHandle;
}

/** Calls back with the files that the operating system asks the installed app to open, now or later, and how many could not be read. */
export function onLaunchFiles(open: (files: readonly LaunchedFile[], unreadable: number) => void): void {
  const { launchQueue } = window as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files }) => {
    if (!files || files.length === 0) return;
    void Promise.allSettled(files.map(async (handle) => ({ file: await handle.getFile(), handle }))).then((results) => {
      const readable = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      open(readable, results.length - readable.length);
    });
  });
}

export type SharedFiles =
  | { readonly kind: 'none' }
  | { readonly kind: 'files'; readonly files: readonly File[] }
  /** The service worker could not keep them: storage denied or full. */
  | { readonly kind: 'failed' };

/** Which shortcut of the manifest the page was opened by; cleans the address. */
export function takeShortcut(): string | undefined {
  const shortcut = new URLSearchParams(location.search).get('start') ?? undefined;
  if (shortcut !== undefined) cleanAddress();
  return shortcut;
}

/** So that a reload does not ask again. */
function cleanAddress(): void {
  history.replaceState(history.state, '', location.pathname + location.hash);
}

/** Takes what the share target left, once; cleans the address. */
export async function takeSharedFiles(): Promise<SharedFiles> {
  const shared = new URLSearchParams(location.search).get('shared');
  if (shared === null) return { kind: 'none' };
  cleanAddress();
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
