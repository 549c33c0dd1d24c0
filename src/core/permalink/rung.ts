/** How much a link carries: the ladder from everything down to bare totals, and what stepping down leaves out. */
import type { Omission } from '../report/report';

/** One rung. Lists keep their largest rows; commands are cut after so many characters. */
export interface Rung {
  /** Rows of the main lists (waste, removed paths, ranges). */
  readonly rows: number;
  /** Characters of each command. */
  readonly command: number;
  /** Rows of the side lists (duplicates, packages, diagnostics); with 0 go messages of findings, configuration and budget too. */
  readonly extras: number;
  /** False only on the last rung: totals alone. */
  readonly layers: boolean;
}

export const WHOLE: Rung = { rows: Infinity, command: Infinity, extras: Infinity, layers: true };

/** From the top: first the extras go, then ends of commands, then the rows that matter least, at last the commands and layers themselves. */
export const LADDER: readonly Rung[] = [
  WHOLE,
  { ...WHOLE, extras: 8 },
  { ...WHOLE, command: 400, extras: 3 },
  { ...WHOLE, extras: 0 },
  { ...WHOLE, command: 400, extras: 0 },
  { rows: Infinity, command: 160, extras: 0, layers: true },
  { rows: 200, command: 120, extras: 0, layers: true },
  { rows: 100, command: 120, extras: 0, layers: true },
  { rows: 60, command: 100, extras: 0, layers: true },
  { rows: 30, command: 80, extras: 0, layers: true },
  { rows: 10, command: 60, extras: 0, layers: true },
  { rows: 0, command: 60, extras: 0, layers: true },
  { rows: 0, command: 24, extras: 0, layers: true },
  { rows: 0, command: 0, extras: 0, layers: true },
  { rows: 0, command: 0, extras: 0, layers: false },
];

/** Remembers what was left out while a payload is written. */
export class Omissions {
  readonly #counts = new Map<string, { count: number; bytes: number }>();

  /** The first `limit` rows; the rest is counted with its bytes. Rows must come largest first. */
  keep<T>(what: string, rows: readonly T[], limit: number, bytesOf?: (row: T) => number): readonly T[] {
    if (rows.length <= limit) return rows;
    for (const row of rows.slice(limit)) this.add(what, bytesOf?.(row) ?? 0);
    return rows.slice(0, limit);
  }

  add(what: string, bytes = 0): void {
    const entry = this.#counts.get(what) ?? { count: 0, bytes: 0 };
    entry.count += 1;
    entry.bytes += bytes;
    this.#counts.set(what, entry);
  }

  /** Cuts a command and counts it as shortened. Never splits a surrogate pair. */
  shorten(command: string, limit: number): string {
    if (command.length <= limit) return command;
    this.add('commands');
    if (limit === 0) return '';
    const end = /[\uD800-\uDBFF]/.test(command[limit - 2] ?? '') ? limit - 2 : limit - 1;
    return `${command.slice(0, Math.max(0, end))}…`;
  }

  /** What was left out, as tuples. */
  list(): readonly (readonly [what: string, count: number, bytes: number])[] {
    return [...this.#counts].map(([what, { count, bytes }]) => [what, count, bytes] as const);
  }
}

export function omissionsFrom(tuples: readonly (readonly [string, number, number])[]): readonly Omission[] {
  return tuples.map(([what, count, bytes]) => (bytes > 0 ? { what, count, bytes } : { what, count }));
}
