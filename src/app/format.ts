/** Numbers as people read them: bytes as docker prints them, shares, counts, times; the exact figure is always at hand. */
import { measure as measureBytes } from '../core/export/figures';

export type Units = 'decimal' | 'binary';

const DECIMAL = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
/** Keeps number and unit on one line. */
const NO_BREAK_SPACE = '\u00a0';
/** A real minus sign has the width of a plus, so that signed columns line up. */
const MINUS = '\u2212';

export interface Measure {
  readonly value: string;
  readonly unit: string;
}

/** Splits a byte count into three significant digits and a unit, so that tables can line up both. */
export function measure(bytes: number, units: Units = 'decimal'): Measure {
  const { digits, unit } = units === 'decimal' ? measureBytes(bytes, 1000, DECIMAL) : measureBytes(bytes, 1024, BINARY);
  return { value: bytes < 0 ? MINUS + digits : digits, unit };
}

/** `1.43 GB`. */
export function bytesText(bytes: number, units: Units = 'decimal'): string {
  const { value, unit } = measure(bytes, units);
  return value + NO_BREAK_SPACE + unit;
}

/** `1,428,181,154 bytes`. */
export function exactBytes(bytes: number): string {
  const grouped = GROUPED.format(Math.abs(bytes));
  return `${bytes < 0 ? MINUS : ''}${grouped}${NO_BREAK_SPACE}${Math.abs(bytes) === 1 ? 'byte' : 'bytes'}`;
}

/** `30,264`. */
export function countText(count: number): string {
  return GROUPED.format(count);
}

/** `1 file`, `30,264 files`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** A share as a percentage with one decimal that never claims none or all when it is only nearly so. */
export function percentText(share: number): string {
  if (!Number.isFinite(share)) return '–';
  const percent = share * 100;
  let digits: string;
  if (percent === 0 || percent === 100) digits = String(percent);
  else if (percent > 0 && percent < 0.05) digits = '<0.1';
  else if (percent < 100 && percent >= 99.95) digits = '>99.9';
  else digits = percent.toFixed(1);
  return digits + NO_BREAK_SPACE + '%';
}

/** `-rw-r--r--`, with setuid, setgid and sticky bits as `ls` shows them. */
export function modeText(mode: number, type: string): string {
  const kind = { dir: 'd', symlink: 'l', char: 'c', block: 'b', fifo: 'p' }[type] ?? '-';
  const triple = (bits: number, special: boolean, letter: string): string => {
    const execute = (bits & 1) !== 0;
    const last = special ? (execute ? letter : letter.toUpperCase()) : execute ? 'x' : '-';
    return (bits & 4 ? 'r' : '-') + (bits & 2 ? 'w' : '-') + last;
  };
  return kind + triple(mode >> 6, (mode & 0o4000) !== 0, 's') + triple(mode >> 3, (mode & 0o2000) !== 0, 's')
    + triple(mode, (mode & 0o1000) !== 0, 't');
}

/** `2026-11-23 06:31`, in UTC as images record it; empty for a time that is none. */
export function timeText(time: string | number | undefined): string {
  if (time === undefined) return '';
  const date = new Date(typeof time === 'number' ? time * 1000 : time);
  if (Number.isNaN(date.getTime())) return '';
  return date.toISOString().slice(0, 16).replace('T', ' ');
}
