/** What an ELF file says it needs: interpreter, libraries, search paths, and names that its data holds (System V gABI, ch. 4 and 5). */
import { latin1 } from '../../bytes/latin1';
import type { NameInterest } from './interest';
import { WORDS } from './names';

export interface ElfFacts {
  /** 32 or 64 bit with the machine's number: libraries of another pair cannot be loaded. */
  readonly abi: string;
  readonly interpreter?: string;
  readonly needed: readonly string[];
  readonly soname?: string;
  readonly rpath: readonly string[];
  readonly runpath: readonly string[];
  /** Libraries that the file announces to open by itself (https://uapi-group.org/specifications/specs/elf_dlopen_metadata/). */
  readonly dlopen: readonly string[];
  /** Names of shared libraries in its data. */
  readonly libraries: readonly string[];
  /** Absolute paths in its data. */
  readonly paths: readonly string[];
  /** Names of Python modules in its data; only asked of extension modules. */
  readonly words: readonly string[];
  /** Names of programs in its data, where it can start any. */
  readonly programs: readonly string[];
}

const PT = { load: 1, dynamic: 2, interpreter: 3, note: 4 } as const;
const DT = { needed: 1, strtab: 5, soname: 14, rpath: 15, runpath: 29 } as const;
const DLOPEN_NOTE = 0x407c0c0a;
const MAX_HEADERS = 4096;
const MAX_DYNAMIC = 65_536;

