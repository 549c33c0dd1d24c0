/** Opens, reads, lints, cancels and closes documents: the verbs of the page. Each ends in `update`, none throws. */
import { failure, type Outcome, type Problem } from '../core/problem';
import { pastedFragment } from '../core/permalink/pasted-address';
import type { ImageReport } from '../core/report/report';
import type { ArchiveInput, ArchiveSummary, Progress } from '../../workers/protocol';
import { holdAgainstBudgets } from './budgets';
import { session } from './clients';
import { addDocument, nextKey, refuse, showDocument } from './document-list';
import { addDockerfile } from './dockerfiles';
import { plural } from './format';
import { firstView, followFragment, navigate, placed } from './history';
import { openReportFile, PASTED_REPORT } from './open-report';
import { linkIn, type Route } from './route';
import { isProjectFolder, openProjectFolder } from './project-folder';
import { takeRules } from './rule-files';
import { MOST_BYTES_OF_RULES, rulesByContent } from './rule-kinds';
import { folderInput, isImageFolder, worthOpening, incomingFile, type Incoming, type IncomingFile } from './incoming';
import { announce, app, showToast, update, updateDocument, type OpenDocument } from './state.svelte';
import { comparing } from './comparing.svelte';
import { forgetEditor } from './editor-memory';
import { keepHandle, keepOpen } from './kept-files';
import { identifyFile } from './identify-file';
import { bugProblem } from './worker-link';

/** What was given to us for each image, kept to read it again. Outside the state: views have no use for it. */
const inputs = new Map<string, ArchiveInput>();
/** Problems of text and JSON that the comparison may know: a list of files, or a report of mint. */
const LISTS = /^not-an-image-(?:text|json)$/;
const running = new Map<string, AbortController>();

/** Takes in whatever was dropped, chosen or pasted, in that order, until it is given up; the first is shown, unless the address says which. */
export async function openIncoming(incoming: Incoming, signal = new AbortController().signal, addressed = false): Promise<void> {
  const files = [...incoming.files];
  const first = app.current.documents.length + 1;
  for (const folder of incoming.folders) {
    if (isImageFolder(folder.notable)) {
      openArchive(await folderInput(folder), folder.name, folder.bytes.reduce((sum, each) => sum + each, 0));
      continue;
    }
    const project = isProjectFolder(folder.notable);
    if (project) await openProjectFolder(folder, signal);
    if (signal.aborted) return;
    const candidates = worthOpening(folder.notable);
    if (candidates.length === 0 && !project) refuse(folder.name, 0, noImageInFolder(folder.name, folder.paths.length));
    files.push(...candidates);
  }
  for (const file of files) {
    const before = new Set(app.current.documents.map(({ key }) => key));
    await openFile(file);
    // Others may have been opened meanwhile.
    const opened = app.current.documents.find(({ key, name }) => name === file.path && !before.has(key));
    if (file.handle && opened) void keepHandle(opened.key, file.handle);
  }
  if (app.current.documents.length >= first && !addressed) showDocument(first);
}

export function openFiles(files: readonly File[]): Promise<void> {
  return openIncoming({ files: files.map((file) => incomingFile(file)), folders: [] });
}

/** What was pasted or comes from a field: an address with a report in it, an exported report, rules, or a Dockerfile. */
export async function openText(text: string, name = 'Dockerfile'): Promise<void> {
  const isDockerfile = /^[ \t]*FROM\s/im.test(text);
  const fragment = isDockerfile || text.trimStart().startsWith('{') ? undefined : pastedFragment(text);
  if (fragment !== undefined && linkIn(fragment) !== undefined) {
    followFragment(fragment);
    return;
  }
  const rules = text.length > MOST_BYTES_OF_RULES || isDockerfile ? undefined : rulesByContent(text);
  if (rules !== undefined) {
    await takeRules(rules, rules === 'dive' ? '.dive-ci' : rules === 'own' ? '.plimsoll.yaml' : '.hadolint.yaml', text);
    return;
  }
  if (text.trimStart().startsWith('{')) await openReportFile(PASTED_REPORT, new Blob([text]), text);
  else addDockerfile(name, text, { pasted: true });
  showDocument(app.current.documents.length);
}

