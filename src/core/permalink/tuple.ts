/** Columns and front-coded paths: how lists of records become short arrays, and how hostile arrays are read back. */

/** Thrown by readers below on a payload of the wrong shape; `openLink` turns it into a problem. It never leaves this folder. */
export class ShapeError extends Error {}

/** Linux's PATH_MAX; a longer path would only serve to blow up what front coding expands. */
export const MAX_PATH = 4096;
/** Characters that all front-coded paths of a link may expand to. */
const MAX_EXPANDED = 8_000_000;
const MAX_ROWS = 200_000;

/** Small numbers (0 to 61) as one character each. */
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Indexes into a fixed table, one character a row; what is not in the table becomes its last entry. */
export function writeDigits<T>(rows: readonly T[], index: (row: T) => number): string {
  return rows.map((row) => DIGITS[Math.max(0, Math.min(61, index(row)))]!).join('');
}

export function readDigits(value: unknown, rows: number): readonly number[] {
  const text = readText(value);
  if (text.length !== rows) throw new ShapeError();
  return Array.from(text, (digit) => {
    const number = DIGITS.indexOf(digit);
    if (number < 0) throw new ShapeError();
    return number;
  });
}

/** An entry of a fixed table, by its index. */
export function entryOf<T>(table: readonly T[], index: number): T {
  const entry = table[index];
  if (entry === undefined) throw new ShapeError();
  return entry;
}

/**
 * Paths with the directories that each shares with the one before it left out: a digit says how many. Sorted paths shrink to a third;
 * counting directories and not characters leaves an alphabet that deflate can do more with.
 */
export function writePaths(paths: readonly string[]): readonly string[] {
  let previous: readonly string[] = [];
  return paths.map((path) => {
    const parts = path.split('/');
    let shared = 0;
    while (shared < 61 && shared < parts.length - 1 && shared < previous.length && parts[shared] === previous[shared]) shared += 1;
    previous = parts;
    return DIGITS[shared]! + parts.slice(shared).join('/');
  });
}

export function readPaths(value: unknown): readonly string[] {
  let previous: readonly string[] = [];
  let expanded = 0;
  return readList(value).map((item) => {
    const text = readText(item);
    const shared = DIGITS.indexOf(text[0] ?? '');
    if (shared < 0 || shared > previous.length) throw new ShapeError();
    const path = [...previous.slice(0, shared), text.slice(1)].join('/');
    expanded += path.length;
    if (path.length > MAX_PATH || expanded > MAX_EXPANDED) throw new ShapeError();
    previous = path.split('/');
    return path;
  });
}

export function readList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length > MAX_ROWS) throw new ShapeError();
  return value as readonly unknown[];
}

/** A list with exactly one item for each of `rows`. */
export function readColumn<T>(value: unknown, rows: number, read: (item: unknown) => T): readonly T[] {
  const list = readList(value);
  if (list.length !== rows) throw new ShapeError();
  return list.map(read);
}

export function readText(value: unknown): string {
  if (typeof value !== 'string') throw new ShapeError();
  return value;
}

export function readNumber(value: unknown): number {
  if (typeof value !== 'number') throw new ShapeError();
  return value;
}

export function readWhole(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new ShapeError();
  return value as number;
}

/** 0 stands for "absent" in columns of optional texts. */
export function readOptionalText(value: unknown): string | undefined {
  return value === 0 || value === null || value === undefined ? undefined : readText(value);
}

/** null stands for "absent" in columns of optional numbers. */
export function readOptionalWhole(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : readWhole(value);
}

/** Distinct texts of a column and where each row finds its own; at most 61, so that a row is one digit. */
export function writeTable(texts: readonly string[]): readonly [readonly string[], string] | readonly string[] {
  const distinct = [...new Set(texts)];
  return distinct.length > 61 || distinct.length * 2 > texts.length + 2 ? [...texts] : [distinct, writeDigits(texts, (text) => distinct.indexOf(text))];
}

export function readTable(value: unknown, rows: number): readonly string[] {
  const list = readList(value);
  if (!Array.isArray(list[0])) return readColumn(list, rows, readText);
  const distinct = readList(list[0]).map(readText);
  return readDigits(list[1], rows).map((index) => entryOf(distinct, index));
}

/** Trailing zeros and empty lists say nothing. */
export function trimmed(tuple: readonly unknown[]): readonly unknown[] {
  let end = tuple.length;
  while (end > 0 && (tuple[end - 1] === 0 || (Array.isArray(tuple[end - 1]) && (tuple[end - 1] as unknown[]).length === 0))) end -= 1;
  return tuple.slice(0, end);
}
