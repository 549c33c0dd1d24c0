/** Whatever is taken away comes back by Undo: rules, a list that is compared, recent files, closed files. */
import type { Page } from 'playwright/test';
import { fixturePath, imageOf, saved } from './archives';
import { expect, test } from './fixture';
import { drop, verdict } from './page';

const findings = (page: Page) => page.getByRole('list', { name: 'Findings' });
const undo = (page: Page) => page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).last();
const BUDGET = { name: '.dive-ci', text: 'rules:\n  lowestEfficiency: 0.99\n' };

test.beforeEach(async ({ page }) => {
  await page.goto('./');
});

test('rules for Dockerfiles, taken away and replaced', async ({ page }) => {
  await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\nMAINTAINER me\nRUN cd /srv\n' });
  await expect(findings(page).getByText('DL4000')).toBeVisible();
  await drop(page, { name: '.hadolint.yaml', text: 'ignored: [DL4000]\n' });
  await expect(findings(page).getByText('DL4000')).toHaveCount(0);
  await page.getByRole('button', { name: 'Stop applying .hadolint.yaml' }).click();
  await expect(findings(page).getByText('DL4000')).toBeVisible();
  await undo(page).click();
  await expect(findings(page).getByText('DL4000')).toHaveCount(0);
  // Rules that replace others give way to these again.
  await drop(page, { name: 'hadolint.yaml', text: 'ignored: [DL3003]\n' });
  await expect(page.getByRole('button', { name: 'Stop applying hadolint.yaml', exact: true })).toBeVisible();
  await undo(page).click();
  await expect(page.getByRole('button', { name: 'Stop applying .hadolint.yaml', exact: true })).toBeVisible();
  await expect(findings(page).getByText('DL3003')).toBeVisible();
});

test('rules for images', async ({ page }) => {
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  await drop(page, BUDGET);
  await expect(page.getByRole('heading', { name: /Fails its rules/ })).toBeVisible();
  await page.getByRole('button', { name: 'Stop applying .dive-ci' }).click();
  await expect(page.getByRole('heading', { name: /Fails its rules/ })).toHaveCount(0);
  await undo(page).click();
  await expect(page.getByRole('heading', { name: /Fails its rules/ })).toBeVisible();
});

test('a list that was compared, when an image takes its place', async ({ page }) => {
  await drop(page, await imageOf('original.tar', { 'app/run.sh': 'x', 'app/page.html': 'y' }), await imageOf('slim.tar', { 'app/run.sh': 'x' }));
  await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name: 'Compare' }).click();
  await drop(page, saved('files.lst', Buffer.from('./app/run.sh\n./etc/base\n')));
  await expect(page.getByText('The list is what was kept.')).toBeVisible();
  await page.getByRole('combobox', { name: 'and' }).selectOption('slim.tar');
  await expect(page.getByText('The list is what was kept.')).toHaveCount(0);
  await undo(page).click();
  await expect(page.getByText('The list is what was kept.')).toBeVisible();
});

test('the list of recent files', async ({ page }) => {
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  await page.getByRole('link', { name: 'Plimsoll, start' }).click();
  const recent = page.getByRole('region', { name: 'Recent files' });
  await recent.getByRole('button', { name: 'Clear' }).click();
  await expect(recent.getByRole('listitem')).toHaveCount(0);
  await undo(page).click();
  await expect(recent.getByRole('listitem')).toHaveText(/tide\.legacy\.tar/);
});

test('each of several files that are closed one after the other, the last three at least', async ({ page }) => {
  const names = ['a.tar', 'b.tar', 'c.tar', 'd.tar'];
  for (const name of names) await drop(page, await imageOf(name, { [`app/${name}`]: name }));
  const open = page.getByRole('list', { name: 'Open files' });
  await expect(open.getByRole('listitem')).toHaveCount(4);
  for (const name of names) await page.getByRole('button', { name: `Close ${name}` }).click();
  await expect(open).toHaveCount(0);
  for (const left of [1, 2, 3]) {
    await undo(page).click();
    await expect(open.getByRole('listitem')).toHaveCount(left);
  }
  await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name: 'Files' }).click();
  await expect(page.getByRole('treegrid', { name: 'Files' }).locator('[data-index="0"]')).toBeVisible();
});
