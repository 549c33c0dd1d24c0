/** Reads a `.dockerignore` into its patterns, line by line as moby's `ignorefile.ReadAll` does. */
import { trim } from '../dockerfile/chars';

/** One line that says something. */
export interface IgnoreLine {
  /** As moby's reader hands it on: cleaned, without a leading slash, `!` kept in front. */
  readonly pattern: string;
  /** From 1. */
  readonly line: number;
  /** The line as it stands in the file, for messages. */
  readonly text: string;
}

/** `strings.TrimSpace` of Go. */
const trimSpace = trim;

/** `path.Clean` of Go: the shortest path with the same meaning; `.` for nothing. Purely lexical. */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
    else if (!rooted) kept.push('..');
  }
  const cleaned = (rooted ? '/' : '') + kept.join('/');
  return cleaned === '' ? '.' : cleaned;
}

/**
 * The patterns of an ignore file, in order. Lines that begin with `#` are comments (a blank before it makes it a pattern, as in
 * moby); blank lines are dropped; a leading slash means nothing; `foo/` is `foo`.
 */
export function readIgnoreFile(text: string): readonly IgnoreLine[] {
  const lines: IgnoreLine[] = [];
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  source.split('\n').forEach((raw, index) => {
    if (raw.startsWith('#')) return;
    let pattern = trimSpace(raw);
    if (pattern === '') return;
    const inverted = pattern.startsWith('!');
    if (inverted) pattern = trimSpace(pattern.slice(1));
    if (pattern !== '') {
      pattern = cleanPath(pattern);
      if (pattern.length > 1 && pattern.startsWith('/')) pattern = pattern.slice(1);
    }
    lines.push({ pattern: inverted ? `!${pattern}` : pattern, line: index + 1, text: raw });
  });
  return lines;
}
