/**
 * Keeps handles of files, which are permissions to read and no content, in the browser's database: a day at most, and only where there are any.
 * What was open in a tab, and by which of them, stands in kept-files.ts.
 */

/** Not all of it is in TypeScript's DOM library; Chromium only. */
export interface FileHandle extends FileSystemFileHandle {
  queryPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>;
  requestPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>;
}

interface KeptHandle {
  readonly at: number;
  readonly handle: FileHandle;
}

const STORE = 'open';
export const DAY_MILLISECONDS = 24 * 3600 * 1000;

/** Adds and removes handles by their names, and removes all that are too old. */
export async function changeHandles(added: ReadonlyMap<string, FileHandle>, removed: readonly string[]): Promise<void> {
  await inStore('readwrite', (store) => {
    for (const [id, handle] of added) store.put({ at: Date.now(), handle } satisfies KeptHandle, id);
    for (const id of removed) store.delete(id);
    const old = store.openCursor();
    old.onsuccess = () => {
      const cursor = old.result;
      if (cursor === null) return;
      if (!(Date.now() - (cursor.value as KeptHandle).at < DAY_MILLISECONDS)) cursor.delete();
      cursor.continue();
    };
  });
}

/** Forgets those of every tab. */
export async function forgetHandles(): Promise<void> {
  await inStore('readwrite', (store) => void store.clear());
}

/** Those of these names that are still there. */
export async function keptHandles(ids: readonly string[]): Promise<ReadonlyMap<string, FileHandle>> {
  const found = new Map<string, FileHandle>();
  await inStore('readonly', (store) => {
    for (const id of ids) {
      const request = store.get(id) as IDBRequest<KeptHandle | undefined>;
      request.onsuccess = () => void (request.result && found.set(id, request.result.handle));
    }
  });
  return found;
}

/** Runs one transaction to its end; without storage nothing happens. */
async function inStore(mode: IDBTransactionMode, work: (store: IDBObjectStore) => void): Promise<void> {
  try {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('plimsoll', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error('denied'));
      opening.onblocked = () => reject(new Error('blocked'));
    });
    await new Promise<void>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(new Error('aborted'));
      work(transaction.objectStore(STORE));
    }).finally(() => database.close());
  } catch {
    // Private windows and full disks: the page works without.
  }
}
