/** After a reload opens the files again that had been dropped, where the browser hands out handles and still grants them, or asks for that. */
import { openIncoming } from './documents';
import { navigate } from './history';
import { incomingFile, type IncomingFile } from './incoming';
import { keptFiles, type FileHandle, type Kept } from './kept-handles';
import { linkIn } from './route';
import { app, update } from './state.svelte';

/** After a reload: opens what the address speaks of, or offers it where the browser wants to ask first. */
export async function reopen(): Promise<void> {
  const { route, documents } = app.current;
  if (route.view === 'start' || documents.length > 0 || linkIn(location.hash) !== undefined) return;
  const files = await keptFiles();
  const wanted = files.flatMap(({ handle }) => (handle ? [handle] : []));
  if (wanted.length === 0) return;
  const open = (): Promise<void> => openAll(files);
  const granted = await Promise.all(wanted.map(async (handle) => handle.queryPermission?.({ mode: 'read' }))).catch(() => []);
  if (granted.length > 0 && granted.every((state) => state === 'granted')) await open();
  else update(() => ({ reopen: { names: wanted.map(({ name }) => name), open: () => void ask(wanted).then((all) => (all ? open() : undefined)) } }));
}

/** The browser asks once a file; must be called from a click. */
async function ask(wanted: readonly FileHandle[]): Promise<boolean> {
  for (const handle of wanted) if ((await handle.requestPermission?.({ mode: 'read' }).catch(() => 'denied' as const)) !== 'granted') return false;
  return true;
}

/** Opens them in their order, and shows the one that was shown. */
async function openAll(files: Kept['files']): Promise<void> {
  const { route } = app.current;
  const incoming: IncomingFile[] = [];
  let place = 0;
  for (const [index, { handle }] of files.entries()) {
    const file = await handle?.getFile().catch(() => undefined);
    if (!handle || !file) continue;
    incoming.push(incomingFile(file, file.name, Promise.resolve(handle)));
    if (index + 1 === (route.doc ?? 1)) place = incoming.length;
  }
  update(() => ({ reopen: undefined }));
  if (incoming.length === 0 || app.current.documents.length > 0) return;
  await openIncoming({ files: incoming, folders: [] }, undefined, place > 0);
  const { doc: _, ...rest } = route;
  if (place > 0) navigate(place > 1 ? { ...rest, doc: place } : rest, 'replace');
}
