/**
 * `npm run fuzz -- [--cases N] [--seed S] [--jobs N] [--only N] [--keep-going] [--no-giants]`: hostile and damaged archives through
 * the whole engine. README.md names what must hold and the bounds. A failing case prints its number: `--seed S --only N` repeats it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processorOf } from '../bench/processes';
import { GIANTS, runGiant } from './giants';
import { runRange, type Range } from './range';

/** Milliseconds of processor time on one case after which it counts as hung: the clock would count what else the machine does. */
const HUNG = 60_000;
/** The same for a giant, whose making counts. */
const GIANT_HUNG = 900_000;
/** Bytes of memory that a process may ever hold. */
const MEMORY_LIMIT = 1.5e9;
/** A part ends with this status and as many more as cases failed; Node has lower ones of its own, 13 for what waits for nothing. */
const COUNTED = 20;
const MOST_COUNTED = 79;

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const has = (name: string): boolean => process.argv.includes(`--${name}`);

const cases = option('cases', 100_000);
const seed = option('seed', Date.now() % 1_000_000);
const only = option('only', -1);
const jobs = option('jobs', 2);

/** A part of the work in a process of its own: what crashes or hangs there is named here. Answers how many cases failed. */
function supervise(name: string, words: readonly string[], limit: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fuzz-'));
  const progress = join(folder, 'at');
  const child = spawn(process.execPath, ['tests/tools/run-typescript.mjs', 'tests/fuzz/archives.ts', ...words, '--progress', progress], { stdio: ['ignore', 'inherit', 'inherit'] });
  const now = (): string => {
    try {
      return readFileSync(progress, 'utf8');
    } catch {
      return '';
    }
  };
  let last = '';
  let since = 0;
  let why: string | undefined;
  const watch = setInterval(() => {
    const at = now();
    const spent = processorOf(child.pid!);
    if (at !== last) {
      last = at;
      since = spent;
    } else if (spent - since > limit) {
      why = 'it hung';
      child.kill('SIGKILL');
    }
  }, 1000);
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      const at = now().trim();
      rmSync(folder, { recursive: true, force: true });
      if (code !== null && code >= COUNTED && code <= COUNTED + MOST_COUNTED) return resolve(code - COUNTED);
      why ??= signal ?? (code === 13 ? 'it waits for what never comes' : `status ${code}`);
      process.stderr.write(`${name}: ended ${at === '' ? 'before the first case' : `in case ${at}`} (${why}); repeat it with --seed ${seed} --only ${at} --no-giants\n`);
      resolve(1);
    });
  });
}

/** Splits the cases among processes, then runs the giants one after the other. */
async function superviseAll(): Promise<number> {
  const started = Date.now();
  const share = Math.ceil(cases / jobs);
  const parts = Array.from({ length: jobs }, (_, job) => [job * share, Math.min(cases, (job + 1) * share)] as const);
  const common = ['--seed', String(seed), ...(has('keep-going') ? ['--keep-going'] : [])];
  const failures = await Promise.all(parts.map(([from, to]) => supervise(`cases ${from} to ${to}`, ['--from', String(from), '--to', String(to), ...common], HUNG)));
  let failed = failures.reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${cases} cases, seed ${seed}: ${Math.round((Date.now() - started) / 1000)} s, ${failed} failed\n`);
  if (!has('no-giants')) for (const { name } of GIANTS) failed += await supervise(name, ['--giant', name], GIANT_HUNG);
  return failed;
}

function memoryPeak(): number {
  const [, kibibytes = '0'] = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}

async function main(): Promise<number> {
  const giant = process.argv.indexOf('--giant');
  if (giant >= 0) return runGiant(process.argv[giant + 1]!, memoryPeak);
  const from = option('from', -1);
  if (from < 0 && only < 0) return superviseAll();
  const range: Range = only >= 0 ? { from: only, to: only + 1 } : { from, to: option('to', from) };
  const at = process.argv.indexOf('--progress');
  const result = await runRange({
    ...range, seed, root: process.cwd(), keepGoing: has('keep-going'), ...(at >= 0 && { progress: process.argv[at + 1]! }),
    report: (line) => void process.stderr.write(`${line}\n`),
  });
  const peak = memoryPeak();
  process.stdout.write(`${result.text}, highest memory ${Math.round(peak / 1e6)} MB\n`);
  if (peak > MEMORY_LIMIT) {
    process.stderr.write(`Cases ${range.from} to ${range.to} of seed ${seed} took more than ${MEMORY_LIMIT / 1e6} MB.\n`);
    return result.failed + 1;
  }
  return result.failed;
}

const failed = await main();
process.exit(has('progress') ? COUNTED + Math.min(MOST_COUNTED, failed) : Math.min(1, failed));
