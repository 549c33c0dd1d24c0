/** The whole way by keyboard alone: open, look, fold, search, help and back, with the focus always somewhere sensible. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright/test';
import { fixturePath, imageOf } from './archives';
import { expect, test } from './fixture';
import { chooseByKey, sourceText, verdict } from './page';

const samplePath = (name: string): string => fileURLToPath(new URL(`../../public/samples/${name}`, import.meta.url));

test.beforeEach(async ({ page }) => {
  await page.goto('./');
});

test('from the first screen to a file and back without a mouse', async ({ page }) => {
  await chooseByKey(page, 'o', fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();

  await page.keyboard.press('2');
  await expect(page.getByRole('heading', { name: 'Layers', level: 1 })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('[data-layer="0"]')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-layer="1"]')).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('f');
  expect(new URL(page.url()).hash).toBe('#view=files&layer=1&show=changes');

  await page.keyboard.press('4');
  await page.keyboard.press('3');
  const waste = page.getByRole('treegrid');
  await expect(waste.locator('[data-index="0"]')).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Filter waste by path')).toBeFocused();
  // Letters belong to the field now.
  await page.keyboard.type('2e');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('No waste matches.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(waste.locator('[data-index="0"]')).toBeVisible();
});

test('a tree grid moves, folds and finds its parents', async ({ page }) => {
  await chooseByKey(page, 'Control+o', fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press('4');
  const row = (index: number): Locator => page.locator(`[role=row][data-index="${index}"]`);
  await row(0).focus();
  await expect(row(0)).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await expect(row(0)).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(row(1)).toBeFocused();
  await expect(row(1)).toHaveAttribute('aria-level', '2');
  await expect(row(1)).toHaveAttribute('aria-posinset', '1');
  await page.keyboard.press('ArrowLeft');
  await expect(row(0)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(row(0)).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('End');
  const last = Number(await page.getByRole('treegrid').getAttribute('aria-rowcount')) - 2;
  await expect(row(last)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(row(0)).toBeFocused();
  await expect(page.locator('[role=row][tabindex="0"]')).toHaveCount(1);
});

test('from the search to what it found, into the details and back', async ({ page }) => {
  await chooseByKey(page, 'o', fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press('4');
  const files = page.getByRole('treegrid', { name: 'Files' });
  await expect(files.locator('[data-index="0"]')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Files' })).toBeFocused();
  // Space takes the first row without the focus being on it, as arrows do.
  await page.keyboard.press('Space');
  await expect(files.locator('[data-index="0"]')).toBeFocused();
  await expect(files.locator('[data-index="0"]')).toHaveAttribute('aria-expanded', 'true');

  await page.keyboard.press('/');
  await page.keyboard.type('*.tx?');
  await expect(page.getByText('No path matches.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Search files')).toBeFocused();
  await page.getByRole('button', { name: 'Search as a glob' }).press('Enter');
  await expect(page.getByLabel('Search as')).toHaveValue('glob');
  await page.getByLabel('Search files').fill('*');
  await expect(files.locator('[data-index="0"]')).toBeVisible();
  await page.getByLabel('Search files').press('Enter');
  await expect(files.locator('[data-index="0"]')).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Details of the selected path' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(files.locator('[data-index="0"]')).toBeFocused();

  await page.keyboard.press('3');
  const waste = page.getByRole('treegrid', { name: /^Waste/ });
  await expect(waste.locator('[data-index="0"]')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  await expect(waste.locator('[data-index="0"]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Evidence' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(waste.locator('[data-index="0"]')).toBeFocused();
});

test('in Files, orders, kinds of change and saving have keys, and a search that finds nothing is taken back', async ({ page }) => {
  await chooseByKey(page, 'o', fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press('4');
  const files = page.getByRole('treegrid', { name: 'Files' });
  await expect(files.locator('[data-index="0"]')).toBeVisible();
  await expect(files.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending');
  await page.keyboard.press('s');
  await expect(files.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  await files.getByRole('button', { name: 'Size' }).press('Enter');
  await expect(files.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending');

  await page.keyboard.press('a');
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('choose it with [ and ]')).toBeVisible();
  await page.keyboard.press('[');
  await expect(page.getByRole('checkbox', { name: /added/ })).toBeChecked();
  await page.keyboard.press('a');
  await expect(page.getByRole('checkbox', { name: /added/ })).not.toBeChecked();
  await page.keyboard.press('a');

  await page.getByLabel('Search as').selectOption('regex');
  await files.locator('[data-index="0"]').focus();
  await page.keyboard.press('/');
  await page.keyboard.type('^no/such');
  await expect(page.getByText('No path matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Show everything' }).press('Enter');
  await expect(files.locator('[data-index="0"]')).toBeVisible();
  await expect(page.getByLabel('Search files')).toHaveValue('');

  await files.locator('[data-index="0"]').focus();
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('x')]);
  expect(download.suggestedFilename()).toMatch(/\.tar$/);
});

test('dialogs give the focus back and keep the keys to themselves', async ({ page }) => {
  await page.getByRole('button', { name: 'Settings' }).focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('t');
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Settings' })).toBeFocused();
  await page.keyboard.press('t');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('units can be binary', async ({ page }) => {
  await page.keyboard.press(',');
  await page.getByRole('radio', { name: /Binary/ }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await chooseByKey(page, 'o', fixturePath('tide.legacy.tar'));
  await expect(verdict(page, /38.1\sKiB of 87.9\sKiB/)).toBeVisible();
});

test('the keys of the view behind a dialog rest, and Escape closes the dialog alone', async ({ page }) => {
  await chooseByKey(page, 'o', fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press('4');
  await page.getByLabel('Search files').fill('caf');
  await page.getByRole('treegrid', { name: 'Files' }).locator('[role=row][aria-level="2"]').first().click();
  const detail = page.getByRole('region', { name: 'Details of the selected path' });
  await detail.getByRole('button', { name: /^View/ }).click();
  const content = page.getByRole('dialog', { name: 'Content' });
  await expect(content.getByText(/as layer \d+ has it/)).toBeVisible();
  const before = page.url();
  for (const key of ['l', '2', '/', 's']) await page.keyboard.press(key);
  await expect(content).toBeVisible();
  expect(page.url()).toBe(before);
  await page.keyboard.press('Escape');
  await expect(content).toHaveCount(0);
  await expect(detail).toBeVisible();
});

test('every view is reached by its key, and its list by the arrows, with nothing focused before', async ({ page }) => {
  await chooseByKey(page, 'o', fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();

  await page.keyboard.press('2');
  await expect(page.getByRole('heading', { name: 'Layers', level: 1 })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[data-layer="0"]')).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('w');
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#view=waste&layer=\d+$/);

  for (const [key, name] of [['3', /^Waste/], ['4', 'Files']] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
    const rows = page.getByRole('treegrid', { name });
    await expect(rows.locator('[data-index="0"]')).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await expect(rows.locator('[data-index="1"]')).toBeFocused();
    await page.keyboard.press('Home');
    await expect(rows.locator('[data-index="0"]')).toBeFocused();
    await page.keyboard.press('*');
    await expect(rows.locator('[data-index="0"]')).toHaveAttribute('aria-expanded', 'true');
  }

  await page.keyboard.press('6');
  const areas = page.getByRole('application');
  await expect(areas).toBeVisible();
  const pointed = page.locator('#picture-pointed .visually-hidden');
  await expect(pointed).toHaveText(/bytes reachable/);
  const first = await pointed.textContent();
  await page.keyboard.press('ArrowRight');
  await expect(areas).toBeFocused();
  await expect(pointed).not.toHaveText(first ?? '');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('+');
  const inside = await pointed.textContent();
  expect(inside?.split(':')[0]?.startsWith((first?.split(':')[0] ?? '').replace(/\/$/, ''))).toBe(true);
  await page.keyboard.press('-');
  await expect(pointed).toHaveText(first ?? '');
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).hash).toContain('at=');
  await page.keyboard.press('Escape');
  await expect.poll(() => new URL(page.url()).hash).toBe('#view=picture');
});

test('packages, squash, comparison and plan by keyboard alone', async ({ page }) => {
  const status = 'Package: tide\nStatus: install ok installed\nVersion: 1\n\n';
  await chooseByKey(page, 'o', await imageOf('packaged.tar', { 'app/tide': 'x', 'var/lib/dpkg/status': status, 'var/lib/dpkg/info/tide.list': '/app/tide\n' }));
  await expect(page.getByRole('heading', { level: 1, name: 'e2e/packaged:1' })).toBeVisible();
  await page.keyboard.press('5');
  const packages = page.getByRole('treegrid', { name: 'Packages' });
  await expect(packages.locator('[data-index="0"]')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await expect(packages.locator('[data-index="0"]')).toBeFocused();
  const name = await packages.locator('[data-index="0"] .name').textContent();
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).hash).toBe(`#view=files&package=${name}`);
  await expect(page.getByRole('treegrid', { name: 'Files' }).locator('[data-index="0"]')).toBeVisible();

  await chooseByKey(page, 'o', samplePath('sample.tar'));
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press('7');
  await expect(page.getByRole('treegrid', { name: 'Ranges by saving' }).locator('[data-index="0"]')).toBeVisible();
  await tabTo(page, page.getByRole('treegrid', { name: 'Ranges by saving' }).locator('[role=row][tabindex="0"]'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#view=squash&doc=2&from=\d+&to=\d+$/);

  await page.keyboard.press('9');
  const step = page.getByRole('main').getByRole('checkbox').first();
  await expect(step).toBeVisible();
  await tabTo(page, step);
  const before = await step.isChecked();
  await page.keyboard.press('Space');
  await expect(step).toBeChecked({ checked: !before });

  await chooseByKey(page, 'o', fixturePath('tide.legacy.tar'));
  await expect(page.getByRole('list', { name: 'Open files' }).getByRole('link', { name: 'tide.legacy.tar' })).toHaveAttribute('aria-current', 'true');
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press('8');
  await expect(page.getByRole('term').filter({ hasText: 'Unchanged' })).toBeVisible();
  await tabTo(page, page.getByRole('group', { name: 'Show' }).getByRole('radio', { checked: true }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('group', { name: 'Show' }).getByRole('radio', { checked: true })).toBeFocused();

  const sides = page.getByRole('main').getByRole('combobox');
  const [first = '', second = ''] = await Promise.all([0, 1].map((side) => sides.nth(side).inputValue()));
  await tabTo(page, page.getByRole('button', { name: 'Swap the sides' }));
  await page.keyboard.press('Enter');
  await expect(sides.nth(0)).toHaveValue(second);
  await expect(sides.nth(1)).toHaveValue(first);
  await expect(page.getByRole('button', { name: 'Swap the sides' })).toBeFocused();
});

test('a folder, and what a build would send of it, by keyboard alone', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-keys-'));
  for (const [name, text] of [['Dockerfile', 'FROM debian:12\nCOPY . /srv\n'], ['.env', 'PASSWORD=x\n'], ['app.txt', 'x']] as const) writeFileSync(join(folder, name), text);
  await tabTo(page, page.getByRole('button', { name: 'Choose a folder' }));
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
  await chooser.setFiles(folder);
  await expect(page.getByText(/would be sent, in 3 files/)).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Copy all lines' }));
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('.env');
  rmSync(folder, { recursive: true });
});

test('the editor is left as it is entered, and its findings are reached, mended and undone by keys', async ({ page }) => {
  await chooseByKey(page, 'o', samplePath('Dockerfile'));
  const findings = page.getByRole('list', { name: 'Findings' });
  await expect(findings.getByRole('listitem').first()).toBeVisible();
  await page.locator('.editor').waitFor();
  const before = await sourceText(page);
  await tabTo(page, findings.getByRole('button', { name: /^Fix/ }).first());
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('region', { name: 'What would change' })).toBeVisible();
  await tabTo(page, dialog.getByRole('button', { name: /^Make/ }));
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => sourceText(page)).not.toBe(before);
  const undo = page.getByRole('button', { name: 'Undo' }).last();
  await tabTo(page, undo);
  await page.keyboard.press('Enter');
  await expect.poll(() => sourceText(page)).toBe(before);
});

/** Goes on by Tab alone until `target` has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}
