/** How two versions of a path differ: what a person would call changed, attribute by attribute. */
import { EntryFlag, EntryType } from './layer-table';
import { rareOf, type RootFs } from './root-fs';

export type Difference = 'type' | 'content' | 'link' | 'mode' | 'owner' | 'mtime' | 'xattrs' | 'device';

/**
 * What differs between versions `a` and `b`, empty for none. A directory's mtime is left out: every layer that adds a file
 * lists the directories above it with a new one.
 */
export function differences(fs: RootFs, a: number, b: number): Difference[] {
  if (fs.type[a] !== fs.type[b]) return ['type'];
  const x = fs.payload[a]!;
  const y = fs.payload[b]!;
  if (x === y) return [];
  const type = fs.type[a];
  const [left, right] = [fs.row[x]! < 0 ? undefined : fs.tables[fs.born[x]!], fs.row[y]! < 0 ? undefined : fs.tables[fs.born[y]!]];
  // An implied directory has no attributes to compare.
  if (left === undefined || right === undefined) return [];
  const [i, j] = [fs.row[x]!, fs.row[y]!];
  const found: Difference[] = [];
  if (type === EntryType.file) {
    const hashed = (left.flags[i]! & right.flags[j]! & EntryFlag.hashed) !== 0;
    const equal = left.size[i] === right.size[j] && (left.size[i] === 0 || (hashed && left.hashLow[i] === right.hashLow[j] && left.hashHigh[i] === right.hashHigh[j]));
    if (!equal) found.push('content');
  }
  if (type === EntryType.symlink && !equalBytes(left.links.subarray(left.linkStart[i], left.linkStart[i + 1]), right.links.subarray(right.linkStart[j], right.linkStart[j + 1]))) found.push('link');
  if (left.mode[i] !== right.mode[j]) found.push('mode');
  if (left.uid[i] !== right.uid[j] || left.gid[i] !== right.gid[j]) found.push('owner');
  if (type !== EntryType.dir && left.mtime[i] !== right.mtime[j]) found.push('mtime');
  const [rareLeft, rareRight] = [rareOf(left, i), rareOf(right, j)];
  if (xattrText(rareLeft?.xattrs) !== xattrText(rareRight?.xattrs)) found.push('xattrs');
  if ((rareLeft?.deviceMajor ?? 0) !== (rareRight?.deviceMajor ?? 0) || (rareLeft?.deviceMinor ?? 0) !== (rareRight?.deviceMinor ?? 0)) found.push('device');
  return found;
}

/** Extended attributes as one comparable text. */
export function xattrText(xattrs: Readonly<Record<string, string>> | undefined): string {
  return xattrs === undefined ? '[]' : JSON.stringify(Object.entries(xattrs).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
