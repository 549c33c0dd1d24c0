/** Exports: every format that fits the shown report is downloaded and copied as it should be, and paper gets the whole of it. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { headless } from './headless';
import { copiedBy, downloadBy, drop, exportedReport, verdict } from './page';

async function download(page: Page, format: string): Promise<{ readonly name: string; readonly text: string }> {
  const file = await downloadBy(page.getByRole('button', { name: `Download ${format}`, exact: true }));
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

test('an image in every format', async ({ page }) => {
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  expect(await exportedReport(page)).toEqual(headless('image', fixturePath('tide.legacy.tar')).output);
  await page.getByRole('button', { name: 'Export…' }).click();
  const markdown = await download(page, 'Markdown');
  expect(markdown.name).toBe('tide.legacy.plimsoll.md');
  expect(markdown.text).toMatch(/^# Image `tide.legacy.tar`/);
  expect((await download(page, 'HTML')).text).toContain('<!doctype html>');
  expect((await download(page, 'CSV of waste')).text.split('\r\n')[0]).toBe('path,bytes,reason,layers,hidden by,changed,stored bytes');
  const files = (await download(page, 'CSV of files')).text.trimEnd().split('\r\n');
  expect(files[0]).toBe('path,type,size,mode,uid,gid,link');
  expect(files.length).toBeGreaterThan(3);
  const dive = JSON.parse((await download(page, 'dive, JSON')).text) as { image: { inefficientBytes: number }; layer: unknown[] };
  expect(dive.layer.length).toBeGreaterThan(0);
  expect(dive.image.inefficientBytes).toBeGreaterThan(0);
});

test('a Dockerfile in hadolint’s formats, and as SARIF with help', async ({ page }) => {
  await page.goto('./');
  await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\nMAINTAINER me\n' });
  await page.getByRole('button', { name: 'Export…' }).click();
  expect((await download(page, 'hadolint, plain text')).text).toContain('Dockerfile:2 DL4000 error:');
  const sarif = JSON.parse((await download(page, 'SARIF')).text) as { version: string; runs: { tool: { driver: { rules: { id: string; help?: { text: string } }[] } } }[] };
  expect(sarif.version).toBe('2.1.0');
  expect(sarif.runs[0]?.tool.driver.rules.find(({ id }) => id === 'DL4000')?.help?.text).toBeTruthy();
});

test('formats are copied too, and secrets masked on request', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('./');
  await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\nENV DB_PASSWORD=hunter2hunter2\nUSER me\n' });
  await page.getByRole('button', { name: 'Export…' }).click();
  const copied = (): Promise<string> => copiedBy(page.getByRole('button', { name: /^(Copy JSON|Copied)$/ }));
  expect(await copied()).toContain('hunter2hunter2');
  await page.getByRole('checkbox', { name: /Mask values/ }).check();
  const masked = await copied();
  expect(masked).not.toContain('hunter2hunter2');
  expect(JSON.parse(masked)).toMatchObject({ schema: 'plimsoll.report', kind: 'dockerfile' });
});

test('paper gets the whole report', async ({ page }) => {
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  // Its code is fetched ahead of time: a print cannot wait for it.
  await expect.poll(async () => {
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    return page.locator('.printed').count();
  }).toBe(1);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.printed').getByRole('heading', { name: 'Waste' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Views of this image' })).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(page.getByRole('navigation', { name: 'Views of this image' })).toBeVisible();
});

test('tables are copied as Markdown', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  for (const [view, head] of [['Layers', '| Layer | Stored |'], ['Waste', '| Bytes | Why |']] as const) {
    await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name: view }).click();
    expect(await copiedBy(page.getByRole('button', { name: 'Copy as Markdown' }))).toContain(head);
  }
});
