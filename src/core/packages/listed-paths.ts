/** The nodes that a package's list of files names, symlinked directories on the way followed. */
import { latin1, latin1Bytes } from '../bytes/latin1';
import { encodeUtf8 } from '../bytes/text';
import { EntryType } from '../image/layer-table';
import { versionAt, type RootFs } from '../image/root-fs';

/** Linux's MAXSYMLINKS: more links on one path are a loop. */
const MAX_LINKS = 40;
/** Linux's NAME_MAX: all but hostile names fit. */
const NAME_MAX = 255;

/**
 * Answers the node of a path at layer `layer`, or -1: the path as written where that is visible, else with symlinked directories
 * followed (Debian's merged /usr lists files under /bin and /lib). The last segment is never followed.
 *
 * Lists name the files of a directory one after the other, so the directory found last is remembered, and no other: to remember all
 * would hold every list's text.
 */
export function listedPaths(fs: RootFs, layer: number): (path: string) => number {
  const name = new Uint8Array(NAME_MAX);
  let folder: string | undefined;
  let direct = -1;
  let followed: number | undefined;
  const visible = (node: number): boolean => node >= 0 && versionAt(fs, node, layer) >= 0;
  return (path) => {
    const cut = path.lastIndexOf('/');
    const last = path.slice(cut + 1);
    if (last === '' || last === '.' || last === '..') {
      const node = fs.paths.findPath(encodeUtf8(path));
      return visible(node) ? node : follow(fs, path, layer, false);
    }
    const above = path.slice(0, Math.max(cut, 0));
    if (above !== folder) {
      folder = above;
      direct = fs.paths.findPath(encodeUtf8(above));
      followed = undefined;
    }
    const ascii = writeAscii(last, name);
    const bytes = ascii ? name : encodeUtf8(last);
    const length = ascii ? last.length : bytes.length;
    const node = direct < 0 ? -1 : fs.paths.find(direct, bytes, 0, length);
    if (visible(node)) return node;
    followed ??= follow(fs, above, layer, true);
    return followed < 0 ? -1 : fs.paths.find(followed, bytes, 0, length);
  };
}

/** Whether the text is plain ASCII and fits, and then lies at the beginning of `into`. */
function writeAscii(text: string, into: Uint8Array): boolean {
  if (text.length > into.length) return false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) return false;
    into[at] = code;
  }
  return true;
}

/** The node of a path with its symlinks followed, the one that it ends in only where `lastToo` says so; -1 where there is none. */
function follow(fs: RootFs, path: string, layer: number, lastToo: boolean): number {
  let node = 0;
  let links = 0;
  const parts = latin1(encodeUtf8(path)).split('/').filter((part) => part !== '');
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
