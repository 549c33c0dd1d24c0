/** From ShellCheck's lines and columns back to offsets of the script. */

/** Tab stops of ShellCheck's parser (Parsec): its columns jump to the next multiple of 8, plus 1. */
const TAB_STOP = 8;

/**
 * Turns line and column (from 1, tabs expanded, one column a code point) into an index of `script` in UTF-16 units.
 * Columns past the end of a line end at its line end; lines past the end of the script end there.
 */
export function scriptIndex(script: string, line: number, column: number): number {
  let index = 0;
  for (let current = 1; current < line; current += 1) {
    const next = script.indexOf('\n', index);
    if (next < 0) return script.length;
    index = next + 1;
  }
  let reached = 1;
  while (reached < column && index < script.length) {
    const code = script.codePointAt(index)!;
    if (code === 0x0a) break;
    reached += code === 0x09 ? TAB_STOP - ((reached - 1) % TAB_STOP) : 1;
    index += code > 0xffff ? 2 : 1;
  }
  return index;
}
