/** Writes results to standard output without holding back what a slow reader has not taken yet. */
import { once } from 'node:events';
import { stderr, stdout } from 'node:process';
import type { CommandResult } from './command';

export const STATUS = { success: 0, bug: 1, problem: 2 } as const;

/** Rows are joined up to this many characters before they are written. */
const BLOCK = 65_536;

export async function write(text: string): Promise<void> {
  if (!stdout.write(text)) await once(stdout, 'drain');
}

/** Prints a result as the contract says and answers the exit status. */
export async function print(result: CommandResult): Promise<number> {
  switch (result.kind) {
    case 'json':
      await write(`${JSON.stringify(result.value)}\n`);
      return STATUS.success;
    case 'text':
      await write(result.text);
      for (const note of result.notes ?? []) stderr.write(`${note}\n`);
      return STATUS.success;
    case 'problem':
      await write(`${JSON.stringify({ problem: result.problem })}\n`);
      return STATUS.problem;
    case 'ndjson': {
      let block = '';
      for await (const row of result.rows) {
        block += `${JSON.stringify(row)}\n`;
        if (block.length >= BLOCK) {
          await write(block);
          block = '';
        }
      }
      await write(block);
      return STATUS.success;
    }
  }
}

/** One line of `batch`. Rows are written as they come; the status of a result that has rows is known before. */
export async function printLine(id: unknown, result: CommandResult): Promise<void> {
  const head = (status: number): string => `{"id":${JSON.stringify(id ?? null)},"status":${status},"output":`;
  switch (result.kind) {
    case 'json':
      return write(`${head(STATUS.success)}${JSON.stringify(result.value)}}\n`);
    case 'text':
      return write(`${head(STATUS.success)}${JSON.stringify(result.text)}}\n`);
    case 'problem':
      return write(`${head(STATUS.problem)}${JSON.stringify({ problem: result.problem })}}\n`);
    case 'ndjson': {
      // Serialised before the line begins: a bug in the middle must not leave half a line behind.
      const rows: string[] = [];
      for await (const row of result.rows) rows.push(JSON.stringify(row));
      let block = `${head(STATUS.success)}[`;
      for (const [index, row] of rows.entries()) {
        block += index === 0 ? row : `,${row}`;
        if (block.length >= BLOCK) {
          await write(block);
          block = '';
        }
      }
      return write(`${block}]}\n`);
    }
  }
}

/** The line of a command that failed by a bug of ours. */
export function printBug(id: unknown, error: unknown): Promise<void> {
  return write(`${JSON.stringify({ id: id ?? null, status: STATUS.bug, output: { error: String(error) } })}\n`);
}
