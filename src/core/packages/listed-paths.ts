/** The nodes that a package's list of files names, symlinked directories on the way followed. */
import { latin1, latin1Bytes } from '../bytes/latin1';
import { EntryType } from '../image/layer-table';
import { versionAt, type RootFs } from '../image/root-fs';

/** Linux's MAXSYMLINKS: more links on one path are a loop. */
const MAX_LINKS = 40;
/** Linux's PATH_MAX: a directory of a longer path is looked up anew for each of its files. */
const PATH_MAX = 4096;
const SLASH = 0x2f;
const DOT = 0x2e;

/**
 * Answers the node of the path `bytes[from..to)` at layer `layer`, or -1: the path as written where that is visible, else with symlinked
 * directories followed (Debian's merged /usr lists files under /bin and /lib). The last segment is never followed.
 *
 * Lists name the files of a directory one after the other, so the directory found last is remembered, and no other. Paths stay bytes:
 * as text the lists of a large image are 200 MB of garbage.
 */
export function listedPaths(fs: RootFs, layer: number): (bytes: Uint8Array, from?: number, to?: number) => number {
  const folder = new Uint8Array(PATH_MAX);
  let folderLength = -1;
  let direct = -1;
  let followed: number | undefined;
  const visible = (node: number): boolean => node >= 0 && versionAt(fs, node, layer) >= 0;
  const enter = (bytes: Uint8Array, from: number, to: number): void => {
    if (to - from === folderLength && areEqual(bytes, from, to, folder)) return;
    folderLength = to - from <= PATH_MAX ? to - from : -1;
    if (folderLength > 0) folder.set(bytes.subarray(from, to));
    direct = fs.paths.findPath(bytes.subarray(from, to));
    followed = undefined;
  };
  return (bytes, from = 0, to = bytes.length) => {
    let last = to;
    while (last > from && bytes[last - 1] !== SLASH) last -= 1;
    if (isDots(bytes, last, to)) {
      const path = bytes.subarray(from, to);
      const node = fs.paths.findPath(path);
      return visible(node) ? node : follow(fs, path, layer, false);
    }
    const above = Math.max(from, last - 1);
    enter(bytes, from, above);
    const node = direct < 0 ? -1 : fs.paths.find(direct, bytes, last, to);
    if (visible(node)) return node;
    followed ??= follow(fs, bytes.subarray(from, above), layer, true);
    return followed < 0 ? -1 : fs.paths.find(followed, bytes, last, to);
  };
}

function areEqual(bytes: Uint8Array, from: number, to: number, other: Uint8Array): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] !== other[at - from]) return false;
  return true;
}

/** Whether a segment is empty, `.` or `..`. */
function isDots(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from <= 2 && (from === to || bytes[from] === DOT) && (to - from < 2 || bytes[from + 1] === DOT);
}

/** The node of a path with its symlinks followed, the one that it ends in only where `lastToo` says so; -1 where there is none. */
function follow(fs: RootFs, path: Uint8Array, layer: number, lastToo: boolean): number {
  let node = 0;
  let links = 0;
  const parts = latin1(path).split('/').filter((part) => part !== '');
  for (let at = 0; at < parts.length; at += 1) {
    const name = latin1Bytes(parts[at]!);
    const next = parts[at] === '..' ? Math.max(fs.paths.parentOf(node), 0) : parts[at] === '.' ? node : fs.paths.find(node, name, 0, name.length);
    if (next < 0) return -1;
    const version = versionAt(fs, next, layer);
    const inner = lastToo || at < parts.length - 1;
    if (inner && version >= 0 && fs.type[version] === EntryType.symlink && (links += 1) < MAX_LINKS) {
      const table = fs.tables[fs.born[version]!]!;
      const row = fs.row[version]!;
      const target = latin1(table.links.subarray(table.linkStart[row], table.linkStart[row + 1]));
      parts.splice(0, at + 1, ...target.split('/').filter((part) => part !== ''));
      if (target.startsWith('/')) node = 0;
      at = -1;
    } else node = next;
  }
  return node;
}
