/**
 * `npm run bench -- [IMAGES…] [--dockerfiles FOLDER] [--rounds N] [--dist FOLDER] [--without-dive]`: the built page in a real Chromium, and the engine on Node,
 * against what a user would run on the same files. Prints one Markdown table; see README.md for what it means.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { build } from 'vite';
import { serve } from '../tools/serve.mjs';
import { fileTreeAnswers } from './answers';
import { diveOn } from './dive';
import { lintRounds, oneFile } from './dockerfiles';
import { engineFigures } from './engine';
import { bounded, markdown, median, medianTimes, megabytesText, millisecondsText, percentile95, ratio, type Row, type Times } from './measure';
import { listLayers, timed } from './native';
import { BenchPage, type Cancelling, type Reading } from './page';
import { typingTimes } from './typing';

const words = process.argv.slice(2);
function option(name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words.splice(at, 2)[1];
}
const rounds = Number(option('--rounds') ?? 3);
const dockerfiles = option('--dockerfiles');
const dist = option('--dist');
const withoutDive = words.includes('--without-dive');
const images = words.filter((word) => word !== '--without-dive').map((path) => resolve(path));

/** Files in the tree from which on moving, folding, sorting and searching are measured. */
const LARGE_TREE = 150_000;
const LARGE_FILE = 2e9;

const rows: Row[] = [];
const add = (...more: Row[]): void => {
  rows.push(...more);
  for (const { image, what, measured } of more) process.stderr.write(`${image}: ${what}: ${measured}\n`);
};

async function benchImage(address: string, path: string): Promise<void> {
  const name = basename(path);
  const { size } = statSync(path);
  const figures = await engineFigures(path);
  const compressions = [...new Set(figures.layers.map(({ compression }) => compression))];
  const form = compressions.includes('zstd') ? 'zstd' : compressions.includes('gzip') ? 'gzip' : 'none';
  const dive = withoutDive ? undefined : diveOn(path, compressions);
  const listing = listLayers(path, figures.layers);
  const readings: Reading[] = [];
  const native: Times[] = [];
  const dives: Times[] = [];
  let diveWord: string | undefined;
  for (let round = 0; round < rounds; round += 1) {
    const page = await BenchPage.open(address);
    readings.push(await page.read(path));
    if (round === 0 && figures.entries >= LARGE_TREE) {
      for (const { what, times, part } of await fileTreeAnswers(page.page)) {
        add(bounded(name, `file tree of ${figures.entries} entries: ${what}, 95th percentile of ${times.length}`, percentile95(times), part === true ? undefined : 100, millisecondsText));
      }
    }
    await page.close();
    const listed = timed(listing);
    if (listed === undefined) throw new Error(`tar cannot list the layers of ${path}`);
    native.push(listed);
    if (dive !== undefined && diveWord === undefined) {
      const dived = dive.run();
      if (typeof dived === 'string') diveWord = dived;
      else dives.push(dived);
    }
  }
  dive?.close();
  const ours = medianTimes(readings.map(({ report, processor }) => ({ wall: report, processor })));
  const peer = { gzip: '`gzip -dc \\| tar -tv`', zstd: '`zstd -dc \\| tar -tv`', none: 'piped `tar -tv`' }[form];
  const limit = { gzip: 0.3, zstd: 1, none: size >= 1e9 ? 0.7 : undefined }[form];
  add(
    bounded(name, 'drop to the list of layers', median(readings.map(({ layers }) => layers)), 500, millisecondsText),
    ratio(name, `drop to the report / ${peer}, one layer after the other`, ours, medianTimes(native), limit),
  );
  if (dives.length > 0) add(ratio(name, 'drop to the report / dive', ours, medianTimes(dives), { gzip: 0.4, zstd: 0.55, none: name.startsWith('chown-heavy') ? 1.2 : 0.65 }[form]));
  else if (diveWord !== undefined) add({ image: name, what: 'drop to the report / dive', measured: diveWord });
  add(
    ...afterScan(name, readings),
    bounded(name, `analysis of ${figures.entries} entries after reading, on Node`, figures.analysis, 1000, millisecondsText),
    bounded(name, 'index, bytes an entry (tables and tree)', (figures.tableBytes + figures.treeBytes) / Math.max(1, figures.entries), figures.entries > 10_000 ? 100 : undefined, (value) => value.toFixed(0)),
    bounded(name, 'renderer, highest memory', Math.max(...readings.map(({ peak }) => peak)), 350e6, megabytesText),
    bounded(name, 'longest task of the main thread', Math.max(...readings.map(({ longestTask }) => longestTask)), 200, millisecondsText),
  );
  if (size > LARGE_FILE) await benchCancel(address, path, ours.wall / 3);
}

