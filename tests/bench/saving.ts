/** Saves a squashed image through the page, in a browser with a profile on disk as people have it: a private window keeps its files in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { BROWSER_ARGUMENTS, findBrowser } from '../tools/browser.mjs';
import type { Times } from './measure';
import { dropFile } from './page';
import { family, commandOf, memoryOf, processorOf, renderersOf } from './processes';

/** Where the page writes: the browser's private folder for the page, or a file that the person chose. */
export type SavingPlace = 'private' | 'file';

export interface Saving extends Times {
  /** Bytes that the renderer held before saving, and at its highest while it saved. */
  readonly before: number;
  readonly peak: number;
}

const PATIENCE = 300_000;

/** Opens the image, squashes all of its layers, and measures from the click to the page's word that the image is written. */
export async function savingRound(address: string, path: string, place: SavingPlace): Promise<Saving> {
  return withBrowser((page, browser) => save(page, address, path, place, browser));
}

async function withBrowser<T>(act: (page: Page, browser: number) => Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'plimsoll-profile-'));
  const executablePath = findBrowser();
  const context = await chromium.launchPersistentContext(profile, {
    ...(executablePath !== undefined && { executablePath }), args: [...BROWSER_ARGUMENTS], viewport: { width: 1280, height: 800 }, serviceWorkers: 'block', acceptDownloads: false,
  });
  try {
    const browser = family(process.pid).find((child) => commandOf(child).includes(`--user-data-dir=${profile}`) && !commandOf(child).includes('--type='))!;
    return await act(await context.newPage(), browser);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** What the browser needs to copy the file into a chosen one by itself, in the pieces of our own saving: the floor of it. */
export async function browserCopyRound(address: string, path: string): Promise<Times> {
  return withBrowser(async (page, browser) => {
    await page.goto(address);
    await page.evaluate(() => document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'copied' })));
    await page.locator('#copied').setInputFiles(path);
    const [started, used] = [performance.now(), processorOf(browser)];
    await page.evaluate(async (piece) => {
      const file = document.querySelector<HTMLInputElement>('#copied')!.files![0]!;
      const stream = await (await (await navigator.storage.getDirectory()).getFileHandle('copy.tar', { create: true })).createWritable();
      for (let at = 0; at < file.size; at += piece) await stream.write(file.slice(at, at + piece));
      await stream.close();
    }, 32 << 20);
    return { wall: performance.now() - started, processor: processorOf(browser) - used };
  });
}

async function save(page: Page, address: string, path: string, place: SavingPlace, browser: number): Promise<Saving> {
  await page.addInitScript(place === 'private' ? withoutPicker : pickerOfPrivateFile);
  await page.goto(address);
  await page.waitForLoadState('networkidle');
  await dropFile(page, page.context(), path);
  await page.locator('#load-heading').waitFor({ timeout: PATIENCE });
  await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name: 'Squash' }).click();
  await page.getByRole('button', { name: /^Everything/ }).click();
  const button = page.getByRole('button', { name: 'Save squashed image…' });
  await page.waitForFunction(() => document.querySelector<HTMLButtonElement>('form.write button.primary')?.disabled === false, undefined, { timeout: PATIENCE });
  // What reading and the preview left over is not the saving's.
  await page.waitForTimeout(3000);
  const renderer = renderersOf(browser).toSorted((a, b) => memoryOf(b, 'VmRSS') - memoryOf(a, 'VmRSS'))[0]!;
  const before = memoryOf(renderer, 'VmRSS');
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, memoryOf(renderer, 'VmRSS'))), 20);
  const [started, used] = [performance.now(), processorOf(browser)];
  await button.click();
  await page.locator('form.write .done').waitFor({ timeout: PATIENCE });
  const times = { wall: performance.now() - started, processor: processorOf(browser) - used };
  clearInterval(watch);
  return { ...times, before, peak };
}

function withoutPicker(): void {
  delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker;
}

/** A picker cannot be answered from outside; a file of the private folder is written by the same code of the browser. */
function pickerOfPrivateFile(): void {
  (window as { showSaveFilePicker?: () => Promise<FileSystemFileHandle> }).showSaveFilePicker = async () =>
    (await navigator.storage.getDirectory()).getFileHandle('chosen.tar', { create: true });
}
