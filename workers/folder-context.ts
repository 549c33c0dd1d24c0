/** A project folder's listing to the report on what a build would send of it. */
import { encodeUtf8 } from '../src/core/bytes/text';
import { analyseContext } from '../src/core/context/analyse-context';
import type { ContextEntry } from '../src/core/context/listing';
import { decodeSource } from '../src/core/dockerfile/decode';
import { parseDockerfile } from '../src/core/dockerfile/parse';
import type { Outcome } from '../src/core/problem';
import type { ContextReport } from '../src/core/report/report';
import { VERSION } from '../src/core/version';
import type { FolderListing } from './protocol';

export function contextOf({ name, paths, bytes, dockerfile, ignoreFile, diagnostics }: FolderListing): Outcome<ContextReport> {
  const files = paths.split('\0').slice(0, bytes.length);
  const source = dockerfile && decodeSource(encodeUtf8(dockerfile.text));
  return analyseContext({
    name, entries: [...foldersOf(files), ...files.map((path, index): ContextEntry => ({ path, kind: 'file', bytes: bytes[index] ?? 0 }))], toolVersion: VERSION,
    diagnostics: [...diagnostics, ...(source && !source.ok ? [source.problem] : [])],
    ...(dockerfile && { dockerfilePath: dockerfile.path }), ...(source?.ok && { dockerfile: parseDockerfile(source.value) }), ...(ignoreFile && { ignoreFile }),
  });
}

/** Browsers list files only; patterns may name folders. */
function foldersOf(files: readonly string[]): ContextEntry[] {
  const folders = new Set<string>();
  for (const path of files) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return [...folders].map((path) => ({ path, kind: 'dir', bytes: 0 }));
}
