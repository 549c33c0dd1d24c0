/** Python distributions: `NAME-VERSION.dist-info/RECORD` (PEP 376, PEP 627) and `.egg-info/installed-files.txt`. */
import { packageRecord, type ReadPackage } from './package';

/** `path` is that of the RECORD (or installed-files.txt); entries are relative to the folder that holds the metadata folder. */
export function readPythonRecord(path: string, text: string): ReadPackage | undefined {
  const match = /^(?:(.*)\/)?([^/]+?)-([^/-]+)(?:-py[\d.]+)?\.(dist-info|egg-info)\/[^/]+$/.exec(path);
  if (!match) return undefined;
  const [, site = '', name = '', version = '', form] = match;
  const base = form === 'dist-info' ? site : path.slice(0, path.lastIndexOf('/'));
  const files = text.split('\n').flatMap((line) => {
    const file = form === 'dist-info' ? firstField(line.trim()) : line.trim();
    return file === '' ? [] : joined(base, file);
  });
  return { record: packageRecord('pip', name.replaceAll('_', '-'), version), files, folders: [] };
}

/** First field of a CSV line; quotes doubled inside quotes. */
function firstField(line: string): string {
  if (!line.startsWith('"')) return line.split(',', 1)[0] ?? '';
  const end = /^"((?:[^"]|"")*)"/.exec(line);
  return end?.[1]?.replaceAll('""', '"') ?? '';
}

/** A path of RECORD against its base, `..` resolved, never above the root. */
function joined(base: string, path: string): string {
  if (path.startsWith('/')) return path.slice(1);
  const parts = base === '' ? [] : base.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
