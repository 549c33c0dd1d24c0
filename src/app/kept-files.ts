/**
 * Remembers for this tab what a reload opens again: by which handle a file was opened, and the text of Dockerfiles that were edited or pasted,
 * which stands nowhere else. For a day at most after the page was left; not after a file was closed or the list of recent files was cleared.
 */
import { changeHandles, DAY_MILLISECONDS, forgetHandles, keptHandles, type FileHandle } from './kept-handles';
import { readNotes, type Draft, type Note } from './kept-notes';
import { app, update, type DockerfileDocument, type OpenDocument } from './state.svelte';

/** One of the files that were open, in their order; without handle and draft what cannot be opened again. */
export interface KeptFile {
  readonly handle?: FileHandle;
  readonly draft?: Draft;
  /** It is open again, or given up: its note is no longer needed. */
  done(): void;
}

/** The session storage of a tab: written before a page is left, and gone with the tab. */
const NOTES = 'plimsoll.open';
/** Edits are written down after so many milliseconds too, in case that the page ends without a word. */
const PAUSE_MILLISECONDS = 500;

const handles = new Map<string, { readonly id: string; readonly handle: FileHandle }>();
/** Handles that are in the database, or on their way there. */
const stored = new Map<string, FileHandle>();
/** Documents whose traces were cleared: kept again once they are edited. */
const cleared = new Set<string>();
/** What was open before the reload and is not open again yet. */
let waiting: readonly Note[] = [];
let pause: ReturnType<typeof setTimeout> | undefined;

/** Remembers by which handle a document was opened, once the browser has given it. */
export async function keepHandle(document: string, handle: Promise<FileHandle | undefined>): Promise<void> {
  const given = await handle.catch(() => undefined);
  if (given === undefined) return;
  const [known] = [...stored].find(([, each]) => each === given) ?? [];
  handles.set(document, { id: known ?? crypto.randomUUID(), handle: given });
  keepOpen();
}

/** Writes down what is open now; false where a text that stands nowhere else could not be: storage may be denied or full. */
export function keepOpen(): boolean {
  clearTimeout(pause);
  pause = undefined;
  const open = app.current.documents.map(noteOf);
  const known = new Set(open.flatMap(({ handle }) => handle ?? []));
  const notes = [...open, ...waiting.filter(({ handle }) => handle === undefined || !known.has(handle))];
  storeHandles(notes);
  const drafts = notes.some(({ draft }) => draft !== undefined);
  try {
    if (drafts || notes.some(({ handle }) => handle !== undefined)) sessionStorage.setItem(NOTES, JSON.stringify({ at: Date.now(), files: notes }));
    else sessionStorage.removeItem(NOTES);
    return true;
  } catch {
    return !drafts;
  }
}

function noteOf(document: OpenDocument): Note {
  if (cleared.has(document.key)) return {};
  const handle = handles.get(document.key)?.id;
  return { ...(handle !== undefined && { handle }), ...(document.kind === 'dockerfile' && isDraft(document) && { draft: draftOf(document) }) };
}

function isDraft({ text, original, pasted }: DockerfileDocument): boolean {
  return pasted === true || text !== original;
}

function draftOf({ name, text, original, pasted, rulesOff }: DockerfileDocument): Draft {
  return { name, text, original, ...(pasted && { pasted }), ...(rulesOff && { rulesOff }) };
}

/** Brings the database to what is noted; where no file came with a handle it is not even opened. */
function storeHandles(notes: readonly Note[]): void {
  const wanted = new Set(notes.flatMap(({ handle }) => handle ?? []));
  const added = new Map([...handles.values()].filter(({ id }) => wanted.has(id) && !stored.has(id)).map(({ id, handle }) => [id, handle]));
  const removed = [...stored.keys()].filter((id) => !wanted.has(id));
  if (added.size === 0 && removed.length === 0) return;
  for (const [id, handle] of added) stored.set(id, handle);
  for (const id of removed) stored.delete(id);
  void changeHandles(added, removed);
}

/** A Dockerfile was edited: that is written down soon. */
export function keepEdit(document: string): void {
  cleared.delete(document);
  pause ??= setTimeout(keepOpen, PAUSE_MILLISECONDS);
}

/** Writes down the newest before the page is left, and lets the browser ask where that cannot be; answers a function that stops. */
export function keepOnLeaving(): () => void {
  const leaving = new AbortController();
  const { signal } = leaving;
  window.addEventListener('beforeunload', (event) => {
    if (!keepOpen()) event.preventDefault();
  }, { signal });
  window.addEventListener('pagehide', () => void keepOpen(), { signal });
  return () => leaving.abort();
}

/** Forgets every tab's handles, and what this one has written down; answers what takes that back. */
export function forgetKept(): () => void {
  const forgotten = app.current.documents.map(({ key }) => key);
  const { reopen } = app.current;
  const waited = waiting;
  for (const key of forgotten) cleared.add(key);
  waiting = [];
  stored.clear();
  keepOpen();
  void forgetHandles();
  update(() => ({ reopen: undefined }));
  return () => {
    for (const key of forgotten) cleared.delete(key);
    waiting = waited;
    keepOpen();
    update(() => ({ reopen }));
  };
}

/** What was open in this tab before it was reloaded. It stays noted until each of it is done. */
export async function keptFiles(): Promise<readonly KeptFile[]> {
  const notes = readNotes(written(), Date.now() - DAY_MILLISECONDS);
  waiting = notes;
  const ids = notes.flatMap(({ handle }) => handle ?? []);
  const found = ids.length > 0 ? await keptHandles(ids) : new Map<string, FileHandle>();
  for (const [id, handle] of found) stored.set(id, handle);
  return notes.map((note) => {
    const handle = found.get(note.handle ?? '');
    return { ...(handle && { handle }), ...(note.draft && { draft: note.draft }), done: () => doneWith(note) };
  });
}

function doneWith(note: Note): void {
  waiting = waiting.filter((other) => other !== note);
  keepOpen();
}

function written(): string | null {
  try {
    return sessionStorage.getItem(NOTES);
  } catch {
    return null;
  }
}
