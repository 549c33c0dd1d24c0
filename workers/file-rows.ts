/** The root file system as rows for exports and rules: paths escaped, types by name, as the `tree` listing has them. */
import type { BudgetFile } from '../src/core/budget/evaluate';
import { escapePath } from '../src/core/bytes/text';
import type { FileRow } from '../src/core/export/csv';
import { EntryType } from '../src/core/image/layer-table';
import { entriesAt, type RootFs } from '../src/core/image/root-fs';

const TYPE_NAMES = Object.keys(EntryType);

/** A hard link is a file, here as in every listing of ours. */
const typeName = (type: number): string => (type === EntryType.hardlink ? 'file' : (TYPE_NAMES[type] ?? 'file'));

export function* fileRows(fs: RootFs): Generator<FileRow> {
  for (const { path, type, size, mode, uid, gid, link } of entriesAt(fs)) {
    yield { path: escapePath(path), type: typeName(type), size, mode, uid, gid, ...(link !== undefined && { link: escapePath(link) }) };
  }
}

export function* budgetFiles(fs: RootFs): Generator<BudgetFile> {
  for (const { path, type, mode } of entriesAt(fs)) yield { path: escapePath(path), type: typeName(type), mode };
}
