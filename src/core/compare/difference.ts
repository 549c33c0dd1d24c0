/** What lies between two file trees: removed, added, changed and moved paths, by one merge of two sorted lists. */
import type { FileTree, TreeEntry } from './file-tree';
import { entryAt, hardLinksOf, nameOf } from './file-tree';

/** What changed at a path. `time` stands alone where nothing else did; it is listed, but counts as unchanged unless asked for. */
export type Change = 'content' | 'type' | 'mode' | 'owner' | 'xattrs' | 'link' | 'hard-link' | 'device' | 'time';

export interface ChangedEntry {
  readonly before: TreeEntry;
  readonly after: TreeEntry;
  readonly changes: readonly Change[];
}

/** A removed file whose content is found at an added path. */
export interface MovedEntry {
  readonly from: TreeEntry;
  readonly to: TreeEntry;
}

export interface Difference {
  readonly removed: readonly TreeEntry[];
  readonly added: readonly TreeEntry[];
  readonly changed: readonly ChangedEntry[];
  readonly moved: readonly MovedEntry[];
  /** Paths that are equal in everything that both sides tell, times aside. */
  readonly unchanged: number;
  /** Of these, paths whose time differs. */
  readonly timeOnly: number;
}

/** `times` lists paths that differ in nothing but their time as changed. */
export function findDifference(before: FileTree, after: FileTree, options: { readonly times?: boolean } = {}): Difference {
  const removed: TreeEntry[] = [];
  const added: TreeEntry[] = [];
  const changed: ChangedEntry[] = [];
  const split = splitInodes(before, after);
  let unchanged = 0;
  let timeOnly = 0;
  const [left, right] = [before.entries, after.entries];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const a = left[i];
    const b = right[j];
    // Most paths are on both sides, and texts are told to be equal faster than to be in order.
    const same = a !== undefined && b !== undefined && a.path === b.path;
    if (b === undefined || (!same && a !== undefined && a.path < b.path)) {
      removed.push(a!);
      i += 1;
    } else if (a === undefined || !same) {
      added.push(b);
      j += 1;
    } else {
      const changes = changesOf(a, b);
      if (split.has(a.path)) changes.push('hard-link');
      const timed = a.type !== 'dir' && a.mtime !== undefined && b.mtime !== undefined && a.mtime !== b.mtime;
      if (changes.length > 0 || (timed && options.times === true)) changed.push({ before: a, after: b, changes: timed ? [...changes, 'time'] : changes });
      else {
        unchanged += 1;
        if (timed) timeOnly += 1;
      }
      i += 1;
      j += 1;
    }
  }
  return { removed, added, changed, moved: findMoved(removed, added), unchanged, timeOnly };
}

/** What differs apart from times; only what both sides tell is compared. */
export function changesOf(a: TreeEntry, b: TreeEntry): Change[] {
  if (a.type !== b.type) return ['type'];
  const changes: Change[] = [];
  if (a.type === 'file' && !sameContent(a, b)) changes.push('content');
  if (a.link !== undefined && b.link !== undefined && a.link !== b.link) changes.push('link');
  if (a.mode !== undefined && b.mode !== undefined && a.mode !== b.mode) changes.push('mode');
  if ((a.uid !== undefined && b.uid !== undefined && a.uid !== b.uid) || (a.gid !== undefined && b.gid !== undefined && a.gid !== b.gid)) changes.push('owner');
  if (a.xattrs !== undefined && b.xattrs !== undefined && a.xattrs !== b.xattrs) changes.push('xattrs');
  if (a.device !== undefined && b.device !== undefined && a.device !== b.device) changes.push('device');
  return changes;
}

/** Whether nothing speaks against equal content: unequal sizes or hashes do; without hashes, equal sizes are all there is. */
function sameContent(a: TreeEntry, b: TreeEntry): boolean {
  if (a.size !== undefined && b.size !== undefined && a.size !== b.size) return false;
  if (a.size === 0 || a.hash === undefined || b.hash === undefined) return true;
  return a.hash[0] === b.hash[0] && a.hash[1] === b.hash[1];
}

/** Paths that shared an inode before and no longer share it with the same kept paths. */
function splitInodes(before: FileTree, after: FileTree): ReadonlySet<string> {
  const split = new Set<string>();
  for (const group of hardLinksOf(before)) {
    const kept = group.flatMap(({ path }) => entryAt(after, path) ?? []).filter(({ type, inode }) => type === 'file' && inode >= 0);
    if (new Set(kept.map(({ inode }) => inode)).size > 1) for (const { path } of kept) split.add(path);
  }
  return split;
}

/** Pairs removed files with added ones of equal content; an equal base name decides between several. Each added path is used once. */
function findMoved(removed: readonly TreeEntry[], added: readonly TreeEntry[]): MovedEntry[] {
  const targets = new Map<string, TreeEntry[]>();
  for (const entry of added) {
    const key = contentKey(entry);
    if (key === undefined) continue;
    const same = targets.get(key);
    if (same === undefined) targets.set(key, [entry]);
    else same.push(entry);
  }
  if (targets.size === 0) return [];
  const moved: MovedEntry[] = [];
  for (const from of removed) {
    const key = contentKey(from);
    const candidates = key === undefined ? undefined : targets.get(key);
    if (candidates === undefined || candidates.length === 0) continue;
    const name = nameOf(from.path);
    const at = Math.max(candidates.findIndex(({ path }) => nameOf(path) === name), 0);
    moved.push({ from, to: candidates[at]! });
    candidates.splice(at, 1);
  }
  return moved;
}

function contentKey(entry: TreeEntry): string | undefined {
  return entry.type !== 'file' || entry.hash === undefined || entry.size === undefined || entry.size === 0 ? undefined : `${entry.size} ${entry.hash[0]} ${entry.hash[1]}`;
}
