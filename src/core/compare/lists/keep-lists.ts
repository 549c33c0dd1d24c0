/** The three lists that mint reads, each with a readable twin, the command line that uses them, and probes for the doubtful parts. */
import { latin1Bytes } from '../../bytes/latin1';
import { decodeUtf8, isUtf8 } from '../../bytes/text';
import { isIgnored } from '../case';
import type { Comparison } from '../compare-images';
import type { ConcernRow } from '../concerns';
import { parentOf, type FileTree, type TreeEntry } from '../file-tree';
import { resolvePath } from '../resolve';
import { suggestProbes, type Probes } from './probes';

/** File contents by name, ready to be saved. */
export interface KeepLists {
  readonly includePaths: string;
  readonly preservePaths: string;
  readonly pathPerms: string;
  /** The same three with reasons, as comments. mint reads no comments: these are for people. */
  readonly includePathsExplained: string;
  readonly preservePathsExplained: string;
  readonly pathPermsExplained: string;
  readonly probes: Probes;
  /** A shell line that slims anew with the lists. */
  readonly command: string;
  /** Paths that mint's format cannot say, with what stands for them instead. */
  readonly notes: readonly string[];
}

/** `ticked` chooses rows. Paths begin with a slash, as mint wants them. */
export function keepLists(comparison: Comparison, ticked: (row: ConcernRow) => boolean): KeepLists {
  const notes: string[] = [];
  const include = new Map<string, string>();
  let filled: ReadonlySet<string> | undefined;
  for (const row of comparison.concerns) {
    if (row.drift || !ticked(row)) continue;
    for (const { path, evidence } of row.files) {
      const entry = comparison.before.tree.byPath.get(path);
      // mint copies a folder with all that is in it: only empty ones are named.
      if (entry?.type === 'dir' && (filled ??= filledFolders(comparison.before.tree)).has(path)) continue;
      const line = listLine(path, comparison.before.tree, notes);
      if (line !== undefined && !include.has(line)) include.set(line, `${row.code} ${row.title}: ${evidence}`);
    }
  }
  const preserve = new Map<string, string>();
  const perms = new Map<string, string>();
  for (const { before, after, changes } of comparison.difference.changed) {
    if (isIgnored(before.path)) continue;
    if (changes.includes('content') || changes.includes('type') || changes.includes('link')) {
      const line = listLine(before.path, comparison.before.tree, notes);
      if (line !== undefined) preserve.set(line, `${before.size ?? '?'} bytes before, ${after.size ?? '?'} after`);
    }
    if (changes.includes('mode') || changes.includes('owner')) {
      const line = permsLine(before, changes.includes('owner'), notes);
      if (line !== undefined) perms.set(line, `mode ${octal(before.mode)} became ${octal(after.mode)}; owner ${owner(before)} became ${owner(after)}`);
    }
  }
  const probes = suggestProbes(comparison, ticked);
  return {
    includePaths: lines([...include.keys()]), preservePaths: lines([...preserve.keys()]), pathPerms: lines([...perms.keys()]),
    includePathsExplained: explained('Removed files to keep.', include), preservePathsExplained: explained('Files of which the content changed.', preserve),
    pathPermsExplained: explained('Modes and owners that changed.', perms),
    probes, command: commandLine(comparison, include.size > 0, preserve.size > 0, perms.size > 0, probes), notes: [...new Set(notes)],
  };
}

function filledFolders({ entries }: FileTree): ReadonlySet<string> {
  const filled = new Set<string>();
  let last: string | undefined;
  for (const { path } of entries) {
    const parent = parentOf(path);
    if (parent !== last) filled.add(parent);
    last = parent;
  }
  return filled;
}

/**
 * One line of mint's format: trimmed, `path` or `path:octalMode#uid#gid`, split on the last colon. A path that holds a colon needs an
 * explicit mode, or mint takes its tail for one and drops the line without a word. What no line can hold becomes its parent.
 */
