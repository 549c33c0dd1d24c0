/** A project folder that was dropped: what a build would send of it, worked out beside the Dockerfiles that lie in it. */
import { failure, type Diagnostic } from '../core/problem';
import { session } from './clients';
import { isDockerfile } from './dockerfile-name';
import { addDocument, nextKey, refuse } from './document-list';
import { MOST_FILES_OF_A_FOLDER } from './folder-walk';
import type { IncomingFile, IncomingFolder } from './incoming';
import { bugProblem } from './worker-link';

/** Larger ones are no Dockerfile and no ignore file. */
const MOST_BYTES = 1_000_000;

/** Whether a build could be given this folder: it has a Dockerfile, or says what to leave out. */
export function isProjectFolder(files: readonly { readonly path: string }[]): boolean {
  return files.some(({ path }) => isDockerfile(path) || path === '.dockerignore');
}

/** The Dockerfile that `docker build` takes by itself; else the one that lies highest. */
export function dockerfileOf<Named extends { readonly path: string }>(files: readonly Named[]): Named | undefined {
  const depth = (path: string): number => path.split('/').length;
  return files.find(({ path }) => path === 'Dockerfile') ?? files.find(({ path }) => path === 'Containerfile')
    ?? files.filter(({ path }) => isDockerfile(path)).sort((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1))[0];
}

/** Analyses the folder and lists the report among the open documents, unless it was given up; says why where that is not possible. */
export async function openProjectFolder({ name, paths, bytes, missing, notable }: IncomingFolder, signal: AbortSignal): Promise<void> {
  const total = bytes.reduce((sum, each) => sum + each, 0);
  const dockerfile = dockerfileOf(notable);
  // As the builder looks for them: beside the Dockerfile first.
  const ignoreFile = notable.find(({ path }) => path === `${dockerfile?.path ?? 'Dockerfile'}.dockerignore`) ?? notable.find(({ path }) => path === '.dockerignore');
  const text = async (part: IncomingFile | undefined) => (part && part.bytes <= MOST_BYTES ? { path: part.path, text: await (await part.open()).text() } : undefined);
  try {
    const [source, ignore] = await Promise.all([text(dockerfile), text(ignoreFile)]);
    const outcome = await session.context({
      name, paths: paths.join('\0'), bytes, diagnostics: notesOn(paths.length, missing), ...(source && { dockerfile: source }), ...(ignore && { ignoreFile: ignore }),
    }, signal).catch((error: unknown) => failure(bugProblem(error)));
    if (signal.aborted) return;
    if (outcome.ok) addDocument({ kind: 'report', key: nextKey(), name, bytes: total, report: outcome.value });
    else refuse(name, total, outcome.problem);
  } catch (error) {
    refuse(name, total, {
      kind: 'folder-unreadable', message: `A file of ${name} could not be read${error instanceof Error ? `: ${error.message}` : ''}.`, advice: 'Check your permission to read it, and drop the folder again.',
    });
  }
}

/** So many are named. */
const SHOWN = 3;

/** What is not in the figures, and why. */
export function notesOn(files: number, missing: readonly string[]): readonly Diagnostic[] {
  const notes: Diagnostic[] = [];
  if (files >= MOST_FILES_OF_A_FOLDER) {
    notes.push({
      kind: 'folder-cut', message: `The folder has more files than are listed here: the figures are those of the first ${MOST_FILES_OF_A_FOLDER}.`,
      advice: 'Drop a folder further down, or remove what does not belong in it.',
    });
  }
  if (missing.length > 0) {
    const names = missing.slice(0, SHOWN).map((path) => path || 'the folder itself').join(', ');
    notes.push({
      kind: 'folder-unreadable', message: `${missing.length === 1 ? 'One file or folder' : `${missing.length} files and folders`} could not be read and ${missing.length === 1 ? 'is' : 'are'} not in the figures: ${names}${missing.length > SHOWN ? ' …' : ''}.`,
      advice: 'Broken links do no harm. Of others give yourself permission to read them: a build would fail on them too, unless they are ignored.',
    });
  }
  return notes;
}
