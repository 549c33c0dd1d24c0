/**
 * `npm run bench:start -- [--rounds 7] [--dist FOLDER]`: the first paint of a second start without a network against a blank page of the same
 * server, what a first visit transfers, and how long links take to be made and opened in the page. Prints one Markdown table; see README.md.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Page, type Worker } from 'playwright';
import { build } from 'vite';
import { makeLink } from '../../src/core/permalink/make-link';
import { BROWSER_ARGUMENTS, findBrowser } from '../tools/browser.mjs';
import { serve } from '../tools/serve.mjs';
import { bigReport } from '../unit/permalink/samples';
import { bounded, markdown, median, millisecondsText, type Row } from './measure';

const words = process.argv.slice(2);
const option = (name: string): string | undefined => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
const rounds = Number(option('--rounds') ?? 7);
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-start-'));
const rows: Row[] = [];

/** Milliseconds from the navigation to the first paint of any content. */
function firstPaint(page: Page): Promise<number> {
  return page.evaluate(() => new Promise<number>((resolve) => {
    new PerformanceObserver((list, observer) => {
      const entry = list.getEntriesByName('first-contentful-paint')[0];
      if (!entry) return;
      observer.disconnect();
      resolve(entry.startTime);
    }).observe({ type: 'paint', buffered: true });
  }));
}

async function paintOf(page: Page, address: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(address, { waitUntil: 'commit' });
  return firstPaint(page);
}

/** Until the page shows what a fragment holds, by its own clock. */
function opened(page: Page, fragment: string): Promise<number> {
  return page.evaluate((hash) => new Promise<number>((resolve) => {
    const shown = document.querySelector('#view-heading');
    const started = performance.now();
    location.hash = hash;
    const look = (): void => {
      const heading = document.querySelector('#view-heading');
      if (heading !== null && heading !== shown && document.querySelector('.detached') !== null) resolve(performance.now() - started);
      else setTimeout(look);
    };
    look();
  }), fragment);
}

/** Until the dialog has the link without names, or with them again, by the page's clock: of another length it may be the same. */
function made(page: Page): Promise<number> {
  return page.evaluate(() => new Promise<number>((resolve) => {
    const field = (): string => document.querySelector<HTMLTextAreaElement>('dialog textarea')?.value ?? '';
    const before = field();
    const started = performance.now();
    [...document.querySelectorAll<HTMLInputElement>('dialog input[type=checkbox]')].at(-1)!.click();
    const look = (): void => (field() !== '' && field() !== before ? resolve(performance.now() - started) : void setTimeout(look));
    look();
  }));
}

/**
 * Milliseconds of each call in the page's own report worker, its answer made ready to be sent included: the codec without what the page draws.
 * The calls are Comlink's messages, sent from within.
 */
function calls(worker: Worker, method: 'openLink' | 'makeLink', argumentsOfCalls: readonly (readonly unknown[])[]): Promise<{ readonly times: number[]; readonly answers: unknown[] }> {
  return worker.evaluate(async ([path, all]) => {
    const times: number[] = [];
    const answers: unknown[] = [];
    const post = self.postMessage.bind(self);
    for (const given of all) {
      const started = performance.now();
      await new Promise<void>((resolve) => {
        self.postMessage = (message: unknown) => {
          times.push(performance.now() - started);
          answers.push((message as { value: unknown }).value);
          resolve();
        };
        self.dispatchEvent(new MessageEvent('message', {
          data: { id: 'bench', type: 'APPLY', path: [path], argumentList: given.map((value) => ({ type: 'RAW', value })) },
        }));
      });
    }
    self.postMessage = post;
    return { times, answers };
  }, [method, argumentsOfCalls] as const);
}

function reportLink(seed: number, size: { readonly layers: number; readonly waste: number; readonly findings: number; readonly deep?: boolean }): string {
  const link = makeLink(bigReport({ ...size, seed }));
  if (!link.ok) throw new Error(link.problem.message);
  return link.value.fragment;
}

try {
  const root = join(folder, 'site');
  if (option('--dist') === undefined) await build({ logLevel: 'warn', build: { outDir: root } });
  else cpSync(resolve(option('--dist')!), root, { recursive: true });
  writeFileSync(join(root, 'blank.html'), '<!doctype html>\n<title>blank</title>\n<p>blank\n');
  const { address, server } = await serve(root, 0);
  const executablePath = findBrowser();
  const browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args: [...BROWSER_ARGUMENTS] });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  let transferred = 0;
  context.on('requestfinished', (request) => {
    void request.sizes().then(({ responseBodySize, responseHeadersSize }) => (transferred += responseBodySize + responseHeadersSize), () => undefined);
  });
  await page.goto(address);
  await page.getByText('Works offline.').waitFor({ timeout: 120_000 });
  await page.waitForTimeout(1000);
  rows.push(bounded('first visit', 'transferred until "ready to work offline"', transferred / 1e6, 6, (value) => `${value.toFixed(2)} MB`));

  const blank: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await context.setOffline(false);
    blank.push(await paintOf(page, `${address}blank.html`));
    await context.setOffline(true);
    ours.push(await paintOf(page, address));
    await page.waitForTimeout(300);
  }
  const [own, theirs] = [median(ours), median(blank)];
  rows.push({
    ...bounded('second start', 'first paint offline, less that of a blank page from the server', own - theirs, 500, millisecondsText),
    measured: `${millisecondsText(own - theirs)}; ratio ${(own / theirs).toFixed(2)}: ${millisecondsText(own)} / ${millisecondsText(theirs)}`,
  });

  for (const [name, size] of [['typical report', { layers: 14, waste: 60, findings: 12 }], ['worst case', { layers: 25, waste: 200, findings: 30, deep: true }]] as const) {
    // The first starts the worker and fetches what shows a report.
    await opened(page, reportLink(100, size));
    const worker = page.workers().find((each) => each.url().includes('report.worker'));
    if (worker === undefined) throw new Error('The page has no report worker');
    const links = Array.from({ length: 5 * rounds }, (_, seed) => [reportLink(seed, size)]);
    const reading = await calls(worker, 'openLink', links);
    const reports = reading.answers.map((answer) => (answer as { value: { report: unknown } }).value.report);
    const writing = await calls(worker, 'makeLink', reports.map((report) => [report, {}]));
    rows.push(bounded(name, 'opening: the codec in the page\'s worker', median(reading.times), 50, millisecondsText));
    rows.push(bounded(name, 'encoding: the codec in the page\'s worker', median(writing.times), 50, millisecondsText));
    const opening: number[] = [];
    for (let round = 0; round < rounds; round += 1) opening.push(await opened(page, reportLink(round, size)));
    rows.push(bounded(name, 'link pasted into the address until the report is drawn', median(opening), undefined, millisecondsText));
    await page.getByRole('button', { name: 'Share…' }).click();
    await page.getByLabel('Link', { exact: true }).waitFor();
    const making: number[] = [];
    for (let round = 0; round < rounds; round += 1) making.push(await made(page), await made(page));
    rows.push(bounded(name, 'link made, from the click to the field', median(making), undefined, millisecondsText));
    await page.keyboard.press('Escape');
  }
  await browser.close();
  server.closeAllConnections();
  server.close();
  process.stdout.write(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Linux ${release()}, Node ${process.version}, ${rounds} rounds\n\n${markdown(rows)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
