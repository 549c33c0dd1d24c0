/**
 * Remembers for this tab by which handles files were dropped, so that a reload can open them again. Kept are the files' names and handles,
 * which are permissions to read and no content; for a day at most, and not after a file was closed or the list of recent files was cleared.
 */
import { app } from './state.svelte';

/** Not all of it is in TypeScript's DOM library; Chromium only. */
export interface FileHandle extends FileSystemFileHandle {
  queryPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>;
  requestPermission?(options: { readonly mode: 'read' }): Promise<PermissionState>;
}

/** What was open in a tab, in its order; without a handle what came by other ways than a drop. */
export interface Kept {
  readonly at: number;
  readonly files: readonly { readonly name: string; readonly handle?: FileHandle }[];
}

const STORE = 'open';
const TAB = 'plimsoll.tab';
const DAY_MILLISECONDS = 24 * 3600 * 1000;
const handles = new Map<string, FileHandle>();

/** Remembers by which handle a document was opened, once the browser has given it. */
export async function keepHandle(document: string, handle: Promise<FileHandle | undefined>): Promise<void> {
  const given = await handle.catch(() => undefined);
  if (given === undefined) return;
  handles.set(document, given);
  await keepOpen();
}

/** Writes down what is open now. Storage may be denied: then files are asked for after a reload. */
export async function keepOpen(): Promise<void> {
  const files = app.current.documents.map(({ key, name }) => ({ name, ...(handles.has(key) && { handle: handles.get(key)! }) }));
  await inStore('readwrite', (store) => {
    const old = store.openCursor();
    old.onsuccess = () => {
      const cursor = old.result;
      if (cursor === null) return;
      if (!(Date.now() - (cursor.value as Kept).at < DAY_MILLISECONDS)) cursor.delete();
      cursor.continue();
    };
    if (files.some((file) => 'handle' in file)) store.put({ at: Date.now(), files } satisfies Kept, tab());
    else store.delete(tab());
  });
}

/** Forgets every tab's files. */
export async function forgetHandles(): Promise<void> {
  await inStore('readwrite', (store) => void store.clear());
}

/** What was open in this tab before it was reloaded. */
export async function keptFiles(): Promise<Kept['files']> {
  let kept: Kept | undefined;
  await inStore('readonly', (store) => {
    const found = store.get(tab()) as IDBRequest<Kept | undefined>;
    found.onsuccess = () => (kept = found.result);
  });
  return kept?.files ?? [];
}

/** A name of this tab that outlives a reload, and nothing else does. */
function tab(): string {
  const known = sessionStorage.getItem(TAB);
  if (known !== null) return known;
  const made = crypto.randomUUID();
  sessionStorage.setItem(TAB, made);
  return made;
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