export function listLine(path: string, tree: FileTree, notes: string[]): string | undefined {
  const text = spoken(path);
  if (text === undefined) {
    const name = JSON.stringify(decodeUtf8(latin1Bytes(path)));
    const parent = parentOf(path);
    if (parent === '') {
      notes.push(`No line can name ${name}, and it lies in the root: it is left out.`);
      return undefined;
    }
    notes.push(`No line can name ${name}: its folder stands for it.`);
    return listLine(parent, tree, notes);
  }
  if (!text.includes(':')) return `/${text}`;
  // chmod(2) follows a link: the mode is that of what it leads to.
  const entry = tree.byPath.get(path);
  const target = entry?.type === 'symlink' ? tree.byPath.get(resolvePath(tree.byPath, `/${path}`).path ?? '') : entry;
  return `/${text}:${octal(target?.mode ?? (target?.type === 'dir' ? 0o755 : 0o644))}`;
}

/** A path as a line can say it; undefined for bytes that are no UTF-8, breaks, and an end that mint trims (Go's `strings.TrimSpace`). */
function spoken(path: string): string | undefined {
  const bytes = latin1Bytes(path);
  const text = decodeUtf8(bytes);
  return isUtf8(bytes) && !/[\r\n\0]|[\s\u0085]$/.test(text) ? text : undefined;
}

/** mint changes the mode before the owner, and Linux then clears setuid and setgid: such a line must not name an owner. */
function permsLine(before: TreeEntry, owned: boolean, notes: string[]): string | undefined {
  if (before.mode === undefined || before.type === 'symlink') return undefined;
  const text = spoken(before.path);
  if (text === undefined) {
    notes.push(`No line can name ${JSON.stringify(decodeUtf8(latin1Bytes(before.path)))}: its mode is left out.`);
    return undefined;
  }
  const privileged = (before.mode & 0o6000) !== 0;
  if (privileged && owned && (before.uid !== 0 || before.gid !== 0)) notes.push(`/${text} had both a setuid or setgid bit and an owner of its own: mint can restore only the bit.`);
  return `/${text}:${octal(before.mode)}${owned && !privileged && before.uid !== undefined && before.gid !== undefined ? `#${before.uid}#${before.gid}` : ''}`;
}

function octal(mode: number | undefined): string {
  return mode === undefined ? '?' : mode.toString(8);
}

function owner({ uid, gid }: TreeEntry): string {
  return `${uid ?? '?'}:${gid ?? '?'}`;
}

function lines(list: readonly string[]): string {
  return list.length === 0 ? '' : `${[...list].sort().join('\n')}\n`;
}

function explained(title: string, list: ReadonlyMap<string, string>): string {
  if (list.size === 0) return '';
  const byReason = new Map<string, string[]>();
  for (const [line, reason] of list) {
    const known = byReason.get(reason);
    if (known === undefined) byReason.set(reason, [line]);
    else known.push(line);
  }
  const parts = Array.from(byReason, ([reason, paths]) => `# ${reason}\n${[...paths].sort().join('\n')}`);
  return `# ${title} For people: mint would read these comments as paths.\n\n${parts.join('\n\n')}\n`;
}

function commandLine(comparison: Comparison, include: boolean, preserve: boolean, perms: boolean, probes: Probes): string {
  const tag = comparison.before.tags[0] ?? 'IMAGE:TAG';
  const words = ['mint', 'slim', '--target', quoted(tag)];
  if (include) words.push('--include-path-file', 'include-paths.txt');
  if (preserve) words.push('--preserve-path-file', 'preserve-paths.txt');
  if (perms) words.push('--path-perms-file', 'path-perms.txt');
  if (probes.http !== undefined) words.push('--http-probe-cmd-file', 'probes.json');
  else words.push('--http-probe=false');
  if (probes.exec.length > 0) words.push('--exec-file', 'exec-probes.sh');
  return words.join(' ');
}

function quoted(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
