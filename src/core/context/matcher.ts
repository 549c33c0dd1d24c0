/** Decides which paths of a context an ignore file leaves out, in moby's order: later lines win, parents pass their matches on. */
import type { Problem } from '../problem';
import { failure, success, type Outcome } from '../problem';
import type { IgnoreLine } from './ignore-file';
import { cleanPath } from './ignore-file';
import { compilePattern, type CompiledPattern } from './pattern';

interface MatcherLine extends CompiledPattern {
  readonly exclusion: boolean;
  readonly source: IgnoreLine;
}

/** What a directory's own result hands to its children: which lines matched it. */
export type ParentMatches = Uint8Array;

export interface IgnoreMatcher {
  readonly lines: readonly IgnoreLine[];
  /**
   * Whether `path` (relative, no leading slash) is left out, given its parent directory's matches (undefined at the top).
   * `line` is the index of the line that decided, or -1.
   */
  decide(path: string, parent: ParentMatches | undefined): { readonly ignored: boolean; readonly matches: ParentMatches; readonly line: number };
  /** The same for a path alone: walks down its parents. */
  ignores(path: string): boolean;
}

function badPattern(line: IgnoreLine, file: string, message: string): Problem {
  return {
    kind: 'ignore-pattern-invalid',
    message: `Line ${line.line} of ${file} is no valid pattern: ${message}`,
    advice: 'Docker refuses the whole file because of such a line. Correct it: close every [ with ], and put something behind ! and \\.',
    where: { file, line: line.line, column: 1 },
  };
}

/** Compiles an ignore file. Fails, as a build would, when one of its patterns is malformed. */
export function createMatcher(lines: readonly IgnoreLine[], file = '.dockerignore'): Outcome<IgnoreMatcher> {
  const compiled: MatcherLine[] = [];
  for (const source of lines) {
    let pattern = cleanPath(source.pattern);
    const exclusion = pattern.startsWith('!');
    if (exclusion) pattern = pattern.slice(1);
    if (pattern === '') return failure(badPattern(source, file, 'nothing stands behind the exclamation mark.'));
    const rule = compilePattern(pattern);
    if (!rule) return failure(badPattern(source, file, `“${source.text}”.`));
    compiled.push({ ...rule, exclusion, source });
  }

  // Follows patternmatcher's MatchesUsingParentResults, the lines that it does not look at included: they count as no match.
  function decide(path: string, parent: ParentMatches | undefined): { ignored: boolean; matches: ParentMatches; line: number } {
    const matches = new Uint8Array(compiled.length);
    let ignored = false;
    let decisive = -1;
    for (let i = 0; i < compiled.length; i++) {
      const rule = compiled[i]!;
      let match = parent?.[i] === 1;
      if (!match) {
        if (rule.exclusion !== ignored) continue;
        match = rule.matches(path);
      }
      if (!match) continue;
      matches[i] = 1;
      ignored = !rule.exclusion;
      decisive = i;
    }
    return { ignored, matches, line: decisive };
  }

  function ignores(path: string): boolean {
    let parent: ParentMatches | undefined;
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      const result = decide(end < 0 ? path : path.slice(0, end), parent);
      if (end < 0) return result.ignored;
      parent = result.matches;
    }
  }
  return success({ lines, decide, ignores });
}
