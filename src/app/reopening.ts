/** After a reload opens again what was open, by handles that the browser still grants, or asks for; edited and pasted Dockerfiles with their text. */
import { openIncoming } from './documents';
import { restoreDockerfile } from './dockerfiles';
import { showDocument } from './document-list';
import { navigate } from './history';
import { decodeText, identifyFile } from './identify-file';
import { incomingFile } from './incoming';
import { keepHandle, keptFiles, type KeptFile } from './kept-files';
import type { FileHandle } from './kept-handles';
import { linkIn } from './route';
import { app, update } from './state.svelte';

/** Opens what was open before, or offers it where the browser wants to ask first. A text needs nobody's leave. */
export async function reopen(): Promise<void> {
  const files = await keptFiles();
  const names = files.flatMap(({ handle, draft }) => draft?.name ?? handle?.name ?? []);
  if (names.length === 0) return;
  const wanted = files.flatMap(({ handle, draft }) => (handle && !draft ? [handle] : []));
  const granted = await Promise.all(wanted.map(async (handle) => handle.queryPermission?.({ mode: 'read' }))).catch(() => [undefined]);
  if (granted.every((state) => state === 'granted')) await openAll(files);
  else update(() => ({ reopen: { names, open: () => void ask(wanted).then((all) => (all ? openAll(files) : undefined)) } }));
}

/** The browser asks once a file; must be called from a click. */
async function ask(wanted: readonly FileHandle[]): Promise<boolean> {
  for (const handle of wanted) if ((await handle.requestPermission?.({ mode: 'read' }).catch(() => 'denied' as const)) !== 'granted') return false;
  return true;
}

/** Opens them in their order, and shows the one that was shown; beside what is open already they are merely listed. */
async function openAll(files: readonly KeptFile[]): Promise<void> {
  const { route, documents } = app.current;
  const addressed = documents.length > 0 || route.view === 'start' || linkIn(location.hash) !== undefined;
  update(() => ({ reopen: undefined }));
  let place = 0;
  for (const [index, kept] of files.entries()) {
    const before = app.current.documents.length;
    await openAgain(kept);
    if (index + 1 === (route.doc ?? 1) && app.current.documents.length > before) place = before + 1;
  }
  if (addressed) return;
  const { doc: _, ...rest } = route;
  if (place > 0) navigate(place > 1 ? { ...rest, doc: place } : rest, 'replace');
  else showDocument(1);
}

async function openAgain({ handle, draft, done }: KeptFile): Promise<void> {
  if (draft) {
    const now = handle && await textOnDisk(handle);
    // At once, or a reload between them would find it twice.
    done();
    const key = restoreDockerfile(draft, now);
    if (handle) void keepHandle(key, Promise.resolve(handle));
    return;
  }
  const file = await handle?.getFile().catch(() => undefined);
  if (handle && file) await openIncoming({ files: [incomingFile(file, file.name, Promise.resolve(handle))], folders: [] }, undefined, true);
  done();
}

/** What the file of an edited Dockerfile holds now, where the browser lets it be read and it is one still. */
async function textOnDisk(handle: FileHandle): Promise<string | undefined> {
  try {
    if ((await handle.queryPermission?.({ mode: 'read' })) !== 'granted') return undefined;
    const file = await handle.getFile();
    return (await identifyFile(file)).kind === 'dockerfile' ? decodeText(await file.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}
