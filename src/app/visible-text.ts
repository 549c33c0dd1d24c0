/** Makes hostile text safe to look at: what a reader cannot see, or what would reorder the line, is written out as an escape. */
import { readablePath } from '../core/bytes/text';

/**
 * Control characters, line and paragraph separators, directional marks and overrides, zero-width characters, the byte order mark,
 * tags and lone surrogates. Joiners inside emoji are escaped too: a name is evidence, not prose.
 */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu;

function escape(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** One line: every unseen character is escaped. */
export function visibleLine(text: string): string {
  return text.replace(UNSEEN, escape);
}

/** An escaped path, or a name out of one: on one line, and a percent sign is one. */
export function visiblePath(escaped: string): string {
  return visibleLine(readablePath(escaped));
}

/** Several lines: tabs and line ends stay. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (character) => (character === '\n' || character === '\t' ? character : escape(character)));
}

/** Cuts what is only a label; the whole text stays one click away. Counts code points so that no pair is split. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = [...text.slice(0, limit * 2)].slice(0, limit - 1).join('');
  return `${kept}…`;
}