export function isElf(bytes: Uint8Array): boolean {
  return bytes.length >= 52 && bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

/**
 * Reads a file that begins as ELF does; undefined when its headers make no sense. The bytes may be cut: what lies beyond is not told.
 * `extension`: the file is a module of Python. Dynamic section and string table may lie anywhere (patchelf moves them behind one another).
 */
export function readElf(bytes: Uint8Array, interest?: NameInterest, extension = false): ElfFacts | undefined {
  if (!isElf(bytes)) return undefined;
  const wide = bytes[4] === 2;
  const little = bytes[5] !== 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const half = (at: number): number => (at + 2 <= bytes.length ? view.getUint16(at, little) : 0);
  const word = (at: number): number => (at + 4 <= bytes.length ? view.getUint32(at, little) : 0);
  const long = (at: number): number => (wide ? (little ? word(at) + word(at + 4) * 0x1_0000_0000 : word(at + 4) + word(at) * 0x1_0000_0000) : word(at));
  const headers = long(wide ? 32 : 28);
  const step = half(wide ? 54 : 42);
  const count = Math.min(half(wide ? 56 : 44), MAX_HEADERS);
  if (step < (wide ? 56 : 32) && count > 0) return undefined;

  const loads: { readonly address: number; readonly offset: number; readonly size: number }[] = [];
  const dlopen: string[] = [];
  let dynamic: { readonly offset: number; readonly size: number } | undefined;
  let interpreter: string | undefined;
  for (let index = 0; index < count; index += 1) {
    const at = headers + index * step;
    const type = word(at);
    const offset = long(at + (wide ? 8 : 4));
    const address = long(at + (wide ? 16 : 8));
    const size = long(at + (wide ? 32 : 16));
    if (type === PT.load) loads.push({ address, offset, size });
    else if (type === PT.dynamic) dynamic = { offset, size };
    else if (type === PT.interpreter) interpreter = textAt(bytes, offset, Math.min(size, 4096));
    else if (type === PT.note) dlopen.push(...dlopenNotes(bytes, offset, Math.min(size, 1 << 20), word));
  }
  const tags: (readonly [tag: number, value: number])[] = [];
  if (dynamic !== undefined) {
    const entry = wide ? 16 : 8;
    for (let at = dynamic.offset, read = 0; at + entry <= Math.min(dynamic.offset + dynamic.size, bytes.length) && read < MAX_DYNAMIC; at += entry, read += 1) {
      const tag = long(at);
      if (tag === 0) break;
      tags.push([tag, long(at + entry / 2)]);
    }
  }
  const table = tags.find(([tag]) => tag === DT.strtab)?.[1];
  const segment = loads.find(({ address, size }) => table !== undefined && table >= address && table < address + size);
  const strings = table === undefined || segment === undefined ? -1 : table - segment.address + segment.offset;
  const texts = (wanted: number): string[] => (strings < 0 ? [] : tags.filter(([tag]) => tag === wanted).map(([, value]) => textAt(bytes, strings + value, 4096)).filter((text) => text !== ''));
  const paths = (wanted: number): string[] => texts(wanted).flatMap((text) => text.split(':')).filter((text) => text !== '');
  const soname = texts(DT.soname)[0];
  return {
    abi: `${wide ? 64 : 32} ${half(18)}`,
    ...(interpreter === undefined || interpreter === '' ? {} : { interpreter }),
    needed: texts(DT.needed), ...(soname === undefined ? {} : { soname }),
    rpath: paths(DT.rpath), runpath: paths(DT.runpath), dlopen,
    ...(interest === undefined ? { libraries: [], paths: [], words: [], programs: [] } : readStrings(bytes, interest, extension)),
  };
}

function textAt(bytes: Uint8Array, offset: number, limit: number): string {
  if (offset < 0 || offset >= bytes.length) return '';
  let end = offset;
  const last = Math.min(offset + limit, bytes.length);
  while (end < last && bytes[end] !== 0) end += 1;
  return latin1(bytes.subarray(offset, end));
}

/** Notes named `FDO` of the type for dlopen: a JSON list whose items name libraries. */
function dlopenNotes(bytes: Uint8Array, offset: number, size: number, word: (at: number) => number): string[] {
  const found: string[] = [];
  const end = Math.min(offset + size, bytes.length);
  for (let at = offset; at + 12 <= end; ) {
    const nameSize = word(at);
    const dataSize = word(at + 4);
    const data = at + 12 + Math.ceil(nameSize / 4) * 4;
    if (data + dataSize > end) break;
    if (word(at + 8) === DLOPEN_NOTE) {
      for (const match of textAt(bytes, data, dataSize).matchAll(/"([^"]+\.so[^"]*)"/g)) found.push(match[1]!);
    }
    at = data + Math.ceil(dataSize / 4) * 4;
  }
  return found;
}

/** Functions by which a program starts others; their names stand in its table of symbols. */
const STARTERS = new Set(['execl', 'execlp', 'execle', 'execv', 'execve', 'execvp', 'execvpe', 'popen', 'system', 'posix_spawn', 'posix_spawnp']);
/** What begins an argument behind a program's name: an option, a place to be filled in, a path, a redirection, a quote. */
const ARGUMENT: ReadonlySet<number> = new Set(Array.from('-%/<>|$"\'', (char) => char.charCodeAt(0)));
const OPTION = 0x2d;
/** Who holds more names of programs has a list of words, or brings them itself (busybox). */
const MAX_PROGRAMS = 40;

const SLASH = 0x2f;
/** Folders of the root whose files programs name, three letters each as one number. */
const TOP: ReadonlySet<number> = new Set(['etc', 'usr', 'var', 'opt'].map((name) => (name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2)));
const NO_PATH = /[^\w@+.~/-]/;
const MAX_PATH = 160;
/** Beginnings that are looked at in one file: each costs as many questions as it has characters, and a file may be made of nothing else. */
const MAX_BEGINNINGS = 4096;

/** Go and Rust keep the length of a text beside it and all texts in a row: the longest beginning that somebody is interested in is the path. */
function unterminated(bytes: Uint8Array, from: number, end: number, interest: NameInterest, paths: Set<string>): void {
  const text = latin1(bytes.subarray(from, Math.min(end, from + MAX_PATH))).split(NO_PATH, 1)[0]!;
  for (let length = text.length; length > 5; length -= 1) {
    const name = text.slice(0, length);
    if (!interest.path(name)) continue;
    paths.add(name);
    return;
  }
}

/** Runs of printable characters (3 to 1024 of them) that the caller is interested in. */
function readStrings(bytes: Uint8Array, interest: NameInterest, extension: boolean): Pick<ElfFacts, 'libraries' | 'paths' | 'words' | 'programs'> {
  const libraries = new Set<string>();
  const paths = new Set<string>();
  const words = new Set<string>();
  const programs = new Set<string>();
  let starts = false;
  let inside: number[] = [];
  let beginnings = 0;
  let start = -1;
  for (let at = 0; at <= bytes.length; at += 1) {
    const byte = at < bytes.length ? bytes[at]! : 0;
    if (byte > 0x20 && byte < 0x7f) {
      if (start < 0) start = at;
      if (byte === SLASH && bytes[at + 4] === SLASH && beginnings < MAX_BEGINNINGS && TOP.has((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!)) {
        inside.push(at);
        beginnings += 1;
      }
      continue;
    }
    const length = at - start;
    if (inside.length > 0) {
      if (byte !== 0 || length > 1024) for (const from of inside) unterminated(bytes, from, at, interest, paths);
      inside = [];
    }
    if (start >= 0 && byte === 0x20 && (start === 0 || bytes[start - 1] === 0) && length >= 2 && length <= 80 && ARGUMENT.has(bytes[at + 1] ?? 0)) {
      // A text with a program's name and arguments is handed to a shell (`gzip -dc %s`).
      const text = latin1(bytes.subarray(start, at));
      if (bytes[start] === 0x2f) {
        if (interest.path(text)) paths.add(text);
      } else if (!extension && interest.program(text) && (bytes[at + 1] === OPTION || !WORDS.has(text))) programs.add(text);
    }
    if (start >= 0 && byte === 0 && length >= 3 && length <= 1024) {
      const first = bytes[start]!;
      if (first === 0x2f) {
        const text = latin1(bytes.subarray(start, at));
        // `/usr/share/own/%s.dat` names the folder.
        const name = /[%$*]/.test(text) ? text.replace(/\/[^/]*[%$*].*$/, '') : text;
        if (interest.path(name)) paths.add(name);
      } else if ((first | 0x20) >= 0x61 && (first | 0x20) <= 0x7a || first === 0x5f) {
        const text = latin1(bytes.subarray(start, at));
        if (text.includes('.so')) {
          if (interest.library(text)) libraries.add(text);
        } else if (length <= 80) {
          if (STARTERS.has(text)) starts = true;
          else if (extension ? interest.module(text) : interest.program(text) && !WORDS.has(text)) (extension ? words : programs).add(text);
        }
      }
    }
    start = -1;
  }
  return { libraries: [...libraries], paths: [...paths], words: [...words], programs: starts && programs.size <= MAX_PROGRAMS ? [...programs] : [] };
}
