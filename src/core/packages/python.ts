/** Python distributions: `NAME-VERSION.dist-info/RECORD` (PEP 376, PEP 627), `.egg-info/installed-files.txt`, and those that have neither. */
import { linesOf } from './lines';
import { packageRecord, type ReadPackage } from './package';

/**
 * `path` is that of the RECORD (or installed-files.txt); entries are relative to the folder that holds the metadata folder. `metadata` is the
 * file METADATA beside it, which names what the package needs.
 */
export function readPythonRecord(path: string, text: string, metadata = ''): ReadPackage | undefined {
  const match = /^(?:(.*)\/)?([^/]+?)-([^/-]+)(?:-py[\d.]+)?\.(dist-info|egg-info)\/[^/]+$/.exec(path);
  if (!match) return undefined;
  const [, site = '', name = '', version = '', form] = match;
  const base = form === 'dist-info' ? site : path.slice(0, path.lastIndexOf('/'));
  function* files(): Generator<string> {
    for (const line of linesOf(text)) {
      const file = form === 'dist-info' ? firstField(line.trim()) : line.trim();
      if (file !== '') yield joined(base, file);
    }
  }
  return { record: { ...packageRecord('pip', name.replaceAll('_', '-'), version), depends: requirements(metadata) }, files: { [Symbol.iterator]: files }, folders: [] };
}

/**
 * A distribution without a list of its files, as `python setup.py install` and some repackagers leave it: it owns its metadata folder and what
 * `top_level.txt` names beside it. `path` is that of METADATA or PKG-INFO.
 */
export function readUnlistedPython(path: string, metadata: string, topLevel: string): ReadPackage | undefined {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const unlisted = readPythonRecord(path, '', metadata);
  if (unlisted === undefined) return undefined;
  const site = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/') + 1) : '';
  // Of a namespace of several distributions the first has all: no file tells them apart.
  const modules = Array.from(linesOf(topLevel), (line) => line.trim()).filter((name) => /^[\w-]+(?:\/[\w-]+)*$/.test(name));
  return { record: unlisted.record, files: modules.map((name) => `${site}${name}.py`), folders: [folder, ...modules.map((name) => site + name)] };
}

/** `Requires-Dist` of the head (PEP 566), as names that PEP 503 makes equal; those of extras are nobody's need by themselves. */
function requirements(metadata: string): readonly string[] {
  const [head = ''] = metadata.split(/\r?\n\r?\n/, 1);
  return Array.from(head.matchAll(/^Requires-Dist:\s*([\w.-]+)([^\r\n]*)/gm)).flatMap(([, name = '', rest = '']) => (/\bextra\s*==/.test(rest) ? [] : [pythonName(name)]));
}

/** A distribution's name as PEP 503 compares them. */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
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
  if (!/(?:^|\/)(?:\.{0,2})(?:\/|$)/.test(path)) return base === '' ? path : `${base}/${path}`;
  const parts = base === '' ? [] : base.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
