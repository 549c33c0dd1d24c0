/** The files of a build context as a walk of the folder gives them, before any ignore rule. */

export interface ContextEntry {
  /** Relative to the context, forward slashes, no leading slash, no trailing slash. */
  readonly path: string;
  readonly kind: 'file' | 'dir' | 'symlink' | 'other';
  /** Bytes of a regular file; 0 for the rest. */
  readonly bytes: number;
}

/** Order in which a walk meets paths: by name within a folder, a folder before what is in it. */
export function inWalkOrder(entries: readonly ContextEntry[]): ContextEntry[] {
  // A slash sorts before every other character, so that `a/b` comes before `a.txt`.
  const key = (path: string): string => path.replaceAll('/', '\0');
  return entries.map((entry) => ({ entry, key: key(entry.path) })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ entry }) => entry);
}

/** `path` and the folders above it, the top one first: `a`, `a/b`, `a/b/c`. */
export function withParents(path: string): string[] {
  const result: string[] = [];
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) result.push(path.slice(0, end));
  result.push(path);
  return result;
}
