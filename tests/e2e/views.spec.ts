/** The views of an image: figures, folding, evidence, addresses, and reading that can be stopped. */
import { writeFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright/test';
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { chooseByKey, drop, sideways, verdict } from './page';

const views = (page: Page): Locator => page.getByRole('navigation', { name: 'Views of this image' });

test.beforeEach(async ({ page }) => {
  await page.goto('./');
});

test('the overview has the figures of the image, exact ones at hand', async ({ page }) => {
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page, /39.0\skB of 90.0\skB/)).toBeVisible();
  await expect(page.getByText('39,000 bytes', { exact: true })).toBeVisible();
  await expect(page.getByRole('img', { name: /dead weight below it \(43.3\s%\)/ })).toBeVisible();
});

test('back, forward and a shared address keep the view', async ({ page }) => {
  await drop(page, fixturePath('tide.legacy.tar'));
  await views(page).getByRole('link', { name: 'Layers' }).click();
  await page.getByRole('button', { name: /^Layer 1\b/ }).click();
  await expect(page.getByRole('button', { name: /^Layer 1\b/ })).toHaveAttribute('aria-expanded', 'true');
  expect(new URL(page.url()).hash).toBe('#view=layers&layer=1');
  await views(page).getByRole('link', { name: 'Waste' }).click();
  await expect(page.getByRole('treegrid', { name: /Waste/ })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: /^Layer 1\b/ })).toHaveAttribute('aria-expanded', 'true');
  await page.goForward();
  await expect(page.getByRole('treegrid', { name: /Waste/ })).toBeVisible();
});

test('after a reload the file is asked for, and comes back in the view that the address names', async ({ page }) => {
  await drop(page, fixturePath('tide.legacy.tar'));
  await views(page).getByRole('link', { name: 'Files' }).click();
  await page.getByLabel('Search files').fill('tide');
  await expect.poll(() => new URL(page.url()).hash).toBe('#view=files&q=tide');
  await page.reload();
  await expect(page.getByText('drop it again, and the view comes back')).toBeVisible();
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(page.getByLabel('Search files')).toHaveValue('tide');
});

test('waste is sorted by bytes in every grouping, and every row has its evidence', async ({ page }) => {
  await drop(page, fixturePath('tide.legacy.tar'));
  await views(page).getByRole('link', { name: /Waste/ }).click();
  for (const grouping of ['Layer', 'Directory', 'Reason']) {
    await page.getByRole('radio', { name: grouping }).check();
    const rows = page.getByRole('treegrid').locator('[role=row][aria-level="1"]');
    await expect(rows.first()).toBeVisible();
    const bytes = await rows.locator('.bytes .number').evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).title.replace(/\D/g, ''))));
    expect(bytes).toEqual(bytes.toSorted((a, b) => b - a));
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBe(39_000);
  }
  await expect(page.getByRole('region', { name: 'Evidence' })).toContainText('Held by');
});

test('a wrong file is named for what it is, with the command that makes the right one', async ({ page }) => {
  await drop(page, { name: 'image.tar', text: '<!doctype html><title>Sign in</title>' });
  await expect(page.getByText('This is an HTML page, neither an image nor a Dockerfile.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Copy command docker save/ })).toBeVisible();
});

test('names that are markup, or turn the line around, are shown as text and do not widen the page', async ({ page }) => {
  await drop(page, { name: '<img src=x onerror=alert(1)>\u202egnp.tar', text: '%PDF-1.7' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('<img src=x onerror=alert(1)>\\u{202e}gnp.tar');
  await drop(page, { name: `${'long'.repeat(1000)}.tar`, text: '%PDF-1.7' });
  await expect(page.getByRole('heading', { level: 1 })).toContainText('longlong');
  expect(await sideways(page)).toBeLessThanOrEqual(0);
});

test('Cancel stops within a frame, and the file can be read again', async ({ page }, info) => {
  // A layer large enough to be still read when Cancel comes.
  const path = info.outputPath('large.tar.gz');
  writeFileSync(path, Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]), stored(300)]));
  await chooseByKey(page, 'Control+o', path);
  const cancel = page.getByRole('button', { name: 'Cancel' });
  await cancel.waitFor();
  const frames = await cancel.evaluate((button: HTMLButtonElement) => new Promise<number>((resolve) => {
    button.click();
    let count = 0;
    const look = (): void => {
      count += 1;
      if ([...document.querySelectorAll('button')].some((each) => each.textContent === 'Read it again')) resolve(count);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }));
  expect(frames).toBe(1);
  await page.getByRole('button', { name: 'Read it again' }).click();
  await expect(page.getByRole('button', { name: 'Cancel' }).or(page.getByRole('button', { name: 'Choose another file' }))).toBeVisible();
});

test('closing can be undone', async ({ page }) => {
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  await page.getByRole('button', { name: 'Close tide.legacy.tar' }).click();
  await expect(page.getByRole('heading', { name: 'How much of your image is dead weight?' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(verdict(page, /39.0\skB of 90.0\skB/)).toBeVisible();
  await views(page).getByRole('link', { name: 'Files' }).click();
  await expect(page.getByRole('treegrid', { name: 'Files' }).locator('[data-index="0"]')).toBeVisible();
});

/** Deflate blocks that store zeros: `count` MiB that a decoder has to walk through, without the end of a stream. */
function stored(count: number): Buffer {
  const block = Buffer.alloc(5 + 0xffff);
  block.set([0, 0xff, 0xff, 0, 0]);
  return Buffer.concat(Array.from({ length: count * 16 }, () => block));
}
