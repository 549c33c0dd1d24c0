/** Follows a path through symbolic links, component by component, inside one root (as chroot does; path_resolution(7)). */
import type { TreeEntry } from './file-tree';

/** Anything that knows entries by path. */
export interface PathView {
  get(path: string): TreeEntry | undefined;
}

export interface Resolution {
  /** Where the path leads in the end; undefined when it leads nowhere. Empty for the root. */
  readonly path: string | undefined;
  /** Symbolic links on the way, in order. */
  readonly links: readonly string[];
  /** The first path that is not there, when it leads nowhere. */
  readonly missing?: string;
}

/** As Linux has it. */
const MAX_LINKS = 40;

/** Resolves `path` (absolute or from `from`, a real directory). `keepLast` leaves a link in the last place alone. */
export function resolvePath(view: PathView, path: string, from = '', keepLast = false): Resolution {
  const links: string[] = [];
  const todo = path.split('/').reverse();
  let at = path.startsWith('/') ? '' : from;
  while (todo.length > 0) {
    const part = todo.pop()!;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      const slash = at.lastIndexOf('/');
      at = slash < 0 ? '' : at.slice(0, slash);
      continue;
    }
    const next = at === '' ? part : `${at}/${part}`;
    const entry = view.get(next);
    if (entry === undefined) return { path: undefined, links, missing: next };
    if (entry.type === 'symlink' && !(keepLast && todo.every((rest) => rest === '' || rest === '.'))) {
      links.push(next);
      if (links.length > MAX_LINKS) return { path: undefined, links, missing: next };
      const target = entry.link ?? '';
      if (target.startsWith('/')) at = '';
      todo.push(...target.split('/').reverse());
      continue;
    }
    if (entry.type !== 'dir' && todo.some((rest) => rest !== '' && rest !== '.')) return { path: undefined, links, missing: `${next}/` };
    at = next;
  }
  return { path: at, links };
}

/** A path without `.`, `..` and doubled slashes, and without a leading slash. */
export function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
