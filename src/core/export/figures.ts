/** Numbers and hostile texts as exports print them: decimal units with the exact figure beside, nothing unseen. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `18.0 MB`: three significant digits, decimal units, as docker prints them. */
export function sizeText(bytes: number): string {
  let size = Math.abs(bytes);
  let unit = 0;
  while (unit < UNITS.length - 1 && (unit === 0 ? size >= 1000 : Number(rounded(size)) >= 1000)) {
    size /= 1000;
    unit += 1;
  }
  return `${bytes < 0 ? '-' : ''}${unit === 0 ? String(size) : rounded(size)} ${UNITS[unit]!}`;
}

function rounded(size: number): string {
  return size >= 99.95 ? size.toFixed(0) : size >= 9.995 ? size.toFixed(1) : size.toFixed(2);
}

/** `98.4 %`; `–` for what could not be computed; never none or all of something that is only nearly so. */
export function shareText(ratio: number | null): string {
  if (ratio === null || !Number.isFinite(ratio)) return '–';
  const percent = ratio * 100;
  if (percent < 100 && percent >= 99.95) return '>99.9 %';
  return percent > 0 && percent < 0.05 ? '<0.1 %' : `${percent.toFixed(1)} %`;
}

/** `12,345`. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Control characters, directional overrides, zero-width characters and lone surrogates: what hides or reorders text. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/** A text on one line with nothing unseen in it: line ends and tabs become blanks, the rest `\u{…}`. */
export function visibleLine(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** A command as people know it: without the shell that every line begins with, and without buildkit's mark. */
export function commandText(command: string): string {
  return visibleLine(command).replace(/^(RUN )?\/bin\/sh -c (#\(nop\) +)?/, '$1').replace(/ # buildkit$/, '').replace(/ {2,}/g, ' ').trim();
}
