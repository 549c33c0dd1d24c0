/** What came in, whichever way: files, and folders with the sizes of all that lies in them. */
import type { ArchiveInput } from '../../workers/protocol';
import { rulesByName } from './rule-kinds';

export interface Incoming {
  readonly files: readonly IncomingFile[];
  readonly folders: readonly IncomingFolder[];
}

/** A file: the content of one that lies in a folder is asked for when it is needed, which costs the browser far more than its size. */
export interface IncomingFile {
  /** Inside the folder it came from, if it came from one. */
  readonly path: string;
  readonly bytes: number;
  /** With which it can be opened again after a reload, where the browser gives one. */
  readonly handle?: Promise<FileSystemFileHandle | undefined>;
  open(): Promise<File>;
}

export function incomingFile(file: File, path = file.name, handle?: IncomingFile['handle']): IncomingFile {
  return { path, bytes: file.size, ...(handle && { handle }), open: () => Promise.resolve(file) };
}

export interface IncomingFolder {
  readonly name: string;
  /** Paths of the files in it, and their sizes in the same order. */
  readonly paths: readonly string[];
  readonly bytes: Float64Array;
  /** Paths of folders and files in it that the browser was not let into. */
  readonly missing: readonly string[];
  /** Those that are more than content by their names. */
  readonly notable: readonly IncomingFile[];
  files(): readonly IncomingFile[];
}

const NOTABLE = /^(docker|container)file|\.((docker|container)file|dockerignore|tar|tgz|tar\.(gz|zst|xz|bz2))$|^(oci-layout|index\.json|manifest\.json)$/i;

/** Whether a file may be a Dockerfile, an ignore file, an archive, rules, or say that a folder is an image. */
export function isNotable(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return NOTABLE.test(name) || rulesByName(name) !== undefined;
}

/** A folder that holds an image layout (`index.json`, `oci-layout` or `manifest.json` at its top) is one input. */
export function isImageFolder(files: readonly { readonly path: string }[]): boolean {
  return files.some(({ path }) => path === 'index.json' || path === 'oci-layout' || path === 'manifest.json');
}

/** Of any other folder, what may be a Dockerfile, an archive or (at its top) a file with rules by its name: a place to look, the content decides afterwards. */
export function worthOpening<Named extends { readonly path: string }>(files: readonly Named[]): readonly Named[] {
  return files.filter(({ path }) => (!path.includes('/') && rulesByName(path) !== undefined) || (!/(^|\/)(\.git|node_modules)\//.test(path) && /(^|\/)((Docker|Container)file(\.[^/]*)?|[^/]*\.((docker|container)file|tar|tgz|tar\.(gz|zst|xz|bz2)))$/i.test(path)));
}

/** An image layout as one input; files that cannot be opened are not in it. */
export async function folderInput(folder: IncomingFolder): Promise<ArchiveInput> {
  const files = await Promise.all(folder.files().map(async ({ path, open }) => ({ path, file: await open().catch(() => undefined) })));
  return { kind: 'folder', name: folder.name, files: files.flatMap(({ path, file }) => (file ? [{ path, file }] : [])) };
}
