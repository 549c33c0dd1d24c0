/**
 * `npm run bench:compare -- [--files N] [--rounds N] [--dist FOLDER]`: two images of 300,000 files each are made, read and compared in the
 * built page, with the lists scrolled while the checks still run; against `comm` on both listings. Prints one Markdown table; see README.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { serve } from '../tools/serve.mjs';
import { writeLargePair } from './large-pair';
import { bounded, markdown, median, medianTimes, millisecondsText, percentile95, ratio, type Row, type Times } from './measure';
import { quoted, timed } from './native';
import { BenchPage } from './page';

const words = process.argv.slice(2);
function option(name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words.splice(at, 2)[1];
}
const files = Number(option('--files') ?? 300_000);
const rounds = Number(option('--rounds') ?? 3);
const dist = option('--dist');

/** Milliseconds until the difference is painted, and until rows are that come into sight. */
const ANSWER = 2000;
const SCROLL = 100;
const PATIENCE = 300_000;

interface Comparing {
  readonly difference: Times;
  readonly checks: number;
  /** Milliseconds of each jump in the list of removed files until its rows were painted, while the checks ran. */
  readonly jumps: readonly number[];
}

async function compareRound(address: string, before: string, after: string): Promise<Comparing> {
  const bench = await BenchPage.open(address);
  const { page } = bench;
  try {
    for (const path of [before, after]) {
      await bench.drop(path);
      await page.locator('.reading').first().waitFor({ timeout: PATIENCE });
      await page.locator('#load-heading').waitFor({ timeout: PATIENCE });
    }
    // What the overview asks for by itself is not the comparison's.
    await page.waitForTimeout(8000);
    const used = bench.processor;
    const shown = await page.evaluate(showComparison);
    const difference = { wall: shown, processor: bench.processor - used };
    const jumps = await page.evaluate(jumpAbout);
    await page.waitForFunction(() => document.querySelector('.verdict progress') === null, undefined, { timeout: PATIENCE, polling: 50 });
    return { difference, checks: await page.evaluate(() => performance.now() - window.benchClicked), jumps };
  } finally {
    await bench.close();
  }
}

declare global {
  interface Window {
    benchClicked: number;
  }
}

/** From the click on the view's link until the difference was painted. */
function showComparison(): Promise<number> {
  return new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('.compare .sum dl')) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - window.benchClicked)));
    });
    observer.observe(document.body, { childList: true, subtree: true });
    window.benchClicked = performance.now();
    document.querySelector<HTMLElement>('nav a[href*="view=compare"]')!.click();
  });
}

/** Jumps from end to end of the list of removed files for as long as the checks run, forty times at most. */
async function jumpAbout(): Promise<number[]> {
  const painted = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  document.querySelector<HTMLElement>('.compare .segments input[value="removed"]')!.click();
  while (!document.querySelector('.rows [role="gridcell"].first')) await painted();
  const viewport = document.querySelector<HTMLElement>('.rows .viewport')!;
  const times: number[] = [];
  for (let jump = 1; jump <= 40 && document.querySelector('.verdict progress'); jump += 1) {
    const started = performance.now();
    viewport.scrollTop = ((jump * 0.381966) % 1) * viewport.scrollHeight;
    await painted();
    while (document.querySelector('.rows .waiting')) await painted();
    times.push(performance.now() - started);
  }
  return times;
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
const [before, after] = [join(folder, 'before.tar'), join(folder, 'after.tar')];
const rows: Row[] = [];
try {
  writeLargePair(before, after, files);
  const outDir = dist ?? join(folder, 'dist');
  // A folder of its own, so that a `dist` that is being served stays as it is.
  if (dist === undefined) await build({ configFile: resolve('vite.config.ts'), logLevel: 'error', build: { outDir } });
  const { address, server } = await serve(outDir, 0);
  const measured: Comparing[] = [];
  const native: Times[] = [];
  for (let round = 0; round < rounds; round += 1) {
    measured.push(await compareRound(address, before, after));
    const listing = (path: string): string => `<(tar -xOf ${quoted(path)} layer.tar | tar -t | LC_ALL=C sort)`;
    const compared = timed(`LC_ALL=C comm -3 ${listing(before)} ${listing(after)} > /dev/null`);
    if (compared === undefined) throw new Error('comm cannot compare the listings');
    native.push(compared);
  }
  server.close();
  const name = `two images of ${files} files`;
  const difference = medianTimes(measured.map((round) => round.difference));
  const jumps = measured.flatMap((round) => round.jumps);
  rows.push(
    bounded(name, 'from the click to the difference', difference.wall, ANSWER, millisecondsText),
    ratio(name, 'the same / `comm` on both listings, tars read included', difference, medianTimes(native), undefined),
    { image: name, what: 'from the click to what may be missed', measured: millisecondsText(median(measured.map(({ checks }) => checks))) },
    bounded(name, `a jump in the list while the checks run, 95th percentile of ${jumps.length}`, percentile95(jumps), SCROLL, millisecondsText),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const [cpu] = cpus();
process.stdout.write(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model ?? 'unknown'}, Linux ${release()}, Node ${process.version}; medians of ${rounds}\n\n${markdown(rows)}\n`);
process.exit(0);