async function openFile({ path, bytes, open }: IncomingFile): Promise<void> {
  let file: File;
  let kind: Awaited<ReturnType<typeof identifyFile>>;
  let text = new ArrayBuffer(0);
  try {
    file = await open();
    kind = await identifyFile(file);
    if (kind.kind === 'dockerfile') text = await file.arrayBuffer();
  } catch (error) {
    refuse(path, bytes, unreadable(path, error));
    return;
  }
  if (kind.kind === 'archive') openArchive({ kind: 'file', file }, path, file.size);
  else if (kind.kind === 'dockerfile') addDockerfile(path, text);
  else if (kind.kind === 'report') await openReportFile(path, file);
  else if (kind.kind === 'rules') await takeRules(kind.rules, path, kind.text);
  else if (kind.kind === 'refused' && app.current.route.view === 'compare' && LISTS.test(kind.problem.kind)) await comparing.takeFile(file);
  else if (kind.kind === 'refused') refuse(path, file.size, kind.problem);
}

function openArchive(input: ArchiveInput, name: string, bytes: number): void {
  const key = nextKey();
  inputs.set(key, input);
  addDocument({ kind: 'image', key, name, bytes, phase: 'reading', generation: 0 });
  void readArchive(key, input);
}

async function readArchive(key: string, input: ArchiveInput): Promise<void> {
  const outcome = await work(key, (signal, onProgress) => session.open(key, input, onProgress, signal));
  if (!outcome) return;
  const summary: ArchiveSummary = outcome;
  const present = summary.images.flatMap((image, index) => (image.present ? [index] : []));
  updateDocument(key, 'image', () => ({ summary, ...(present.length !== 1 && { phase: 'choosing' }) }));
  if (present.length === 1) await chooseImage(key, present[0] ?? 0);
  else announce(`${plural(summary.images.length, 'image')} in this file: choose one.`);
}

/** Analyses one image of an archive. */
export async function chooseImage(key: string, image: number): Promise<void> {
  updateDocument(key, 'image', () => ({ phase: 'reading', image }));
  const report = await work<ImageReport>(key, (signal, onProgress) => session.analyse(key, image, onProgress, signal));
  if (!report) return;
  updateDocument(key, 'image', ({ generation }) => ({ phase: 'ready', report, image, progress: undefined, packages: undefined, generation: generation + 1 }));
  announce(`${report.subject.name} is read: ${plural(report.layers.length, 'layer')}.`);
  void readPackages(key);
  void holdAgainstBudgets(key);
}

/** Who owns the files: asked for once the report is on the screen. Without an answer the page merely lacks it. */
async function readPackages(key: string): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const before = find(key);
  if (before?.kind !== 'image' || before.phase !== 'ready') return;
  const packages = await session.packages(key);
  if (packages.ok) updateDocument(key, 'image', ({ generation }) => (generation === before.generation ? { packages: packages.value } : {}));
}

/** Back to the list of images of this archive. */
export function reconsiderImage(key: string): void {
  updateDocument(key, 'image', () => ({ phase: 'choosing' }));
}

/** Runs one task of a document with its Cancel; answers undefined when it failed or was cancelled, and shows that. */
async function work<T>(key: string, task: (signal: AbortSignal, onProgress: (progress: Progress) => void) => Promise<Outcome<T>>): Promise<T | undefined> {
  running.get(key)?.abort();
  const controller = new AbortController();
  running.set(key, controller);
  const outcome = await task(controller.signal, (progress) => {
    if (!controller.signal.aborted) showProgress(key, progress);
  }).catch((error: unknown) => failure(bugProblem(error)));
  if (running.get(key) === controller) running.delete(key);
  if (outcome.ok) return outcome.value;
  if (!controller.signal.aborted) {
    const stopped = outcome.problem.kind === 'cancelled';
    updateDocument(key, 'image', () => ({ phase: stopped ? 'stopped' : 'failed', problem: outcome.problem }));
    announce(outcome.problem.message);
  }
  return undefined;
}

