/** Writes small layers down as tables of entries, the way a scan of their tar would give them. */
import { decodeUtf8, encodeUtf8 } from '../../../src/core/bytes/text';
import { EntryFlag, EntryType, type ScannedTable } from '../../../src/core/image/layer-table';
import { LayerTableBuilder } from '../../../src/core/image/layer-table-builder';
import { mergeLayers } from '../../../src/core/image/merge';
import { indexPaths } from '../../../src/core/image/index-paths';
import { entriesAt, type RootFs } from '../../../src/core/image/root-fs';
import type { Diagnostic } from '../../../src/core/problem';

/** One entry: a directory is `dir('a')`, a file `file('a/b', 'content')`, and so on. */
export interface Entry {
  readonly path: string;
  readonly type: keyof typeof EntryType;
  readonly content?: string;
  readonly size?: number;
  readonly link?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly xattrs?: Readonly<Record<string, string>>;
  readonly device?: readonly [major: number, minor: number];
  readonly outside?: boolean;
  readonly unhashed?: boolean;
}

type Extra = Partial<Omit<Entry, 'path' | 'type'>>;

export const file = (path: string, content = '', extra: Extra = {}): Entry => ({ path, type: 'file', content, mode: 0o644, ...extra });
export const dir = (path: string, extra: Extra = {}): Entry => ({ path, type: 'dir', mode: 0o755, ...extra });
export const symlink = (path: string, link: string): Entry => ({ path, type: 'symlink', link, mode: 0o777 });
export const hardlink = (path: string, link: string): Entry => ({ path, type: 'hardlink', link, mode: 0o644 });
export const whiteout = (path: string): Entry => file(path.replace(/([^/]*)$/, '.wh.$1'));
export const opaque = (path: string): Entry => file(path === '' ? '.wh..wh..opq' : `${path}/.wh..wh..opq`);

/** A table of the entries in the given order; each costs 512 bytes of header and its padded content in the stored blob. */
export function layer(...entries: readonly Entry[]): ScannedTable {
  const builder = new LayerTableBuilder();
  let at = 0;
  for (const entry of entries) {
    const size = entry.type === 'file' ? (entry.size ?? entry.content?.length ?? 0) : 0;
    const name = entry.path.split('/').at(-1)!;
    let flags = 0;
    if (name.startsWith('.wh.')) flags |= EntryFlag.whiteout;
    if (name === '.wh..wh..opq') flags |= EntryFlag.opaque;
    else if (name.startsWith('.wh..wh.')) flags |= EntryFlag.special;
    if (entry.outside === true) flags |= EntryFlag.outside | EntryFlag.special;
    if (entry.type === 'file' && entry.unhashed !== true) flags |= EntryFlag.hashed;
    const row = builder.addRow({
      path: encodeUtf8(entry.path), type: EntryType[entry.type], flags, size, storedAt: at, dataOffset: at + 512,
      ...(entry.link === undefined ? {} : { link: encodeUtf8(entry.link) }),
      ...(entry.mode === undefined ? {} : { mode: entry.mode }),
      ...(entry.uid === undefined ? {} : { uid: entry.uid }),
      ...(entry.gid === undefined ? {} : { gid: entry.gid }),
      ...(entry.mtime === undefined ? {} : { mtime: entry.mtime }),
    });
    if (entry.type === 'file' && entry.unhashed !== true) builder.setHash(row, fingerprint(entry.content ?? '', 17), fingerprint(entry.content ?? '', 71));
    if (entry.xattrs !== undefined || entry.device !== undefined) {
      builder.addRare({
        row,
        ...(entry.xattrs === undefined ? {} : { xattrs: entry.xattrs }),
        ...(entry.device === undefined ? {} : { deviceMajor: entry.device[0], deviceMinor: entry.device[1] }),
      });
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return builder.finish(at);
}

/** Any function of the content will do where xxh64 is only compared. */
function fingerprint(content: string, factor: number): number {
  let hash = content.length;
  for (const char of content) hash = (Math.imul(hash, factor) + char.codePointAt(0)!) | 0;
  return hash >>> 0;
}

export function merged(...tables: readonly (ScannedTable | undefined)[]): { readonly fs: RootFs; readonly diagnostics: readonly Diagnostic[] } {
  return mergeLayers(indexPaths(tables));
}

/** Paths of the root file system as a person writes them: directories end in `/`, links show their target. */
export function pathsOf(fs: RootFs, layerIndex?: number): string[] {
  return [...entriesAt(fs, layerIndex)].map((entry) => {
    const path = decodeUtf8(entry.path);
    if (entry.type === EntryType.dir) return `${path}/`;
    return entry.link === undefined ? path : `${path} -> ${decodeUtf8(entry.link)}`;
  });
}

/** Kinds of diagnostics, sorted. */
export function kindsOf(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ kind }) => kind).sort();
}
