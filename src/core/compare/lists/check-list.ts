/** Checks a list for mint that the user has: what mint would drop without a word, what matches nothing, and which rows it covers. */
import { latin1 } from '../../bytes/latin1';
import type { FileTree } from '../file-tree';
import { encodeUtf8 } from '../../bytes/text';
import { normalise } from '../resolve';
import type { Comparison } from '../compare-images';

export type ListKind = 'include' | 'preserve' | 'perms';

export type LineVerdict =
  /** Does what its writer meant. */
  | 'good'
  /** Read as a path that cannot exist: a comment, a glob, a relative path. */
  | 'not-a-path'
  /** mint takes what follows the last colon for a mode, fails, and drops the line. */
  | 'dropped'
  /** The original has no such path. */
  | 'no-match'
  /** The smaller image has it already. */
  | 'kept';

export interface CheckedLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly verdict: LineVerdict;
  /** One sentence for what is wrong; empty for a good line. */
  readonly reason: string;
}

export interface CheckedList {
  readonly lines: readonly CheckedLine[];
  /** By id of the row: files that the list restores, of all that the row has. */
  readonly covered: readonly { readonly id: string; readonly files: number; readonly of: number }[];
}

/** Blank lines are skipped, as mint does. A folder covers all that is below it. */
export function checkList(text: string, kind: ListKind, comparison: Comparison): CheckedList {
  const { tree } = comparison.before;
  const lines: CheckedLine[] = [];
  const paths = new Set<string>();
  text.split('\n').forEach((raw, index) => {
    const line = raw.replace(/^[\s\u0085]+|[\s\u0085]+$/g, '');
    if (line === '') return;
    const [verdict, reason, path] = judge(line, kind, tree, comparison.after.tree);
    lines.push({ line: index + 1, text: line, verdict, reason });
    if (path !== undefined && (verdict === 'good' || verdict === 'kept')) paths.add(path);
  });
  const covers = (path: string): boolean => {
    for (let at = path; ; at = at.slice(0, Math.max(at.lastIndexOf('/'), 0))) {
      if (paths.has(at)) return true;
      if (at === '') return false;
    }
  };
  const covered = comparison.concerns.filter(({ drift, tier }) => !drift && tier < 3).map(({ id, files }) => ({ id, files: files.filter(({ path }) => covers(path)).length, of: files.length }));
  return { lines, covered };
}

function judge(line: string, kind: ListKind, before: FileTree, after: FileTree): readonly [LineVerdict, string, string?] {
  if (line.startsWith('#')) return ['not-a-path', 'mint knows no comments: it looks for a file of this name.'];
  if (!line.startsWith('/')) return ['not-a-path', 'A path must begin with a slash.'];
  const colon = line.lastIndexOf(':');
  const attributes = colon < 0 ? undefined : line.slice(colon + 1);
  if (attributes !== undefined && !/^[0-7]{1,4}(?:#\d+(?:#\d+)?)?$/.test(attributes)) {
    return ['dropped', `mint takes “${attributes}” for a mode and drops the line; write ${line}:644 with the file’s mode.`];
  }
  if (attributes === undefined && kind === 'perms') return ['dropped', 'A line of this file needs a mode: path:mode#uid#gid.'];
  const path = normalise(latin1(encodeUtf8(colon < 0 ? line : line.slice(0, colon))));
  if (path !== '' && !before.byPath.has(path)) {
    return /[*?[\]{}]/.test(line) ? ['not-a-path', 'mint knows no patterns: it looks for a file of this name.'] : ['no-match', 'The original has no such path.'];
  }
  if (kind === 'perms' && attributes !== undefined && /^[2467]\d{3}#/.test(attributes)) return ['good', 'mint sets the owner after the mode, which clears setuid and setgid: leave out the owner.', path];
  // A folder that is kept may have lost what was in it.
  if (kind === 'include' && after.byPath.has(path) && before.byPath.get(path)?.type !== 'dir') return ['kept', 'The smaller image has it already.', path];
  return ['good', '', path];
}
