/** Opens an OCI layout, or any unpacked archive, that was dropped as a folder. */
import type { ByteSource } from '../bytes/byte-source';
import { success, failure, type Outcome } from '../problem';
import { BoundedDiagnostics } from './diagnostic-list';
import { readLayout } from './layout';
import { Members, resolvePath, type MemberEntry } from './members';
import type { OpenedArchive } from './open';
import { MAX_JSON } from './outer-scan';
import { archiveProblem } from './problems';

export interface FolderFile {
  /** Path in the folder, with slashes; it may begin with the folder's own name. */
  readonly path: string;
  readonly source: ByteSource;
}

/**
 * Opens a folder by its files. Locations of layers carry `file`, the index into `files`; their offset is 0. Compressed
 * layers are read like those of a tar.
 */
export async function openFolder(name: string, files: readonly FolderFile[]): Promise<Outcome<OpenedArchive>> {
  const entries = new Map<string, MemberEntry>();
  files.forEach(({ path, source }, file) => {
    const resolved = resolvePath('', path);
    if (resolved !== undefined) entries.set(resolved, { location: { member: resolved, offset: 0, size: source.size, file } });
  });
  const members = new Members(entries, async (location) => {
    const source = location.file === undefined ? undefined : files[location.file]?.source;
    return source === undefined || source.size > MAX_JSON ? undefined : source.read(0, source.size);
  });
  const diagnostics = new BoundedDiagnostics('the folder');
  const layout = await readLayout(name, members, diagnostics);
  if (layout === undefined) return failure(files.length === 0 ? archiveProblem.empty(name) : archiveProblem.noManifest(name));
  if (!layout.ok) return layout;
  const size = files.reduce((sum, file) => sum + file.source.size, 0);
  const { format, images } = layout.value;
  return success({ archive: { name, size, format, outerCompression: 'none', images, diagnostics: diagnostics.all() }, scans: new Map() });
}