/** A page that goes from reading to the report within a frame never shows that it merges. */
function afterScan(name: string, readings: readonly Reading[]): Row[] {
  const shown = readings.map(({ merging }) => merging).filter((time) => !Number.isNaN(time));
  return shown.length === 0 ? [] : [bounded(name, 'after the scan, in the page (second pass of hashes included)', median(shown), undefined, millisecondsText)];
}

async function benchCancel(address: string, path: string, after: number): Promise<void> {
  const name = basename(path);
  const runs: Cancelling[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await BenchPage.open(address);
    runs.push(await page.cancel(path, after));
    await page.close();
  }
  const of = (field: keyof Cancelling): number => median(runs.map((run) => run[field]));
  add(
    bounded(name, 'Cancel: the page says so', of('said'), 100, millisecondsText),
    bounded(name, 'Cancel: layer workers gone', of('workersGone'), 100, millisecondsText),
    {
      image: name, what: 'Cancel: renderer before the drop → while reading → 100 ms after → 2 s after',
      measured: [of('before'), of('reading'), of('soonAfter'), of('after')].map(megabytesText).join(' → '),
    },
  );
}

async function benchTyping(address: string): Promise<void> {
  const times = await typingTimes(address, 20);
  add(bounded('a Dockerfile of 200 lines', `findings while typing, without ShellCheck's, 95th percentile of ${times.length}`, percentile95(times), 100, millisecondsText));
}

async function benchLint(folder: string): Promise<void> {
  const one = await oneFile(folder);
  add(bounded(`a Dockerfile of ${one.lines} lines`, 'lint without ShellCheck, warm, on Node', one.milliseconds, 50, millisecondsText));
  const { files, withoutShellcheck, withShellcheck, hadolint } = lintRounds(folder, rounds, (what, times) => {
    process.stderr.write(`1,000 Dockerfiles, ${what}: ${times === undefined ? 'stopped' : `${millisecondsText(times.wall)}, processor ${millisecondsText(times.processor)}`}\n`);
  });
  const what = `1,000 Dockerfiles (${files} different)`;
  const bare = medianTimes(withoutShellcheck);
  if (hadolint.length === 0) {
    add({ image: what, what: 'lint without ShellCheck', measured: `${millisecondsText(bare.wall)}; hadolint is not installed` });
    return;
  }
  const theirs = medianTimes(hadolint);
  add(ratio(what, 'lint without ShellCheck, on Node / hadolint', bare, theirs, 1));
  if (withShellcheck !== undefined) add(ratio(what, 'lint with ShellCheck, on Node, once / hadolint', withShellcheck, theirs, undefined));
}

const outDir = mkdtempSync(join(tmpdir(), 'plimsoll-build-'));
try {
  // A folder of its own, so that a `dist` that is being served stays as it is.
  if (dist === undefined && images.length > 0) await build({ configFile: resolve('vite.config.ts'), logLevel: 'error', build: { outDir } });
  const { address, server } = await serve(dist ?? outDir, 0);
  for (const image of images) await benchImage(address, image);
  if (images.length > 0) await benchTyping(address);
  server.close();
} finally {
  rmSync(outDir, { recursive: true, force: true });
}
if (dockerfiles !== undefined) await benchLint(resolve(dockerfiles));
const [cpu] = cpus();
process.stdout.write(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model ?? 'unknown'}, Linux ${release()}, Node ${process.version}; medians of ${rounds}\n\n${markdown(rows)}\n`);
process.exit(0);
