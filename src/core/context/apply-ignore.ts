/** Splits a context into what a build would send and what its ignore file leaves out. */
import type { ContextEntry } from './listing';
import { inWalkOrder } from './listing';
import type { IgnoreMatcher, ParentMatches } from './matcher';

export interface SplitContext {
  /** Files, links and others that travel, in walk order; folders are not counted. */
  readonly sent: readonly ContextEntry[];
  readonly ignored: readonly ContextEntry[];
  /** Sent for the builder's own use although the ignore file leaves them out: COPY cannot take them. */
  readonly hidden: ReadonlySet<ContextEntry>;
  /** How many paths each line of the ignore file decided about, by its index: 0 means that it does nothing here. */
  readonly uses: readonly number[];
}

/**
 * Applies the matcher to every entry, each folder once. `always` names the files that travel whatever the ignore file says: the
 * Dockerfile and the ignore file itself, which a build needs for its own use.
 */
export function applyIgnore(entries: readonly ContextEntry[], matcher: IgnoreMatcher | undefined, always: ReadonlySet<string>): SplitContext {
  const sent: ContextEntry[] = [];
  const ignored: ContextEntry[] = [];
  const hidden = new Set<ContextEntry>();
  const uses = new Array<number>(matcher?.lines.length ?? 0).fill(0);
  const folders = new Map<string, ParentMatches>();

  const parentMatches = (path: string): ParentMatches | undefined => {
    const slash = path.lastIndexOf('/');
    if (slash < 0 || !matcher) return undefined;
    const folder = path.slice(0, slash);
    let matches = folders.get(folder);
    if (!matches) {
      matches = matcher.decide(folder, parentMatches(folder)).matches;
      folders.set(folder, matches);
    }
    return matches;
  };

  for (const entry of inWalkOrder(entries)) {
    if (entry.kind === 'dir') continue;
    const decision = matcher?.decide(entry.path, parentMatches(entry.path));
    if (decision && decision.line >= 0) uses[decision.line]! += 1;
    if (decision?.ignored && !always.has(entry.path)) ignored.push(entry);
    else sent.push(entry);
    if (decision?.ignored && always.has(entry.path)) hidden.add(entry);
  }
  return { sent, ignored, hidden, uses };
}
