/** The members of an archive (or the files of a folder) by path: links followed, a common folder above them stripped. */
import { decodeUtf8 } from '../bytes/text';
import type { BlobLocation } from '../image/image';
import { EntryFlag, EntryType, linkBytes, pathBytes, type ScannedTable } from '../image/layer-table';
import { parseJson } from './json';

/** A plain member: where its bytes are. */
export interface Member {
  readonly path: string;
  readonly location: BlobLocation;
}

/** What a path leads to before links are followed. */
export type MemberEntry = { readonly location: BlobLocation } | { readonly link: string };

/** The JSON of a member, if there is any. */
export type JsonMember = { readonly value: unknown } | 'absent' | 'invalid';

/** Names that begin an image, at the root of its layout. */
const ROOT_FILES = ['manifest.json', 'index.json', 'repositories', 'oci-layout'];
const MAX_LINKS = 16;

export class Members {
  readonly #entries: ReadonlyMap<string, MemberEntry>;
  readonly #prefix: string;
  readonly #read: (location: BlobLocation) => Promise<Uint8Array | undefined>;

  /** `read` gives the bytes of a small member, or undefined when they cannot be had. */
  constructor(entries: ReadonlyMap<string, MemberEntry>, read: (location: BlobLocation) => Promise<Uint8Array | undefined>) {
    this.#entries = entries;
    this.#prefix = commonFolder(entries);
    this.#read = read;
  }

  get count(): number {
    return this.#entries.size;
  }

  /** Paths relative to the layout's root. */
  *paths(): Iterable<string> {
    for (const path of this.#entries.keys()) if (path.startsWith(this.#prefix)) yield path.slice(this.#prefix.length);
  }

  has(path: string): boolean {
    return this.find(path) !== undefined;
  }

  /** The plain member at a path as a manifest names it, links followed. Undefined also for paths that climb out, and for link loops. */
  find(path: string): Member | undefined {
    let at = resolvePath(this.#prefix, path);
    for (let hops = 0; at !== undefined && hops < MAX_LINKS; hops += 1) {
      const entry = this.#entries.get(at);
      if (entry === undefined) return undefined;
      if ('location' in entry) return { path: at, location: entry.location };
      at = entry.link;
    }
    return undefined;
  }

  /** The JSON of a member: `absent`, `invalid`, or its value. */
  async json(path: string): Promise<JsonMember> {
    const member = this.find(path);
    return member === undefined ? 'absent' : this.jsonOf(member);
  }

  /** The JSON of a member that was found. */
  async jsonOf(member: Member): Promise<{ readonly value: unknown } | 'invalid'> {
    const bytes = await this.#read(member.location);
    if (bytes === undefined) return 'invalid';
    return parseJson(bytes) ?? 'invalid';
  }
}

/** Whether a path that a manifest names leads out of the archive. */
export function climbs(path: string): boolean {
  return resolvePath('', path) === undefined;
}

/** Resolves a path against a folder (empty or ending in a slash); undefined when it climbs above the root. */
export function resolvePath(folder: string, path: string): string | undefined {
  const parts: string[] = path.startsWith('/') ? [] : folder.split('/').filter((part) => part !== '');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** Members of a tar that has been scanned. A path that occurs twice is its last entry, as an unpacker would leave it. */
export function membersOfTable(table: ScannedTable, available: number): Map<string, MemberEntry> {
  const entries = new Map<string, MemberEntry>();
  for (let row = 0; row < table.count; row += 1) {
    const type = table.type[row];
    if ((table.flags[row]! & (EntryFlag.outside | EntryFlag.sparse)) !== 0) continue;
    const path = decodeUtf8(pathBytes(table, row));
    if (type === EntryType.file) {
      const offset = table.dataOffset[row]!;
      const size = Math.min(table.size[row]!, available - offset);
      if (size >= 0) entries.set(path, { location: { member: path, offset, size } });
    } else if (type === EntryType.hardlink) entries.set(path, { link: decodeUtf8(linkBytes(table, row)) });
    else if (type === EntryType.symlink) {
      const target = resolvePath(path.slice(0, path.lastIndexOf('/') + 1), decodeUtf8(linkBytes(table, row)));
      if (target !== undefined) entries.set(path, { link: target });
    }
  }
  return entries;
}

/** The folder that holds all members, if an image layout begins there; ends in a slash, or is empty. */
function commonFolder(entries: ReadonlyMap<string, MemberEntry>): string {
  if (ROOT_FILES.some((name) => entries.has(name))) return '';
  let folder: string | undefined;
  for (const path of entries.keys()) {
    const base = path.lastIndexOf('/') + 1;
    // macOS puts `._NAME` beside each file that its tar packs.
    if (path.startsWith('._', base)) continue;
    folder = folder === undefined ? path.slice(0, base) : shared(folder, path);
    if (folder === '') return '';
  }
  return folder !== undefined && ROOT_FILES.some((name) => entries.has(folder + name)) ? folder : '';
}

/** The longest folder that both are in. */
function shared(folder: string, path: string): string {
  let at = folder;
  while (!path.startsWith(at)) at = at.slice(0, at.lastIndexOf('/', at.length - 2) + 1);
  return at;
}
