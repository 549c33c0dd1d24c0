/**
 * After a reload opens again what was open: files by handles that the browser still grants, or asks for, shared reports by their links, edited
 * and pasted texts as they were. The rules that applied apply again.
 */
import { openIncoming } from './documents';
import { restoreDockerfile } from './dockerfiles';
import { arrangeDocuments, showDocument } from './document-list';
import { navigate, placed } from './history';
import { decodeText, identifyFile } from './identify-file';
import { incomingFile } from './incoming';
import { keepHandle, kept, type Kept, type KeptFile } from './kept-files';
import type { FileHandle } from './kept-handles';
import type { NotedReport } from './kept-notes';
import { openLink, openReportFile, PASTED_REPORT } from './open-report';
import { linkIn } from './route';
import { restoreRules } from './rule-files';
import { app, update } from './state.svelte';

/** Opens what was open before, or offers it where the browser wants to ask first. A text needs nobody's leave. */
export async function reopen(): Promise<void> {
  const { files, rules } = await kept();
  void applyAgain(rules);
  const names = files.flatMap(({ handle, draft, report }) => draft?.name ?? handle?.name ?? report?.name ?? []);
  if (names.length === 0) return;
  const wanted = files.flatMap(({ handle, draft }) => (handle && !draft ? [handle] : []));
  const granted = await Promise.all(wanted.map(async (handle) => handle.queryPermission?.({ mode: 'read' }))).catch(() => [undefined]);
  if (granted.every((state) => state === 'granted')) await openAll(files);
  else update(() => ({ reopen: { names, open: () => void ask(wanted).then((all) => (all ? openAll(files) : undefined)) } }));
}

async function applyAgain({ files, done }: Kept['rules']): Promise<void> {
  await restoreRules(files);
  done();
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
  const keys: (string | undefined)[] = [];
  for (const kept of files) keys.push(await openAgain(kept));
  arrangeDocuments(keys.flatMap((key) => key ?? []));
  if (addressed) return;
  const shown = keys[(route.doc ?? 1) - 1];
  const place = app.current.documents.findIndex(({ key }) => key === shown) + 1;
  if (place > 0) navigate(placed(route, place), 'replace');
  else showDocument(1);
}

/** Answers the key of what is open by it. */
async function openAgain({ handle, draft, report, done }: KeptFile): Promise<string | undefined> {
  if (draft) {
    const now = handle && await textOnDisk(handle);
    // At once, or a reload between them would find it twice.
    done();
    const key = restoreDockerfile(draft, now);
    if (handle) void keepHandle(key, Promise.resolve(handle));
    return key;
  }
  const before = new Set(app.current.documents.map(({ key }) => key));
  const file = await handle?.getFile().catch(() => undefined);
  if (handle && file) await openIncoming({ files: [incomingFile(file, file.name, Promise.resolve(handle))], folders: [] }, undefined, true);
  else if (report) await openReport(report);
  done();
  // A link in the address opens meanwhile, or has.
  return app.current.documents.find(({ key, link }) => (report?.link === undefined ? link === undefined && !before.has(key) : link === report.link))?.key;
}

async function openReport({ link, json }: NotedReport): Promise<void> {
  if (json !== undefined) await openReportFile(PASTED_REPORT, new Blob([json]), json);
  else if (link !== undefined && !app.current.documents.some((document) => document.link === link)) await openLink(link, false);
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
