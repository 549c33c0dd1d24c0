/** Reads what the checks need to know of files' content: kept files from the smaller image, removed ones from the original. */
import type { Diagnostic } from '../problem';
import { inTurns, type Breathe } from '../steps';
import { isIgnored } from './case';
import { isBesideProgram } from './checks/check';
import type { ContentReader } from './content';
import type { Difference } from './difference';
import { isExtensionModule, isPackageSource, isWorthReading, readFacts, type FileFacts } from './facts/file-facts';
import { interestIn } from './facts/interest';
import { hardLinksOf, type FileTree, type TreeEntry } from './file-tree';
import { findObfuscation, type Obfuscation } from './obfuscation';

/** Bytes read of one file: a kept program is read further than a removed one. Node's own program has about 100 MB. */
const MAX_KEPT = 160 * 1024 * 1024;
const MAX_REMOVED = 32 * 1024 * 1024;
/** Files between two words of progress, and in one step of a search. */
const TOLD = 256;

export interface GatheredFacts {
  readonly facts: ReadonlyMap<string, FileFacts>;
  readonly obfuscated: readonly Obfuscation[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Readers {
  readonly before: ContentReader | undefined;
  readonly after: ContentReader | undefined;
}

/** How whoever asks follows the work; see `CompareOptions`. */
export interface Following {
  readonly onProgress?: ((share: number) => void) | undefined;
  readonly breathe?: Breathe | undefined;
  readonly cancelled?: (() => boolean) | undefined;
}

/** Never fails: what cannot be read is said in a diagnostic, and the checks know less. */
export async function gatherFacts(
  before: FileTree, after: FileTree, difference: Difference, readers: Readers, isApp: (path: string) => boolean, { onProgress, breathe, cancelled }: Following = {},
): Promise<GatheredFacts> {
  const facts = new Map<string, FileFacts>();
  const obfuscated: Obfuscation[] = [];
  const diagnostics: Diagnostic[] = [];
  const interest = await inTurns(interestIn(difference.removed), { breathe });
  const take = (entry: TreeEntry, bytes: Uint8Array, named: boolean): void => {
    const own = isApp(entry.path);
    facts.set(entry.path, readFacts(entry.path, bytes, own, named || own || isExtensionModule(entry.path) || isPackageSource(entry.path) ? interest : undefined, named));
  };
  const drifted = new Set(difference.changed.filter(({ changes }) => changes.includes('content')).map(({ after: entry }) => entry.path));
  const isDrifted = ({ path, type }: TreeEntry): boolean => type === 'file' && drifted.has(path) && !isIgnored(path);
  const worth = (entry: TreeEntry): boolean => entry.type === 'file' && !isIgnored(entry.path) && (isApp(entry.path) || isWorthReading(entry.path, entry.mode, entry.size));
  // A list tells no content of its own: that of the original stands in for what both have.
  const kept = readers.after === undefined
    ? await chosen(before.entries, (entry) => after.byPath.has(entry.path) && (worth(entry) || isDrifted(entry)), breathe)
    : await chosen(after.entries, (entry) => worth(entry) || isDrifted(entry), breathe);
  const removed = await chosen(difference.removed, (entry) => (isApp(entry.path) || !isBesideProgram(entry.path)) && worth(entry), breathe);
  const passes = [
    { reader: readers.after ?? readers.before, entries: kept, limit: MAX_KEPT, named: true },
    // What removed files name is not looked for, but for the application's own and for packages that open libraries or start programs: half of the time would go there.
    { reader: readers.before, entries: removed, limit: MAX_REMOVED, named: false },
  ];
  let visited = 0;
  for (const { reader, entries, limit, named } of passes) {
    if (reader === undefined || entries.length === 0) continue;
    const outcome = await reader.read(entries, limit, (entry, bytes) => {
      if (cancelled?.() === true) return undefined;
      take(entry, bytes, named);
      if (drifted.has(entry.path)) obfuscated.push(...findObfuscation(entry.path, bytes));
      visited += 1;
      if (visited % TOLD === 0) onProgress?.(visited / (kept.length + removed.length));
      return breathe?.();
    });
    if (!outcome.ok) diagnostics.push(outcome.problem);
  }
  shareHardLinks(before, after, facts);
  return { facts, obfuscated, diagnostics };
}

/** The entries that pass the test, looked at in short steps. */
async function chosen(entries: readonly TreeEntry[], test: (entry: TreeEntry) => boolean, breathe: Breathe | undefined): Promise<TreeEntry[]> {
  const found: TreeEntry[] = [];
  for (let from = 0; from < entries.length; from += TOLD) {
    for (const entry of entries.slice(from, from + TOLD)) if (test(entry)) found.push(entry);
    const wait = breathe?.();
    if (wait) await wait;
  }
  return found;
}

/** Names of one inode have the same facts; a scan reads the one that carries the bytes. */
function shareHardLinks(before: FileTree, after: FileTree, facts: Map<string, FileFacts>): void {
  for (const tree of [after, before]) {
    const shared: [path: string, facts: FileFacts][] = [];
    for (const group of hardLinksOf(tree)) {
      const known = group.findLast(({ path }) => facts.has(path));
      if (known === undefined) continue;
      for (const { path } of group) if (!facts.has(path)) shared.push([path, facts.get(known.path)!]);
    }
    // In order of paths, as all facts are used.
    for (const [path, known] of shared.sort(([a], [b]) => (a < b ? -1 : 1))) facts.set(path, known);
  }
}
