/** Runs a range of cases and tallies what they were. */
import { openSync, writeSync } from 'node:fs';
import { createCodecs } from '../../src/core/bytes/create-codecs';
import { runCase } from './archive-case';
import { readFixtures } from './fixtures';

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface RangeOptions extends Range {
  readonly seed: number;
  /** The project's folder. */
  readonly root: string;
  /** Goes on after a failure, to see them all. */
  readonly keepGoing: boolean;
  /** A file that always holds the number of the case that runs, for whoever watches. */
  readonly progress?: string;
  report(line: string): void;
}

export async function runRange({ from, to, seed, root, keepGoing, progress, report }: RangeOptions): Promise<{ readonly failed: number; readonly text: string }> {
  const fixtures = readFixtures(root);
  const codecs = await createCodecs();
  const file = progress === undefined ? undefined : openSync(progress, 'w');
  const tally = new Map<string, number>();
  let slowest = 0;
  let failed = 0;
  let number = from;
  for (; number < to && (failed === 0 || keepGoing); number += 1) {
    if (file !== undefined) writeSync(file, String(number).padEnd(12), 0);
    try {
      const { kind, outcome, milliseconds } = await runCase(seed * 1_000_003 + number, codecs, fixtures);
      slowest = Math.max(slowest, milliseconds);
      const key = `${kind}: ${outcome}`;
      tally.set(key, (tally.get(key) ?? 0) + 1);
    } catch (error) {
      failed += 1;
      report(`Case ${number} failed; repeat it with --seed ${seed} --only ${number}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    // Without a turn of the event loop Node never frees native memory.
    if (number % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const kinds = [...tally].sort().map(([key, count]) => `${key} ${count}`).join(', ');
  return { failed, text: `Cases ${from} to ${number}: ${kinds}; slowest ${Math.round(slowest)} ms` };
}
