/** After a reload files from the disk are opened again by their handles, reports by their links, in the view and order that they had; closed or cleared, they are not. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { fixturePath, saved } from './archives';
import { expect, test } from './fixture';
import { frozenLink, frozenReport } from './links';
import { drop, dropFromDisk, kept, paste, verdict } from './page';

const image = fixturePath('tide.legacy.tar');

/** How many handles the database has, whichever tab they are of. */
const handlesInDatabase = (page: Page): Promise<number> => page.evaluate(async () => {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('plimsoll');
    opening.onsuccess = () => resolve(opening.result);
  });
  const counting = database.transaction('open').objectStore('open').count();
  await new Promise((resolve) => { counting.onsuccess = resolve; });
  database.close();
  return counting.result;
});

/** How many handles tabs hold, those of several tabs counted once a tab. */
const holdersOfHandles = (page: Page): Promise<number> => page.evaluate(async () => {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name?.startsWith('plimsoll-handle ')).length;
});

/** As the page itself has it: what the driver knows comes after. */
const addressOf = (page: Page): Promise<string> => page.evaluate(() => location.href);
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

test('what a duplicated tab closes, the first still opens again', async ({ page }) => {
  await dropFromDisk(page, image);
  await expect(verdict(page)).toBeVisible();
  await expect.poll(() => kept(page)).toEqual(['tide.legacy.tar']);
  // A window that a page opens begins, like a duplicated tab, with a copy of its session storage.
  const [second] = await Promise.all([page.waitForEvent('popup'), page.evaluate(() => void window.open(location.href))]);
  await expect(verdict(second)).toBeVisible();
  await second.getByRole('button', { name: 'Close tide.legacy.tar' }).click();
  await expect.poll(() => kept(second)).toEqual([]);
  // It has let go, and the first still holds on.
  await expect.poll(() => holdersOfHandles(second)).toBe(1);
  await page.reload();
  await expect(verdict(page)).toBeVisible();
  expect(await handlesInDatabase(page)).toBe(1);
  // The last to close it takes it away, and Undo brings it back.
  await page.getByRole('button', { name: 'Close tide.legacy.tar' }).click();
  await expect.poll(() => handlesInDatabase(page)).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => handlesInDatabase(page)).toBe(1);
  await page.reload();
  await expect(verdict(page)).toBeVisible();
});

test('reports of several links come back in their order, beside a file, and the one that was shown is shown', async ({ page }) => {
  await page.goto(`./${frozenLink('d1-dockerfile.json')}`);
  await expect(openFiles(page)).toHaveCount(1);
  await dropFromDisk(page, image);
  await expect(verdict(page)).toBeVisible();
  const second = frozenLink('c1-comparison.json').slice(1);
  await paste(page, `https://example.com/#${second}`);
  await expect(openFiles(page)).toHaveCount(3);
  const names = await openFiles(page).allTextContents();
  const links = page.getByRole('list', { name: 'Open files' }).getByRole('link');
  for (const shown of [0, 2, 1]) {
    await links.nth(shown).click();
    await expect(links.nth(shown)).toHaveAttribute('aria-current', 'true');
    const address = await addressOf(page);
    await page.reload();
    await expect(openFiles(page)).toHaveText(names);
    await expect(links.nth(shown)).toHaveAttribute('aria-current', 'true');
    await expect.poll(() => addressOf(page)).toBe(address);
  }
  await page.getByRole('button', { name: /^Close / }).first().click();
  await expect(openFiles(page)).toHaveCount(2);
  await page.reload();
  await expect(openFiles(page)).toHaveText(names.slice(1));
});

test('a pasted report comes back', async ({ page }) => {
  await paste(page, JSON.stringify(frozenReport('p1-plan.json')));
  await expect(openFiles(page)).toHaveText([/./]);
  const [name = ''] = await openFiles(page).allTextContents();
  await page.reload();
  await expect(openFiles(page)).toHaveText([name]);
  await expect(page.locator('#view-heading')).toBeVisible();
  await page.getByRole('button', { name: /^Close / }).click();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible();
  await expect(openFiles(page)).toHaveCount(0);
});

test('where no file came with a handle, no database is made', async ({ page }) => {
  await drop(page, image);
  await expect(verdict(page)).toBeVisible();
  await page.getByRole('button', { name: 'Close tide.legacy.tar' }).click();
  await expect(openFiles(page)).toHaveCount(0);
  expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([]);
});
