/** Lines of a text: offsets to line and column and back. A line ends at `\n` only, as BuildKit has it. */
import { lastAtOrBefore } from '../search';

export interface LineIndex {
  readonly count: number;
  positionAt(offset: number): { readonly line: number; readonly column: number };
  offsetOfLine(line: number): number;
}

/** Indexes the lines of a text; lines and columns count from 1, columns in UTF-16 units. */
export function indexLines(text: string): LineIndex {
  const starts: number[] = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const positionAt = (offset: number) => {
    const line = lastAtOrBefore(starts, offset);
    return { line: line + 1, column: offset - starts[line]! + 1 };
  };
  const offsetOfLine = (line: number) => starts[Math.min(Math.max(line, 1), starts.length) - 1] ?? 0;
  return { count: starts.length, positionAt, offsetOfLine };
}
