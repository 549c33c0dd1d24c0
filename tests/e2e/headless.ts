/** Asks the headless engine what the page must say too. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../headless/main.mjs', import.meta.url));

/** Runs one command; answers its parsed output and exit status. */
export function headless(...argv: readonly string[]): { readonly status: number | null; readonly output: unknown } {
  const { status, stdout } = spawnSync(process.execPath, [main, ...argv], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, output: JSON.parse(stdout) };
}
