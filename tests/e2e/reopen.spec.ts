/** After a reload a file that was dropped from the disk is opened again by its handle, in the view and order that it had; closed or cleared, it is not. */
import type { Page } from 'playwright/test';
import { fixturePath, saved } from './archives';
import { expect, test } from './fixture';
import { drop, dropFromDisk, verdict } from './page';

const image = fixturePath('tide.legacy.tar');

/** Names of the files that this tab would open again, once they are written down. */
function kept(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('plimsoll', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('open');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error('denied'));
    });
    const records = await new Promise<{ files: { name: string; handle?: unknown }[] }[]>((resolve) => {
      const all = database.transaction('open').objectStore('open').getAll();
      all.onsuccess = () => resolve(all.result as { files: { name: string; handle?: unknown }[] }[]);
    });
    database.close();
    return records.flatMap(({ files }) => files.flatMap(({ name, handle }) => (handle === undefined ? [] : [name])));
  });
}

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
