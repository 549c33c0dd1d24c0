/** Asks the headless engine what the page must say too. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../headless/main.mjs', import.meta.url));

/** Runs one command; answers its parsed output and exit status. */
export function headless(...argv: readonly string[]): { readonly status: number | null; readonly output: unknown } {
  const { status, stdout } = run(argv);
  return { status, output: JSON.parse(stdout) };
}

/** Runs one command that prints a line a row. */
export function headlessRows(...argv: readonly string[]): readonly string[] {
  return run(argv).stdout.split('\n').filter((line) => line !== '');
}

function run(argv: readonly string[]): { readonly status: number | null; readonly stdout: string } {
  return spawnSync(process.execPath, [main, ...argv], { encoding: 'utf8', maxBuffer: 1 << 28 });
}
