/**
 * `npm run bench:folder -- [--files N] [--rounds N] [--dist FOLDER]`: a project folder of 100,000 files is dropped on the built page; against
 * `find -printf` on the same, and against what Chromium needs to list it and do nothing else. Prints one Markdown table; see README.md.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { dropFromDisk } from '../e2e/page';
import { serve } from '../tools/serve.mjs';
import { bounded, markdown, median, medianTimes, millisecondsText, ratio, type Row, type Times } from './measure';
import { quoted, timed } from './native';
import { BenchPage } from './page';

const words = process.argv.slice(2);
function option(name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words.splice(at, 2)[1];
}
const files = Number(option('--files') ?? 100_000);
const rounds = Number(option('--rounds') ?? 3);
const dist = option('--dist');
const PATIENCE = 300_000;
/** Milliseconds that one task may hold the page. */
const TASK = 200;
/** Files in each folder of the project. */
const TOGETHER = 100;

function writeProject(root: string): void {
  for (let at = 0; at < files; at += 1) {
    const folder = join(root, `packages/part${Math.floor(at / TOGETHER) % 40}/source${Math.floor(at / TOGETHER)}`);
    if (at % TOGETHER === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file${at % TOGETHER}.txt`), 'x');
  }
  writeFileSync(join(root, 'Dockerfile'), 'FROM debian:12\nCOPY . /srv\n');
  writeFileSync(join(root, '.dockerignore'), 'packages/part1*/**\n!**/file1.txt\n');
}

interface Round {
  readonly report: Times;
  readonly longestTask: number;
}

async function pageRound(address: string, root: string): Promise<Round> {
  const bench = await BenchPage.open(address);
  try {
    const used = bench.processor;
    await bench.page.evaluate(() => {
      window.bench.tasks.length = 0;
    });
    const started = performance.now();
    await dropFromDisk(bench.page, root);
    await bench.page.getByText('would be sent').waitFor({ timeout: PATIENCE });
    const wall = performance.now() - started;
    return { report: { wall, processor: bench.processor - used }, longestTask: await bench.page.evaluate(() => Math.max(0, ...window.bench.tasks)) };
  } finally {
    await bench.close();
  }
}

/** What no page can be faster than: the browser's own listing, on a page that throws it away. */
async function floorRound(address: string, root: string): Promise<Times> {
  const bench = await BenchPage.open(address);
  try {
    const listed = bench.page.evaluate(() => new Promise<number>((done) => {
      const walk = async (folder: FileSystemDirectoryEntry): Promise<void> => {
        const reader = folder.createReader();
        for (;;) {
          const batch = await new Promise<FileSystemEntry[]>((found, failed) => reader.readEntries(found, failed));
          if (batch.length === 0) return;
          for (const entry of batch) if (entry.isDirectory) await walk(entry as FileSystemDirectoryEntry);
        }
      };
      window.addEventListener('drop', (event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        const started = performance.now();
        void walk(event.dataTransfer!.items[0]!.webkitGetAsEntry() as FileSystemDirectoryEntry).then(() => done(performance.now() - started));
      }, { capture: true });
    }));
    await bench.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    const used = bench.processor;
    await dropFromDisk(bench.page, root);
    return { wall: await listed, processor: bench.processor - used };
  } finally {
    await bench.close();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
const root = join(folder, 'project');
const rows: Row[] = [];
try {
  writeProject(root);
  const outDir = dist ?? join(folder, 'dist');
  // A folder of its own, so that a `dist` that is being served stays as it is.
  if (dist === undefined) await build({ configFile: resolve('vite.config.ts'), logLevel: 'error', build: { outDir } });
  const { address, server } = await serve(outDir, 0);
  const pages: Round[] = [];
  const floors: Times[] = [];
  const finds: Times[] = [];
  for (let round = 0; round < rounds; round += 1) {
    pages.push(await pageRound(address, root));
    floors.push(await floorRound(address, root));
    const found = timed(`find ${quoted(root)} -type f -printf '%P %s\\n' > /dev/null`);
    if (found === undefined) throw new Error('find cannot list the folder');
    finds.push(found);
  }
  server.close();
  const name = `a project folder of ${files} files`;
  const report = medianTimes(pages.map((round) => round.report));
  rows.push(
    ratio(name, 'drop to what would be sent / Chromium listing the folder, and nothing else', report, medianTimes(floors), undefined),
    ratio(name, 'the same / `find -printf` of paths and sizes', report, medianTimes(finds), undefined),
    bounded(name, 'longest task of the main thread', median(pages.map(({ longestTask }) => longestTask)), TASK, millisecondsText),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const [cpu] = cpus();
process.stdout.write(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model ?? 'unknown'}, Linux ${release()}, Node ${process.version}; medians of ${rounds}\n\n${markdown(rows)}\n`);
process.exit(0);
