/** Characters that hide or reorder text, and their escapes: page and exports show hostile texts by the same rule. */

/**
 * Control characters, line and paragraph separators, directional marks and overrides, zero-width characters and fillers, the byte order
 * mark, tags and lone surrogates. Joiners inside emoji are escaped too: a name is evidence, not prose.
 */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/** The text with `\u{…}` for every unseen character, except those in `kept`. */
export function escapeUnseen(text: string, kept = ''): string {
  return text.replace(UNSEEN, (character) => (kept.includes(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`));
}
