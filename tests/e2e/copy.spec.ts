/** Every Copy button of every view gives something that one would want to paste. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';
import { expect, test } from './fixture';
import { drop, show, verdict } from './page';

const sample = (name: string): string => fileURLToPath(new URL(`../../public/samples/${name}`, import.meta.url));

/** Presses all Copy buttons that can be seen; answers what each copied, by its name. */
async function copied(page: Page): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  // A button that was pressed says so for a while, and must keep its place in the list.
  const buttons = page.getByRole('main').getByRole('button', { name: /^Cop(y|ied)/ });
  await expect(buttons.first()).toBeVisible();
  for (const button of await buttons.all()) {
    if (!(await button.isVisible())) continue;
    const name = (await button.getAttribute('aria-label')) ?? (await button.innerText());
    await page.evaluate(() => navigator.clipboard.writeText('nothing was copied'));
    await button.click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText()), name).not.toBe('nothing was copied');
    found.set(name, await page.evaluate(() => navigator.clipboard.readText()));
  }
  for (const [name, text] of found) {
    expect(text.trim(), name).not.toBe('');
    expect(text, name).not.toMatch(/undefined|\bNaN\b|\[object |\u202e/);
  }
  return found;
}

test('in the views of an image, and of a Dockerfile', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('./');
  await drop(page, sample('sample.tar'), sample('Dockerfile'));
  await expect(verdict(page)).toBeVisible();
  const go = (name: string): Promise<void> => page.getByRole('navigation', { name: /^Views/ }).getByRole('link', { name }).click();
  const texts: Record<string, ReadonlyMap<string, string>> = {};

  await go('Layers');
  await page.locator('[data-layer="0"]').click();
  texts['layers'] = await copied(page);
  expect(texts['layers'].get('Copy as Markdown')).toMatch(/^\| Layer \|.*\n\| ---/);
  expect(texts['layers'].get('Copy command')).toMatch(/ADD|COPY|RUN/);

  await go('Waste');
  texts['waste'] = await copied(page);
  expect(texts['waste'].get('Copy as Markdown')).toMatch(/^\| Bytes \| Why \|/);

  await go('Files');
  await page.getByLabel('Search files').fill('index.html');
  await page.getByRole('treegrid', { name: 'Files' }).getByRole('row', { name: /index\.html/ }).first().click();
  texts['files'] = await copied(page);
  expect([...texts['files'].values()]).toContain('/srv/site/index.html');

  await go('Squash');
  texts['squash'] = await copied(page);

  await go('Plan');
  await expect(page.getByRole('button', { name: 'Copy patch of all' })).toBeVisible();
  texts['plan'] = await copied(page);
  expect(texts['plan'].get('Copy patch of all')).toMatch(/^\+\+\+ b\/Dockerfile$/m);

  await show(page, 'Dockerfile');
  texts['Dockerfile'] = await copied(page);
  test.info().annotations.push({ type: 'copied', description: JSON.stringify(Object.fromEntries(Object.entries(texts).map(([view, found]) => [view, [...found.keys()]]))) });
});
