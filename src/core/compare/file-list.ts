/** Lists of files as `tar -t`, `tar -tv`, `find` and `find -ls` print them. */
import { latin1 } from '../bytes/latin1';
import type { FileType, TreeEntry } from './file-tree';
import { normalise } from './resolve';

export interface FileList {
  readonly format: 'names' | 'tar' | 'find';
  readonly entries: readonly TreeEntry[];
}

const LETTERS: Readonly<Record<string, FileType>> = { '-': 'file', d: 'dir', l: 'symlink', c: 'char', b: 'block', p: 'fifo', h: 'file' };
/** `-rw-r--r-- root/root 1234 2024-01-01 12:00 name`; devices have `major,minor` for the size. */
const TAR_LINE = /^([-dlcbph])([-rwxsStT]{9})[.+@]?\s+(\S+)\/(\S+)\s+(\d+(?:,\d+)?)\s+\d{4}-\d\d-\d\d\s+\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s(.*)$/;
/** `131 4 -rw-r--r-- 1 root root 1234 Jan  1 12:00 name`. */
const FIND_LINE = /^\s*(\d+)\s+\d+\s+([-dlcbps])([-rwxsStT]{9})[.+@]?\s+\d+\s+(\S+)\s+(\S+)\s+(\d+(?:,\s*\d+)?)\s+\w{3}\s+\d+\s+[\d:]+\s(.*)$/;

/** The format is told by the first lines; parents that no line names are added as directories. */
export function readFileList(content: Uint8Array): FileList {
  const lines = latin1(content).split(content.includes(0) ? '\0' : /\r?\n/).filter((line) => line !== '');
  const sample = lines.slice(0, 20);
  const format = sample.some((line) => TAR_LINE.test(line)) ? 'tar' : sample.some((line) => FIND_LINE.test(line)) ? 'find' : 'names';
  const byPath = new Map<string, TreeEntry>();
  for (const line of lines) {
    const entry = format === 'names' ? nameLine(line) : format === 'tar' ? tarLine(line) : findLine(line);
    if (entry !== undefined && entry.path !== '') byPath.set(entry.path, entry);
  }
  for (const path of [...byPath.keys()]) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const parent = path.slice(0, slash);
      // Plain names do not tell directories apart: what holds something is one.
      if (byPath.get(parent)?.type === 'dir') break;
      byPath.set(parent, listEntry(parent, 'dir'));
    }
  }
  return { format, entries: [...byPath.values()] };
}

/** An entry of which nothing but path and type is known. */
export function listEntry(path: string, type: FileType, more: Partial<TreeEntry> = {}): TreeEntry {
  return {
    path, type, size: undefined, mode: undefined, uid: undefined, gid: undefined, mtime: undefined, link: undefined, hash: undefined,
    inode: -1, xattrs: undefined, device: undefined, layer: -1, row: -1, ...more,
  };
}

function nameLine(line: string): TreeEntry {
  return listEntry(normalise(line), line.endsWith('/') ? 'dir' : 'file');
}

function tarLine(line: string): TreeEntry | undefined {
  const match = TAR_LINE.exec(line);
  if (!match) return undefined;
  const [, letter = '-', bits = '', owner = '', group = '', size = '0', rest = ''] = match;
  return attributed(letter, bits, owner, group, size, rest.replace(/ link to .*$/, ''));
}

function findLine(line: string): TreeEntry | undefined {
  const match = FIND_LINE.exec(line);
  if (!match) return undefined;
  const [, inode = '', letter = '-', bits = '', owner = '', group = '', size = '0', rest = ''] = match;
  const entry = attributed(letter, bits, owner, group, size, rest);
  return { ...entry, inode: Number(inode) };
}

function attributed(letter: string, bits: string, owner: string, group: string, size: string, rest: string): TreeEntry {
  const type = LETTERS[letter] ?? 'file';
  const [name = '', link] = type === 'symlink' ? rest.split(' -> ') : [rest];
  const id = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : text === 'root' ? 0 : undefined);
  return listEntry(normalise(name), type, {
    size: type === 'file' ? (letter === 'h' ? undefined : Number(size)) : 0, mode: type === 'symlink' ? undefined : modeOf(bits), uid: id(owner), gid: id(group), link,
  });
}

/** `rwsr-xr-T` as a number. */
function modeOf(bits: string): number {
  let mode = 0;
  for (let at = 0; at < 9; at += 1) {
    const letter = bits[at]!;
    if (letter !== '-' && letter !== 'S' && letter !== 'T') mode |= 1 << (8 - at);
    if (/[sStT]/.test(letter)) mode |= at === 2 ? 0o4000 : at === 5 ? 0o2000 : 0o1000;
  }
  return mode;
}
