/** Folders: dropped and chosen in both ways, with what cannot be read in them; how far the reading is, and giving it up. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright/test';
import { objections } from './axe';
import { expect, test } from './fixture';
import { dropFromDisk, sideways } from './page';

const FILES = 40;
let folder = '';

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-folder-'));
  mkdirSync(join(folder, 'src'));
  for (let index = 0; index < FILES; index += 1) writeFileSync(join(folder, `src/file${index}.txt`), '12345');
  writeFileSync(join(folder, 'Dockerfile'), 'FROM debian:12\nCOPY . /srv\n');
});

test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SENT = `${FILES + 1} files`;
const headline = (page: Page): Locator => page.getByText(`would be sent, in ${SENT}`);
const bars = (page: Page): Locator => page.getByRole('region', { name: 'Reading folders' });

declare global {
  interface Window {
    letGo(): void;
  }
}

/** From the tenth file on the browser answers only when it is let go. Entries have no name in the page: their kind is met when one is taken. */
function holdSizes(): void {
  type Entries = FileSystemEntry & { getMetadata(...words: unknown[]): void };
  const held: (() => void)[] = [];
  let free = false;
  window.letGo = () => {
    free = true;
    held.splice(0).forEach((go) => go());
  };
  const { webkitGetAsEntry } = DataTransferItem.prototype;
  let asked = 0;
  let known = false;
  DataTransferItem.prototype.webkitGetAsEntry = function () {
    const entry = webkitGetAsEntry.call(this);
    if (entry === null || known) return entry;
    known = true;
    let kind = Object.getPrototypeOf(entry) as Entries;
    while (!Object.hasOwn(kind, 'getMetadata')) kind = Object.getPrototypeOf(kind) as Entries;
    const { getMetadata } = kind;
    kind.getMetadata = function (...words) {
      asked += 1;
      const go = (): void => getMetadata.apply(this, words);
      if (free || asked < 10) go();
      else held.push(go);
    };
    return entry;
  };
}

test('a dropped folder says how far it is', async ({ page }) => {
  await page.goto('./');
  await page.evaluate(holdSizes);
  await dropFromDisk(page, folder);
  await expect(bars(page).getByText(`of ${SENT} measured`)).toBeVisible();
  expect(await objections(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 640 });
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await page.evaluate(() => window.letGo());
  await expect(headline(page)).toBeVisible();
  await expect(bars(page)).toHaveCount(0);
});

for (const [how, cancel] of [
  ['its button', (page: Page) => bars(page).getByRole('button', { name: 'Cancel' }).click()],
  ['Escape', (page: Page) => page.keyboard.press('Escape')],
] as const) {
  test(`reading a folder is given up by ${how}, and nothing of it is opened`, async ({ page }) => {
    await page.goto('./');
    await page.evaluate(holdSizes);
    await dropFromDisk(page, folder);
    await expect(bars(page).getByText(`of ${SENT} measured`)).toBeVisible();
    await cancel(page);
    await expect(bars(page)).toHaveCount(0);
    await page.evaluate(() => window.letGo());
    // What is dropped next is read as ever, and stands alone.
    await dropFromDisk(page, folder);
    await expect(headline(page)).toBeVisible();
    await expect(page.getByRole('list', { name: 'Open files' }).getByRole('link')).toHaveCount(2);
  });
}

test('a folder is chosen by the picker', async ({ page }) => {
  await page.goto('./');
  // A dialog cannot be answered from outside; the answer is a folder of the browser's own.
  await page.evaluate(async () => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('project', { create: true });
    const write = async (into: FileSystemDirectoryHandle, name: string, text: string): Promise<void> => {
      const stream = await (await into.getFileHandle(name, { create: true })).createWritable();
      await stream.write(text);
      await stream.close();
    };
    await write(root, 'Dockerfile', 'FROM debian:12\nCOPY src /srv\n');
    await write(root, '.dockerignore', 'src/b*\n');
    const src = await root.getDirectoryHandle('src', { create: true });
    await write(src, 'a.txt', '12345');
    await write(src, 'b.txt', '1234567');
    Object.assign(window, { showDirectoryPicker: () => Promise.resolve(root) });
  });
  await page.getByRole('button', { name: 'Choose a folder' }).click();
  await expect(page.getByText('would be sent, in 3 files')).toBeVisible();
  await expect(page.getByRole('region', { name: 'In short' }).getByText('7 B')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Open files' }).getByRole('link')).toHaveCount(2);
});

for (const [where, prepare] of [
  ['there is no picker', (): unknown => Object.assign(window, { showDirectoryPicker: undefined })],
  ['a policy refuses the picker', (): unknown => Object.assign(window, { showDirectoryPicker: () => Promise.reject(new DOMException('', 'AbortError')) })],
] as const) {
  test(`where ${where}, the field takes its place`, async ({ page }) => {
    await page.goto('./');
    await page.evaluate(prepare);
    const dialog = page.waitForEvent('filechooser');
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    await page.getByRole('button', { name: 'Choose a folder' }).click();
    await (await dialog).setFiles(folder);
    await expect(headline(page)).toBeVisible();
    await expect(bars(page)).toHaveCount(0);
  });
}

test('links that lead round in a circle or nowhere, and an ignored Dockerfile, hinder nothing', async ({ page }) => {
  symlinkSync('..', join(folder, 'src/round'));
  symlinkSync('nowhere', join(folder, 'src/broken'));
  writeFileSync(join(folder, '.dockerignore'), 'Dockerfile\nsrc/file1*\n');
  await page.goto('./');
  await dropFromDisk(page, folder);
  await expect(page.getByText(`would be sent, in ${FILES - 11 + 2} files`)).toBeVisible();
  await expect(page.getByText('.dockerignore leaves out Dockerfile.')).toBeVisible();
});
