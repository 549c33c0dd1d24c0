/**
 * `npm run bench:squash -- IMAGES… [--rounds N] [--dist FOLDER] [--without-page]`: all layers squashed and written, by the engine on Node and
 * by the built page in a real Chromium, against `cp` of the same file on the same disk. Prints one Markdown table; see README.md.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { build } from 'vite';
import { rangeEvidence } from '../../src/core/squash/evidence';
import { planSquash } from '../../src/core/squash/plan';
import { predictSquash, writeSquashed } from '../../src/core/squash/write';
import { findHidden, largestFirst } from '../../src/core/waste/hidden';
import { openFileSink } from '../headless/file-sink';
import { createNodeSha256 } from '../headless/node-sha256';
import { analyse, contentOf, openImageFile } from '../headless/open-image';
import { serve } from '../tools/serve.mjs';
import { bounded, markdown, median, medianTimes, megabytesText, millisecondsText, ratio, type Row, type Times } from './measure';
import { quoted, timed } from './native';
import { memoryOf } from './processes';
import { browserCopyRound, savingRound, type SavingPlace } from './saving';

const words = process.argv.slice(2);
function option(name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words.splice(at, 2)[1];
}
const rounds = Number(option('--rounds') ?? 3);
const dist = option('--dist');
const withoutPage = words.indexOf('--without-page');
if (withoutPage >= 0) words.splice(withoutPage, 1);
const images = words.map((path) => resolve(path));
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));

const rows: Row[] = [];
const add = (...more: Row[]): void => {
  rows.push(...more);
  for (const { image, what, measured } of more) process.stderr.write(`${image}: ${what}: ${measured}\n`);
};

/** A written image may take half of `cp`'s speed. */
const WRITING = 2;
const MEMORY = 300e6;

async function benchEngine(path: string): Promise<void> {
  const name = basename(path);
  const file = await openImageFile(path);
  if (!file.ok) throw new Error(file.problem.message);
  const outcome = await analyse(file.value, 0);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  const analysed = outcome.value;
  const range = { from: 0, to: analysed.image.layers.length - 1 };
  const out = join(folder, 'squashed.tar');
  const [writing, copying]: [Times[], Times[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    copying.push(copyRound(path));
    writing.push(await measured(async () => {
      const written = await writeSquashed(analysed, contentOf(file.value), range, { createDigester: createNodeSha256 }, await openFileSink(out), file.value.codecs);
      if (!written.ok) throw new Error(written.problem.message);
    }));
    rmSync(out, { force: true });
  }
  const copy = medianTimes(copying);
  add(ratio(name, 'all layers written as one, on Node / `cp`', medianTimes(writing), copy, WRITING));
  let peak = 0;
  const whole = await measured(async () => void (peak = await command(path, range.to, out)));
  rmSync(out, { force: true });
  add(
    { image: name, what: 'the whole command, with opening and analysis / `cp`', measured: `${(whole.wall / copy.wall).toFixed(2)}: ${millisecondsText(whole.wall)} / ${millisecondsText(copy.wall)}` },
    bounded(name, 'the whole command, highest memory', peak, MEMORY, megabytesText),
  );
  const plan = await measured(() => Promise.resolve(void planSquash(analysed)));
  const hidden = largestFirst(findHidden(analysed.fs));
  const simulation = await measured(() => {
    predictSquash(analysed, range);
    rangeEvidence(analysed, range, 0, hidden, 5000);
    return Promise.resolve();
  });
  add(
    bounded(name, `the plan of all ${planSquash(analysed).ranges.length} ranges`, plan.wall, 1000, millisecondsText),
    bounded(name, 'one range simulated, with its evidence', simulation.wall, 1000, millisecondsText),
  );
  await file.value.close();
}

function copyRound(path: string): Times {
  const to = join(folder, 'copy.tar');
  const times = timed(`cp ${quoted(path)} ${quoted(to)}`);
  rmSync(to, { force: true });
  if (times === undefined) throw new Error(`cp cannot copy ${path}`);
  return times;
}

/** Of this process: the threads that hash count too. */
async function measured(act: () => Promise<void>): Promise<Times> {
  const [started, used] = [performance.now(), process.cpuUsage()];
  await act();
  const { user, system } = process.cpuUsage(used);
  return { wall: performance.now() - started, processor: (user + system) / 1000 };
}

// npm runs its scripts in the project's folder; this code runs from a bundle elsewhere.
const HEADLESS = join(process.cwd(), 'tests/headless/main.mjs');

/** The headless command; answers the highest memory of its process. */
function command(path: string, to: number, out: string): Promise<number> {
  const child = spawn(process.execPath, [HEADLESS, 'squash', path, '--from', '0', '--to', String(to), '--out', out], { stdio: 'ignore' });
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, memoryOf(child.pid!, 'VmHWM'))), 20);
  return new Promise((answer, fail) => {
    child.on('exit', (status) => {
      clearInterval(watch);
      if (status === 0) answer(peak);
      else fail(new Error(`squash ended with status ${status}`));
    });
  });
}

async function benchPage(address: string, path: string): Promise<void> {
  const name = basename(path);
  const [alone, plain]: [Times[], Times[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    plain.push(copyRound(path));
    alone.push(await browserCopyRound(address, path));
  }
  add(ratio(name, 'the browser alone, copying the file into a chosen one, nothing digested / `cp`', medianTimes(alone), medianTimes(plain), undefined));
  for (const [place, what] of [['private', 'the browser\'s folder'], ['file', 'a chosen file']] as const satisfies readonly (readonly [SavingPlace, string])[]) {
    const [savings, copying]: [Awaited<ReturnType<typeof savingRound>>[], Times[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      copying.push(copyRound(path));
      savings.push(await savingRound(address, path, place));
    }
    add(
      ratio(name, `the same in the page, into ${what} / \`cp\``, medianTimes(savings), medianTimes(copying), WRITING),
      { image: name, what: `renderer while it writes into ${what}: before → highest`, measured: `${megabytesText(median(savings.map(({ before }) => before)))} → ${megabytesText(median(savings.map(({ peak }) => peak)))}` },
    );
  }
}

try {
  // The first call after a change of the sources bundles them, which is not to be measured.
  spawnSync(process.execPath, [HEADLESS, 'squash'], { stdio: 'ignore' });
  for (const image of images) await benchEngine(image);
  if (withoutPage < 0) {
    const outDir = dist ?? join(folder, 'dist');
    // A folder of its own, so that a `dist` that is being served stays as it is.
    if (dist === undefined) await build({ configFile: resolve('vite.config.ts'), logLevel: 'error', build: { outDir } });
    const { address, server } = await serve(outDir, 0);
    for (const image of images) await benchPage(address, image);
    server.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const [cpu] = cpus();
process.stdout.write(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model ?? 'unknown'}, Linux ${release()}, Node ${process.version}; medians of ${rounds}\n\n${markdown(rows)}\n`);
process.exit(0);
