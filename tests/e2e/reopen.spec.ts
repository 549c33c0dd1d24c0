/** After a reload a file from the disk is opened again by its handle, in the view and order that it had; closed or cleared, it is not. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { fixturePath, saved } from './archives';
import { expect, test } from './fixture';
import { drop, dropFromDisk, kept, verdict } from './page';

const image = fixturePath('tide.legacy.tar');

const openFiles = (page: Page) => page.getByRole('list', { name: 'Open files' }).getByRole('listitem');

test.beforeEach(async ({ page }) => {
  await page.goto('./');
});

test('the image comes back by itself, in its view', async ({ page }) => {
  await dropFromDisk(page, image);
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press('4');
  await page.getByLabel('Search files').fill('caf');
  await expect.poll(() => new URL(page.url()).hash).toBe('#view=files&q=caf');
  await expect.poll(() => kept(page)).toEqual(['tide.legacy.tar']);
  await page.reload();
  await expect(page.getByRole('treegrid', { name: 'Files' }).locator('[data-index="0"]')).toBeVisible();
  await expect(page.getByLabel('Search files')).toHaveValue('caf');
  expect(new URL(page.url()).hash).toBe('#view=files&q=caf');
});

test('several come back in their order, without what had no handle', async ({ page }) => {
  await drop(page, { name: 'pasted.Dockerfile', text: 'FROM scratch\n' });
  await expect(openFiles(page)).toHaveCount(1);
  await dropFromDisk(page, saved('Dockerfile', Buffer.from('FROM debian:12\nMAINTAINER me\n')), image);
  await expect(openFiles(page)).toHaveCount(3);
  await page.getByRole('list', { name: 'Open files' }).getByRole('link', { name: 'tide.legacy.tar' }).click();
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press('2');
  await expect.poll(() => new URL(page.url()).hash).toBe('#view=layers&doc=3');
  await expect.poll(() => kept(page)).toEqual(['Dockerfile', 'tide.legacy.tar']);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Layers', level: 1 })).toBeVisible();
  await expect(openFiles(page)).toHaveText([/^Dockerfile/, /^tide\.legacy\.tar/]);
  expect(new URL(page.url()).hash).toBe('#view=layers&doc=2');
});

test('what was closed, or cleared from the list, is asked for', async ({ page }) => {
  await dropFromDisk(page, image);
  await expect(verdict(page)).toBeVisible();
  await expect.poll(() => kept(page)).toEqual(['tide.legacy.tar']);
  const view = page.url();
  await page.getByRole('button', { name: 'Close tide.legacy.tar' }).click();
  await expect.poll(() => kept(page)).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => kept(page)).toEqual(['tide.legacy.tar']);
  await page.getByRole('link', { name: 'Plimsoll, start' }).click();
  await page.getByRole('region', { name: 'Recent files' }).getByRole('button', { name: 'Clear' }).click();
  await expect.poll(() => kept(page)).toEqual([]);
  await page.goto('about:blank');
  await page.goto(view);
  await expect(page.getByText('drop it again, and the view comes back')).toBeVisible();
});

test('where the browser wants to ask first, a button asks', async ({ page }) => {
  await dropFromDisk(page, image);
  await expect(verdict(page)).toBeVisible();
  await expect.poll(() => kept(page)).toEqual(['tide.legacy.tar']);
  // As after a restart of the browser: known, but not granted until the person says so.
  await page.addInitScript(() => {
    const handle = FileSystemHandle.prototype as unknown as Record<string, unknown>;
    handle['queryPermission'] = () => Promise.resolve('prompt');
    handle['requestPermission'] = () => Promise.resolve('granted');
  });
  await page.reload();
  await page.getByRole('button', { name: 'Open tide.legacy.tar again' }).click();
  await expect(verdict(page)).toBeVisible();
});

test('from the start screen they come back as they lay there', async ({ page }) => {
  await dropFromDisk(page, image);
  await expect(verdict(page)).toBeVisible();
  await expect.poll(() => kept(page)).toEqual(['tide.legacy.tar']);
  await page.getByRole('link', { name: 'Plimsoll, start' }).click();
  await page.reload();
  await expect(openFiles(page)).toHaveText([/^tide\.legacy\.tar/]);
  await expect(page.getByRole('heading', { name: 'How much of your image is dead weight?' })).toBeVisible();
  await page.goBack();
  await expect(verdict(page)).toBeVisible();
});

/** Makes the picker of the browser answer with a file of the page's own storage, whose handles are like those of the disk. */
async function answerPicker(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.evaluate(async ([name, text]) => {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle(name, { create: true });
    const stream = await handle.createWritable();
    await stream.write(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
    await stream.close();
    Object.assign(window, { showOpenFilePicker: () => Promise.resolve([handle]) });
  }, [name, bytes.toString('base64')] as const);
}

test('what was chosen in the dialog comes back too', async ({ page }) => {
  await answerPicker(page, 'chosen.tar', readFileSync(image));
  await page.getByRole('button', { name: 'Choose files' }).click();
  await expect(verdict(page)).toBeVisible();
  await expect.poll(() => kept(page)).toEqual(['chosen.tar']);
  await page.reload();
  await expect(verdict(page)).toBeVisible();
  await expect(openFiles(page)).toHaveText([/^chosen\.tar/]);
});

test('a dialog that was shown and cancelled is not followed by another, one that was refused is', async ({ page }) => {
  /** How often the field of the page was asked, once the picker has said no. */
  const asked = (shown: boolean): Promise<number> => page.evaluate(async (shown) => {
    let times = 0;
    const count = (event: Event): void => {
      event.preventDefault();
      times += 1;
    };
    const field = document.getElementById('open-files')!;
    field.addEventListener('click', count);
    await new Promise<void>((resolve) => {
      Object.assign(window, {
        showOpenFilePicker: () => {
          if (shown) window.dispatchEvent(new Event('blur'));
          setTimeout(resolve);
          return Promise.reject(new DOMException('', 'AbortError'));
        },
      });
      [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.startsWith('Choose files'))?.click();
    });
    field.removeEventListener('click', count);
    return times;
  }, shown);
  expect(await asked(true)).toBe(0);
  expect(await asked(false)).toBe(1);
  expect(await asked(true)).toBe(0);
});

test('where no file came with a handle, no database is made', async ({ page }) => {
  await drop(page, image);
  await expect(verdict(page)).toBeVisible();
  await page.getByRole('button', { name: 'Close tide.legacy.tar' }).click();
  await expect(openFiles(page)).toHaveCount(0);
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([]);
});
