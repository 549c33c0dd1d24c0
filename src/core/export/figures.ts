/** Numbers and hostile texts as exports print them: decimal units with the exact figure beside, nothing unseen. */
import { escapeUnseen } from '../bytes/unseen';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Three significant digits and the unit that they are of: 999.6 kB becomes 1.00 MB, since what would be printed is compared, not the raw value. */
export function measure(bytes: number, step: 1000 | 1024, units: readonly string[]): { readonly digits: string; readonly unit: string } {
  let size = Math.abs(bytes);
  let power = 0;
  while (power < units.length - 1 && (power === 0 ? size >= step : Number(significant(size)) >= step)) {
    size /= step;
    power += 1;
  }
  return { digits: power === 0 ? String(size) : significant(size), unit: units[power] ?? '' };
}

function significant(size: number): string {
  return size >= 99.95 ? size.toFixed(0) : size >= 9.995 ? size.toFixed(1) : size.toFixed(2);
}

/** `18.0 MB`: decimal units, as docker prints them. */
export function sizeText(bytes: number): string {
  const { digits, unit } = measure(bytes, 1000, UNITS);
  return `${bytes < 0 ? '-' : ''}${digits} ${unit}`;
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

/** A text on one line with nothing unseen in it: line ends and tabs become blanks, the rest `\u{…}`. */
export function visibleLine(text: string): string {
  return escapeUnseen(text.replace(/[\r\n\t]+/g, ' '));
}

/** A command as people know it: without the shell that every line begins with, and without buildkit's mark. */
export function commandText(command: string): string {
  return visibleLine(command).replace(/^(RUN )?\/bin\/sh -c (#\(nop\) +)?/, '$1').replace(/ # buildkit$/, '').replace(/ {2,}/g, ' ').trim();
}
