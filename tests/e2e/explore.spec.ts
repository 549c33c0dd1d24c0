/** The views that go further than the report: packages, picture, squash, comparison, plan; files looked into and saved. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright/test';
import { layerTar, type Item } from '../unit/squash/images';
import { fixturePath, imageOf, imageOfLayers, saved } from './archives';
import { objections } from './axe';
import { expect, test } from './fixture';
import { headless } from './headless';
import { copiedBy, downloadBy, drop, sideways } from './page';

const sample = (name: string): string => fileURLToPath(new URL(`../../public/samples/${name}`, import.meta.url));
const views = (page: Page): Locator => page.getByRole('navigation', { name: 'Views of this image' });
const heading = (page: Page, name: string): Locator => page.getByRole('heading', { level: 1, name });

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [device, viewport] of [['desktop', { width: 1440, height: 900 }], ['tablet', { width: 768, height: 1024 }], ['phone', { width: 390, height: 844 }]] as const) {
    test(`${device}, ${colorScheme}: axe finds nothing, and nothing is wider than the screen`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ colorScheme, viewport, hasTouch: device === 'phone', ...(baseURL !== undefined && { baseURL }) });
      const page = await context.newPage();
      await page.goto('./');
      await drop(page, sample('sample.tar'), fixturePath('tide.legacy.tar'), sample('Dockerfile'));
      for (const name of ['Packages', 'Picture', 'Squash', 'Compare', 'Plan'] as const) {
        await test.step(name, async () => {
          await views(page).getByRole('link', { name }).click();
          await expect(heading(page, name)).toBeVisible();
          await expect(page.getByText(/^(Loading|Working out|Comparing|Looking|Checking|Reading the package).*…$/)).toHaveCount(0);
          expect(await objections(page)).toEqual([]);
          expect(await sideways(page)).toBeLessThanOrEqual(0);
        });
      }
      await context.close();
    });
  }
}

test('a squashed image is saved, and the engine reads what was predicted', async ({ page }) => {
  // Without a picker the browser's own folder takes it, from where it is downloaded.
  await page.addInitScript(() => {
    delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker;
  });
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await views(page).getByRole('link', { name: 'Squash' }).click();
  await page.getByRole('button', { name: /^Everything/ }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save squashed image…' }).click()]);
  const path = saved('squashed.tar', readFileSync(await download.path()));
  expect(headless('image', path).output).toMatchObject({ totals: { bytes: 51_010, reachableBytes: 51_010, hiddenBytes: 0 } });
});

test('the range is chosen by keyboard, and the address keeps it', async ({ page }) => {
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await views(page).getByRole('link', { name: 'Squash' }).click();
  await page.getByRole('slider', { name: 'Range of layers to squash' }).focus();
  await page.keyboard.press('PageUp');
  await expect.poll(() => new URL(page.url()).hash).toBe('#view=squash&from=0&to=4');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => new URL(page.url()).hash).toBe('#view=squash&from=0&to=3');
  await expect(page.getByRole('heading', { name: 'Layers 0 to 3' })).toBeVisible();
});

test('a file tells its story, shows its content and is saved as it is', async ({ page }) => {
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await views(page).getByRole('link', { name: 'Files' }).click();
  await page.getByLabel('Search files').fill('caf');
  await page.getByRole('treegrid', { name: 'Files' }).locator('[role=row][aria-level="2"]').first().click();
  const detail = page.getByRole('region', { name: 'Details of the selected path' });
  await expect(detail.getByText(/adds it/)).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), detail.getByRole('button', { name: /^Save/ }).click()]);
  const stated = Number((await detail.locator('.sum .small').textContent())?.replace(/\D/g, ''));
  expect(readFileSync(await download.path()).length).toBe(stated);
  await detail.getByRole('button', { name: /^View/ }).click();
  await expect(page.getByRole('dialog', { name: 'Content' }).getByText(/as layer \d+ has it/)).toBeVisible();
});

test('a link, a device and an empty file are saved too, and a file with its owner and mode', async ({ page }) => {
  const entries: readonly Item[] = [
    { path: 'app/link', type: 'symlink', link: '../etc/base' }, { path: 'app/tty', type: 'char', device: [4, 64], mode: 0o620 },
    { path: 'app/empty', type: 'file' }, { path: 'app/run', type: 'file', content: 'go', mode: 0o750, uid: 7 },
  ];
  await page.goto('./');
  await drop(page, await imageOfLayers('odd.tar', [{ tar: layerTar([{ path: 'etc/base', type: 'file', content: 'b' }]), command: 'ADD' }, { tar: layerTar(entries), command: 'COPY' }], 'e2e/odd:1'));
  await views(page).getByRole('link', { name: 'Files' }).click();
  const detail = page.getByRole('region', { name: 'Details of the selected path' });
  const save = async (name: string, button: string | RegExp): Promise<{ readonly name: string; readonly path: string }> => {
    await page.getByLabel('Search files').fill(`app/${name}`);
    const row = page.getByRole('treegrid', { name: 'Files' }).locator('[role=row][aria-level="2"]');
    await expect(row).toHaveCount(1);
    await row.click();
    await expect(detail.locator('.path').first()).toContainText(name);
    const file = await downloadBy(detail.getByRole('button', { name: button }));
    return { name: file.suggestedFilename(), path: await file.path() };
  };
  const listing = (path: string): string => execFileSync('tar', ['-tvf', path, '--numeric-owner'], { encoding: 'utf8' });
  const link = await save('link', 'Save as tar');
  expect(link.name).toBe('link.tar');
  expect(listing(link.path)).toMatch(/^l\S+ .* link -> \.\.\/etc\/base\n$/);
  expect(listing((await save('tty', 'Save as tar')).path)).toMatch(/^crw--w---- 0\/0\s+4,64 .* tty\n$/);
  const empty = await save('empty', /^Save/);
  expect(readFileSync(empty.path).length).toBe(0);
  expect(listing((await save('run', 'As tar')).path)).toMatch(/^-rwxr-x--- 7\/0\s+2 .* run\n$/);
});

test('a file without an extension is saved under its own name', async ({ page }) => {
  await page.goto('./');
  await drop(page, await imageOf('bare.tar', { 'app/tide': '\x7fELF\0\0' }));
  await views(page).getByRole('link', { name: 'Files' }).click();
  await page.getByLabel('Search files').fill('tide');
  await page.getByRole('treegrid', { name: 'Files' }).locator('[role=row][aria-level="2"]').first().click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('x')]);
  expect(download.suggestedFilename()).toBe('tide');
});

test('the picture zooms by keyboard, and the table beside it does the same', async ({ page }) => {
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await views(page).getByRole('link', { name: 'Picture' }).click();
  const table = page.getByRole('table', { name: /What lies in/ });
  const first = table.getByRole('button').first();
  const name = await first.textContent();
  await page.getByRole('application').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).hash).toBe(`#view=picture&at=${name?.replace('/', '')}`);
  await page.keyboard.press('Backspace');
  await expect.poll(() => new URL(page.url()).hash).toBe('#view=picture');
});

test('two images are compared, and the sides swapped', async ({ page }) => {
  await page.goto('./');
  await drop(page, sample('sample.tar'), fixturePath('tide.legacy.tar'));
  await views(page).getByRole('link', { name: 'Compare' }).click();
  await expect(page.getByRole('term').filter({ hasText: 'Unchanged' })).toBeVisible();
  await page.getByRole('radio', { name: /^Removed/ }).check();
  await expect(page.getByRole('treegrid', { name: 'Removed files' }).locator('[data-index="0"]')).toBeVisible();
  await page.getByRole('button', { name: 'Swap the sides' }).click();
  await expect.poll(() => new URL(page.url()).hash).toContain('with=1');
  await expect(page.getByRole('term').filter({ hasText: 'Unchanged' })).toBeVisible();
});

test('the ticked steps of the plan make one patch, copied and downloaded', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('./');
  await drop(page, sample('sample.tar'), sample('Dockerfile'));
  await views(page).getByRole('link', { name: 'Plan' }).click();
  const whole = page.getByRole('region', { name: 'Patch of all ticked steps' });
  await expect(whole).toContainText(/in one patch for git apply/);
  await expect(whole).toContainText(/have no patch/);
  const copied = await copiedBy(whole.getByRole('button', { name: 'Copy patch of all' }));
  const download = page.waitForEvent('download');
  await whole.getByRole('button', { name: 'Download patch' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('Dockerfile.patch');
  expect(readFileSync(await file.path(), 'utf8')).toBe(copied);
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-plan-'));
  try {
    copyFileSync(sample('Dockerfile'), join(folder, 'Dockerfile'));
    execFileSync('git', ['init', '-q', folder]);
    execFileSync('git', ['apply', '-'], { cwd: folder, input: copied });
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).not.toBe(readFileSync(sample('Dockerfile'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const boxes = page.getByRole('checkbox', { name: /^Take the step/, checked: true });
  while (await boxes.count() > 0) await boxes.first().uncheck();
  await expect(whole).toContainText('None of the ticked steps has a patch.');
});

test('the plan of a Dockerfile alone shows its steps ticked, and its patch is theirs', async ({ page }) => {
  await page.goto('./');
  await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nCOPY requirements.txt /srv/\nRUN pip install -r /srv/requirements.txt\n' });
  await page.getByRole('navigation', { name: 'Views of this Dockerfile' }).getByRole('link', { name: 'Plan' }).click();
  const whole = page.getByRole('region', { name: 'Patch of all ticked steps' });
  await expect(whole).toContainText(/ [2-9] steps in one patch/);
  const boxes = page.getByRole('checkbox', { name: /^Take the step/ });
  const ticked = page.getByRole('checkbox', { name: /^Take the step/, checked: true });
  await expect.poll(() => ticked.count()).toBeGreaterThan(1);
  await expect(page.getByRole('checkbox', { name: /^Take the step/, checked: false })).toHaveCount(0);
  while (await ticked.count() > 0) await ticked.first().uncheck();
  await expect(whole).toContainText('None of the ticked steps has a patch.');
  await boxes.first().check();
  await expect(ticked).toHaveCount(1);
  await expect(whole).toContainText('1 step in one patch');
});

test.describe('without a service worker, which would answer for the network', () => {
  test.use({ serviceWorkers: 'block' });

  test('working out the plan is given up, and begun anew', async ({ page }) => {
    let letGo = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.goto('./');
    await page.route(/\/advising-.*\.js$/, async (route) => {
      await released;
      await route.continue();
    });
    await drop(page, sample('sample.tar'));
    await views(page).getByRole('link', { name: 'Plan' }).click();
    const progress = page.getByRole('region', { name: 'Progress of the plan' });
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await expect(progress.getByText('Working out the plan was stopped.')).toBeVisible();
    // Nothing comes after all.
    letGo();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    await expect(progress.getByText('Working out the plan was stopped.')).toBeVisible();
    await progress.getByRole('button', { name: 'Work it out' }).click();
    await expect(page.getByText('Worked out from the image alone')).toBeVisible();
    await expect(progress).toHaveCount(0);
  });
});
