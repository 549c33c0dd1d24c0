/** Path patterns: `*` and `?` inside a name, `**` for any directories. No backtracking, so no pattern makes anybody wait. */

/** Tells whether a path (without a leading slash) or a directory above it matches. */
export type PathMatcher = (path: string) => boolean;

/**
 * A pattern with a slash is matched from the root, one without against every name on the way: `*.pem` is meant anywhere, `etc/*.conf`
 * only there. What matches a directory matches everything below it.
 */
export function pathMatcher(pattern: string): PathMatcher {
  const clean = pattern.replace(/^\/+/, '').replace(/\/+$/, '');
  const anywhere = !clean.includes('/') && !pattern.startsWith('/');
  const steps = [...(anywhere ? ['**'] : []), ...clean.split('/')].filter((step, index, all) => step !== '**' || all[index - 1] !== '**');
  return (path) => matchesSteps(steps, path.split('/'));
}

/** Keeps the set of steps that may come next, a name at a time. */
function matchesSteps(steps: readonly string[], names: readonly string[]): boolean {
  let reached = closed(new Set([0]), steps);
  for (const name of names) {
    const next = new Set<number>();
    for (const step of reached) {
      if (steps[step] === '**') next.add(step).add(step === steps.length - 1 ? step + 1 : step);
      else if (step < steps.length && matchesName(steps[step]!, name)) next.add(step + 1);
    }
    reached = closed(next, steps);
    if (reached.has(steps.length)) return true;
  }
  return false;
}

/** `**` may stand for no directory at all, except at the end: `root/**` is what lies below `root`. */
function closed(reached: Set<number>, steps: readonly string[]): Set<number> {
  for (const step of reached) if (steps[step] === '**' && step < steps.length - 1) reached.add(step + 1);
  return reached;
}

/** `*` and `?` inside one name: on a mismatch only the last `*` takes one character more (at most length × length steps). */
export function matchesName(pattern: string, name: string): boolean {
  let at = 0;
  let to = 0;
  let star = -1;
  let resume = 0;
  while (to < name.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at;
      at += 1;
      resume = to;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[to])) {
      at += 1;
      to += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      to = resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
