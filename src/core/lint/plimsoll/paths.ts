/** Paths of an image as rules compare them. */

/** Absolute and without `.`, `..` and doubled slashes; undefined where a variable, a glob or a missing WORKDIR leaves it open. */
export function absolutePath(path: string, workdir: string | undefined): string | undefined {
  const plain = path.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (plain === '' || /[$`*?[\]{}~\\]/.test(plain)) return undefined;
  if (!plain.startsWith('/') && workdir === undefined) return undefined;
  const parts: string[] = [];
  for (const part of (plain.startsWith('/') ? plain : `${workdir ?? ''}/${plain}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Whether `path` is `directory` or below it. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || directory === '/' || path.startsWith(`${directory}/`);
}
