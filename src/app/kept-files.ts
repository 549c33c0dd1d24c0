/**
 * Remembers for this tab what a reload opens again: by which handle a file was opened, the links of shared reports, the rules that apply, and
 * texts that stand nowhere else: Dockerfiles that were edited or pasted, and pasted reports. For a day at most after the page was left; not
 * after it was closed or the list of recent files was cleared.
 */
import { DAY_MILLISECONDS, forgetHandles, holdHandle, keptHandles, type FileHandle } from './kept-handles';
import { noteOf, readNotes, writeNotes, type Note, type Notes, type RuleFiles } from './kept-notes';
import { app, update } from './state.svelte';

/** What was open or applied before the reload. It stays noted until each of it is done: there again, or given up. */
export interface Kept {
  readonly files: readonly KeptFile[];
  readonly rules: { readonly files: RuleFiles; done(): void };
}

/** One of the files that were open, in their order; without handle, draft and report what cannot be opened again. */
export interface KeptFile extends Pick<Note, 'draft' | 'report'> {
  readonly handle?: FileHandle;
  done(): void;
}

/** The session storage of a tab: written before a page is left, and gone with the tab. */
const NOTES = 'plimsoll.open';
/** Edits are written down after so many milliseconds too, in case that the page ends without a word. */
const PAUSE_MILLISECONDS = 500;

const handles = new Map<string, { readonly id: string; readonly handle: FileHandle }>();
/** Handles that this tab needs in the database, by their names there. */
const held = new Map<string, { readonly handle: FileHandle; letGo(): void }>();
/** Keys of documents, and files of rules, whose traces were cleared: documents are kept again once they are edited. */
const cleared = new Set<unknown>();
/** What was open or applied before the reload and is not there again yet. */
let waiting: Notes = { files: [], rules: {} };
let pause: ReturnType<typeof setTimeout> | undefined;

/** Remembers by which handle a document was opened, once the browser has given it. */
export async function keepHandle(document: string, handle: Promise<FileHandle | undefined>): Promise<void> {
  const given = await handle.catch(() => undefined);
  if (given === undefined) return;
  const [known] = [...held].find(([, each]) => each.handle === given) ?? [];
  handles.set(document, { id: known ?? crypto.randomUUID(), handle: given });
  keepOpen();
}

/** Writes down what is open now; false where a text that stands nowhere else could not be: storage may be denied or full. */
export function keepOpen(): boolean {
  clearTimeout(pause);
  pause = undefined;
  const { documents, budgets, lintRules } = app.current;
  const open = documents.map((document): Note => (cleared.has(document.key) ? {} : noteOf(document, handles.get(document.key)?.id)));
  const known = new Set(open.flatMap(({ handle, report }) => handle ?? report?.link ?? []));
  const files = [...open, ...waiting.files.filter(({ handle, report }) => !known.has(handle ?? report?.link ?? ''))];
  const applied = Object.entries({ ...budgets, hadolint: lintRules }).filter(([, file]) => file !== undefined && !cleared.has(file));
  const rules: RuleFiles = { ...waiting.rules, ...Object.fromEntries(applied) };
  holdHandles(files);
  try {
    const written = writeNotes({ files, rules }, Date.now());
    if (written === undefined) sessionStorage.removeItem(NOTES);
    else sessionStorage.setItem(NOTES, written);
    return true;
  } catch {
    return !files.some(({ draft }) => draft !== undefined);
  }
}

/** Brings the database to what is noted; where no file came with a handle it is not even opened. */
function holdHandles(notes: readonly Note[]): void {
  const wanted = new Set(notes.flatMap(({ handle }) => handle ?? []));
  for (const { id, handle } of handles.values()) if (wanted.has(id)) hold(id, handle);
  for (const [id, { letGo }] of held) {
    if (wanted.has(id)) continue;
    held.delete(id);
    letGo();
  }
}

function hold(id: string, handle: FileHandle): void {
  if (!held.has(id)) held.set(id, { handle, letGo: holdHandle(id, handle) });
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
  const { documents, budgets, lintRules, reopen } = app.current;
  const forgotten = [...documents.map(({ key }) => key), budgets.dive, budgets.own, lintRules];
  const waited = waiting;
  const had = [...held];
  for (const each of forgotten) cleared.add(each);
  waiting = { files: [], rules: {} };
  keepOpen();
  void forgetHandles();
  update(() => ({ reopen: undefined }));
  return () => {
    for (const each of forgotten) cleared.delete(each);
    waiting = waited;
    for (const [id, { handle }] of had) hold(id, handle);
    keepOpen();
    update(() => ({ reopen }));
  };
}

/** What was there in this tab before it was reloaded. */
export async function kept(): Promise<Kept> {
  waiting = readNotes(written(), Date.now() - DAY_MILLISECONDS);
  const { files, rules } = waiting;
  const ids = files.flatMap(({ handle }) => handle ?? []);
  const found = ids.length > 0 ? await keptHandles(ids) : new Map<string, FileHandle>();
  for (const [id, handle] of found) hold(id, handle);
  return {
    files: files.map((note) => {
      const handle = found.get(note.handle ?? '');
      const { draft, report } = note;
      const done = (): void => noLonger({ files: waiting.files.filter((other) => other !== note) });
      return { ...(handle && { handle }), ...(draft && { draft }), ...(report && { report }), done };
    }),
    rules: { files: rules, done: () => noLonger({ rules: {} }) },
  };
}

function noLonger(waits: Partial<Notes>): void {
  waiting = { ...waiting, ...waits };
  keepOpen();
}

function written(): string | null {
  try {
    return sessionStorage.getItem(NOTES);
  } catch {
    return null;
  }
}
