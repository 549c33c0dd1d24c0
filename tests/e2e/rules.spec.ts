/** Rules for images: a dropped `.dive-ci` or `.plimsoll.yaml` is held against every image, with reasons, and travels in the exports. */
import { readFileSync } from 'node:fs';
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { downloadBy, drop, dropFromDisk, exportedReport, kept, show } from './page';

test('rules fail and pass with their reasons, before or after the image came', async ({ page }) => {
  await page.goto('./');
  await drop(page, { name: '.dive-ci', text: 'rules:\n  lowestEfficiency: 0.99\n  highestWastedBytes: 1GB\n  highestUserWastedPercent: disabled\n' });
  await drop(page, fixturePath('tide.legacy.tar'));
  const panel = page.getByRole('region', { name: /its rules/ });
  await expect(panel.getByRole('heading')).toHaveText(/Fails its rules/);
  await expect(panel.getByText(/below 0.99/).first()).toBeVisible();
  const report = (await exportedReport(page)) as { budget: { outcome: string; checks: unknown[] } };
  expect(report.budget.outcome).toBe('fail');
  await page.getByRole('button', { name: 'Stop applying .dive-ci' }).click();
  await expect(panel).toHaveCount(0);
  await drop(page, { name: '.plimsoll.yaml', text: 'budget:\n  totalSize: 1GB\n  allowedSetuid: []\n' });
  await expect(panel.getByRole('heading')).toHaveText(/Passes its rules/);
});

test('every export has the rules or says that it has no room, and so do paper and the link', async ({ page, context }) => {
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'), { name: '.plimsoll.yaml', text: 'budget:\n  totalSize: 1B\n  forbiddenPaths: ["*.txt"]\n' });
  await expect(page.getByRole('heading', { name: /Fails its rules/ })).toBeVisible();
  await page.getByRole('button', { name: 'Export…' }).click();
  for (const format of ['JSON', 'Markdown', 'HTML', 'SARIF', 'CSV of rules']) {
    const file = await downloadBy(page.getByRole('button', { name: `Download ${format}`, exact: true }));
    expect(readFileSync(await file.path(), 'utf8'), format).toContain('forbiddenPaths');
  }
  await expect(page.getByText('Without the rules, which have a CSV of their own.')).toHaveCount(3);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Share…' }).click();
  await expect(page.getByText('its rules and how it stands against them')).toBeVisible();
  const link = page.getByLabel('Link', { exact: true });
  await expect(link).toHaveValue(/#.*r1\./);
  const address = await link.inputValue();
  // Whoever gets the link has no rules of their own.
  const reader = await context.newPage();
  await reader.goto(address);
  await expect(reader.getByRole('heading', { name: /Fails its rules/ })).toBeVisible();
  await expect(reader.getByText(/forbidden paths? (is|are) in the image/).first()).toBeVisible();
});

test('rules that cannot be read say so', async ({ page }) => {
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await drop(page, { name: '.plimsoll.yaml', text: 'budget:\n  totalSize: many\n' });
  await expect(page.getByRole('heading', { name: /rules cannot all be read/ })).toBeVisible();
  await expect(page.getByText(/totalSize in .plimsoll.yaml cannot be understood/)).toBeVisible();
});

test('rules still apply after a reload, until they are taken away or cleared', async ({ page }) => {
  const panel = page.getByRole('region', { name: /its rules/ });
  const applied = page.getByRole('button', { name: /^Stop applying/ });
  await page.goto('./');
  await drop(page, { name: '.dive-ci', text: 'rules:\n  lowestEfficiency: 0.99\n' }, { name: '.plimsoll.yaml', text: 'budget:\n  totalSize: 1GB\n' }, { name: '.hadolint.yaml', text: 'ignored: [DL4000]\n' });
  await dropFromDisk(page, fixturePath('tide.legacy.tar'));
  await expect(panel.getByRole('heading')).toHaveText(/Fails its rules/);
  await expect.poll(() => kept(page)).toEqual(['tide.legacy.tar']);
  await page.reload();
  await expect(panel.getByRole('heading')).toHaveText(/Fails its rules/);
  await expect(applied).toHaveCount(2);
  await page.getByRole('button', { name: 'Stop applying .dive-ci' }).click();
  await page.reload();
  await expect(panel.getByRole('heading')).toHaveText(/Passes its rules/);
  await expect(applied).toHaveCount(1);
  await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\nMAINTAINER me\n' });
  await show(page, 'Dockerfile');
  await expect(page.getByRole('button', { name: 'Stop applying .hadolint.yaml' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Findings' }).getByText('MaintainerDeprecated')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Findings' }).getByText('DL4000')).toHaveCount(0);
  await page.getByRole('link', { name: 'Plimsoll, start' }).click();
  await page.getByRole('region', { name: 'Recent files' }).getByRole('button', { name: 'Clear' }).click();
  await page.reload();
  await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\nMAINTAINER me\n' });
  await expect(page.getByRole('list', { name: 'Findings' }).getByText('DL4000')).toBeVisible();
  await expect(applied).toHaveCount(0);
});
