/** Makes hostile text safe to look at: what a reader cannot see, or what would reorder the line, is written out as an escape. */
import { readablePath } from '../core/bytes/text';
import { escapeUnseen } from '../core/bytes/unseen';

/** One line: every unseen character is escaped. */
export function visibleLine(text: string): string {
  return escapeUnseen(text);
}

/** An escaped path, or a name out of one: on one line, and a percent sign is one. */
export function visiblePath(escaped: string): string {
  return visibleLine(readablePath(escaped));
}

/** Several lines: tabs and line ends stay. */
export function visibleText(text: string): string {
  return escapeUnseen(text, '\n\t');
}

/** Cuts what is only a label; the whole text stays one click away. Counts code points so that no pair is split. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = [...text.slice(0, limit * 2)].slice(0, limit - 1).join('');
  return `${kept}…`;
}
