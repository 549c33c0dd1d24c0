/** A root file system as our own reader sees it, as rows to compare. */
import { escapePath } from '../../src/core/bytes/text';
import type { AnalysedImage } from '../../src/core/image/analyse';
import { entriesAt } from '../../src/core/image/root-fs';
import { run as tree } from '../headless/commands/tree';

/** What `tree --sha256` prints: type, size, mode, owner, link and content of every path. */
export async function contentRows(path: string, image: number): Promise<string[]> {
  const result = await tree([path, '--sha256', '--image', String(image)]);
  if (result.kind !== 'ndjson') throw new Error(`${path} cannot be listed`);
  const found: string[] = [];
  for await (const row of result.rows) found.push(JSON.stringify(row));
  return found;
}

/** What `tree` does not print: time, extended attributes, device, holes, and the first name of the inode but for the names in `apart`. */
export function ownRows({ fs }: AnalysedImage, apart: ReadonlySet<string>): string[] {
  const firstName = new Map<number, string>();
  return Array.from(entriesAt(fs), ({ path, inode, mtime, rare }) => {
    const name = escapePath(path);
    const alone = apart.has(Buffer.from(path).toString('latin1'));
    if (!firstName.has(inode)) firstName.set(inode, name);
    const { xattrs, deviceMajor, deviceMinor, sparse } = rare ?? {};
    const sorted = Object.entries(xattrs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([name, mtime, sorted, deviceMajor ?? 0, deviceMinor ?? 0, sparse ?? [], alone ? '' : firstName.get(inode)]);
  });
}

export function firstDifference(before: readonly string[], after: readonly string[]): string | undefined {
  const old = new Set(before);
  const fresh = new Set(after);
  const gone = before.filter((row) => !fresh.has(row));
  const come = after.filter((row) => !old.has(row));
  return gone.length + come.length === 0 ? undefined : `${gone.length} rows gone, ${come.length} new: ${gone[0] ?? ''} -> ${come[0] ?? ''}`;
}

export function same(a: readonly string[], b: readonly string[]): boolean {
  return firstDifference(a, b) === undefined;
}