const pending = new Map<string, Progress>();
let frame = 0;

/** Progress comes per chunk; the page is painted once a frame. */
function showProgress(key: string, progress: Progress): void {
  pending.set(key, progress);
  if (frame) return;
  frame = requestAnimationFrame(() => {
    frame = 0;
    for (const [each, latest] of pending) {
      updateDocument(each, 'image', ({ phase, progress: before }) => {
        if (phase !== 'reading') return {};
        // Layers are sent when known or changed; a message without them keeps the list.
        return { progress: latest.layers || !before?.layers ? latest : { ...latest, layers: before.layers } };
      });
    }
    pending.clear();
  });
}

/** Stops reading. What is shown changes at once, before the worker has heard of it. */
export function cancelReading(key: string): void {
  running.get(key)?.abort();
  running.delete(key);
  updateDocument(key, 'image', ({ report }) => (report ? { phase: 'ready' } : { phase: 'stopped' }));
  announce('Reading was cancelled.');
}

/** Reads a cancelled or failed file from the start. */
export function readAgain(key: string): void {
  const input = inputs.get(key);
  if (!input) return;
  updateDocument(key, 'image', () => ({ phase: 'reading', progress: undefined, problem: undefined }));
  void readArchive(key, input);
}

/** Shows the figures that were there before reading anew failed. */
export function backToReport(key: string): void {
  updateDocument(key, 'image', ({ report }) => (report ? { phase: 'ready', problem: undefined } : {}));
}

function find(key: string): OpenDocument | undefined {
  return app.current.documents.find((document) => document.key === key);
}

/** Closes a document; Undo brings it back as it was, until the message is gone. */
export function closeDocument(key: string): void {
  const { documents, route } = app.current;
  const place = documents.findIndex((document) => document.key === key);
  const document = documents[place];
  if (!document) return;
  running.get(key)?.abort();
  const stopped: OpenDocument = document.kind === 'image' && document.phase === 'reading' ? { ...document, phase: 'stopped' } : document;
  const shown = app.document;
  update(() => ({ documents: documents.filter((other) => other.key !== key) }));
  navigate(routeAfterClosing(shown, place), 'replace');
  keepOpen();
  showToast(`${document.name} is closed.`, () => {
    update(({ documents: now }) => ({ documents: now.toSpliced(Math.min(place, now.length), 0, stopped) }));
    navigate(route, 'replace');
    keepOpen();
  }, () => {
    inputs.delete(key);
    forgetEditor(key);
    void session.close(key);
  });
}

/** What was shown stays; of what was closed the neighbour takes the place. */
function routeAfterClosing(shown: OpenDocument | undefined, place: number): Route {
  const { documents, route } = app.current;
  const still = documents.findIndex((document) => document.key === shown?.key);
  if (still >= 0) return placed(route, still + 1);
  const index = Math.min(place, documents.length - 1);
  const neighbour = documents[index];
  return neighbour ? firstView(neighbour, index + 1) : { view: 'start' };
}

function noImageInFolder(name: string, files: number): Problem {
  return {
    kind: 'folder-without-image', message: `The folder holds ${plural(files, 'file')}, but neither an image layout nor a Dockerfile.`,
    advice: 'Drop a folder with an index.json (an OCI layout, as `skopeo copy … oci:DIR` writes it), or the Dockerfile itself.', where: { file: name },
  };
}

function unreadable(name: string, error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return {
    kind: 'file-unreadable', message: `The browser could not read this file: ${detail}`,
    advice: 'It may have been moved, changed or locked since it was chosen. Choose it again.', where: { file: name },
  };
}
