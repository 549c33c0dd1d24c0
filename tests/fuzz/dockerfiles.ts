/**
 * `npm run fuzz:dockerfiles -- [--cases N] [--seed S] [--only N] [--keep-going] [--no-giants] [--rules]`: Dockerfiles of every sort, sound and
 * damaged, through linting and repair; then those that are hostile by their size. README.md names what must hold. A failing case prints its number and its text; `--seed S --only N` repeats it.
 */
import { shellParser } from '../../src/core/dockerfile/shell-parser';
import { inputOf, runCase } from './dockerfile-case';
import { GIANT_LIMIT, GIANTS, RULE_GIANTS, runGiant } from './dockerfile-giants';

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

const cases = option('cases', 20_000);
const seed = option('seed', Date.now() % 1_000_000);
const only = option('only', -1);
const keepGoing = process.argv.includes('--keep-going');
const shell = shellParser;
const tally = new Map<string, number>();
const started = process.cpuUsage();
let failed = 0;
let slowest = 0;
for (let number = Math.max(0, only); number < (only < 0 ? cases : only + 1) && (failed === 0 || keepGoing); number += 1) {
  try {
    const { kind, outcome, milliseconds } = await runCase(seed * 1_000_003 + number, shell);
    slowest = Math.max(slowest, milliseconds);
    tally.set(`${kind}: ${outcome}`, (tally.get(`${kind}: ${outcome}`) ?? 0) + 1);
  } catch (error) {
    failed += 1;
    process.stderr.write(`Case ${number} failed; repeat it with --seed ${seed} --only ${number}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    if (!keepGoing) process.stderr.write(`${JSON.stringify(Buffer.from(inputOf(seed * 1_000_003 + number).bytes).toString())}\n`);
  }
}
const { user, system } = process.cpuUsage(started);
const kinds = [...tally].sort().map(([key, count]) => `${key} ${count}`).join(', ');
process.stdout.write(`seed ${seed}: ${kinds}; slowest ${Math.round(slowest)} ms, ${Math.round((user + system) / 1e6)} s of processor time, ${failed} failed\n`);
if (only < 0 && !process.argv.includes('--no-giants')) {
  for (const giant of process.argv.includes('--rules') ? [...GIANTS, ...RULE_GIANTS] : GIANTS) {
    const { milliseconds, said } = runGiant(giant, shell);
    // What a rule says of its example may take an ignore file.
    if (milliseconds <= GIANT_LIMIT && (said > 0 || RULE_GIANTS.includes(giant))) continue;
    failed += 1;
    process.stderr.write(`${giant.name}: ${Math.round(milliseconds)} ms, ${said} findings\n`);
  }
}
process.exit(failed === 0 ? 0 : 1);
