/** The whole way by keyboard alone: open, look, fold, search, help and back, with the focus always somewhere sensible. */
import type { Locator } from 'playwright/test';
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { chooseByKey, verdict } from './page';

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
