/**
 * Keeps handles of files, which are permissions to read and no content, in the browser's database: a day at most, and only where there are any.
 * What was open in a tab, and by which of them, stands in kept-files.ts. A duplicated tab knows the same names as the one that it was made from:
 * whoever needs a handle shares the lock of its name, and only the last to let go removes it.
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

/** Keeps a handle under a name until this tab, and every other that holds it, has let go. Answers the letting go. */
export function holdHandle(id: string, handle: FileHandle): () => void {
  const lock = `plimsoll-handle ${id}`;
  let letGo = (): void => {};
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const held = navigator.locks.request(lock, { mode: 'shared' }, async () => {
    await store(id, handle);
    await gone;
  });
  return () => {
    letGo();
    void held.then(() => navigator.locks.request(lock, { ifAvailable: true }, (last) => (last === null ? undefined : inStore('readwrite', (handles) => void handles.delete(id)))));
  };
}

/** Puts a handle into the database, and removes all that are too old. */
async function store(id: string, handle: FileHandle): Promise<void> {
  await inStore('readwrite', (handles) => {
    handles.put({ at: Date.now(), handle } satisfies KeptHandle, id);
    const old = handles.openCursor();
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
  await inStore('readwrite', (handles) => void handles.clear());
}

/** Those of these names that are still there. */
export async function keptHandles(ids: readonly string[]): Promise<ReadonlyMap<string, FileHandle>> {
  const found = new Map<string, FileHandle>();
  await inStore('readonly', (handles) => {
    for (const id of ids) {
      const request = handles.get(id) as IDBRequest<KeptHandle | undefined>;
      request.onsuccess = () => void (request.result && found.set(id, request.result.handle));
    }
  });
  return found;
}

/** Runs one transaction to its end; without storage nothing happens. */
async function inStore(mode: IDBTransactionMode, work: (handles: IDBObjectStore) => void): Promise<void> {
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
