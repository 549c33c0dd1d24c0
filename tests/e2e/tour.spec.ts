/** One walk through everything that the page can do, in one tab: all it ever asks the host for are files of the build. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { downloadBy, drop, dropFromDisk, show, verdict } from './page';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const files = new Set(readdirSync(dist, { recursive: true, encoding: 'utf8' }));
const links = fileURLToPath(new URL('../links', import.meta.url));

const view = (page: Page, name: string) => page.getByRole('navigation', { name: /^Views/ }).getByRole('link', { name }).click();

async function download(page: Page, button: RegExp): Promise<void> {
  const file = await downloadBy(page.getByRole('button', { name: button }));
  expect(readFileSync(await file.path()).length).toBeGreaterThan(0);
}

/** A key that comes before the dialog is gone would be its. */
async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** Every format that the dialog offers, then a link. */
async function exportAndShare(page: Page, formats: number): Promise<void> {
  await page.getByRole('button', { name: 'Export…' }).click();
  const buttons = page.getByRole('dialog').getByRole('button', { name: /^Download / });
  await expect.poll(() => buttons.count()).toBeGreaterThanOrEqual(formats);
  for (const button of await buttons.all()) {
    const file = await downloadBy(button);
    expect(readFileSync(await file.path()).length).toBeGreaterThan(0);
  }
  await closeDialog(page);
  await page.getByRole('button', { name: 'Share…' }).click();
  await expect(page.getByLabel('Link', { exact: true })).toHaveValue(/#.*[a-z]1\./);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await closeDialog(page);
}

test('the whole tour asks for nothing but files of the build', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const asked = new Set<string>();
  context.on('request', (request) => {
    const { protocol, pathname } = new URL(request.url());
    if (protocol.startsWith('http')) asked.add(decodeURIComponent(pathname.slice(1)) || 'index.html');
  });
  // Without a picker the squashed image goes through the browser's own folder.
  await page.addInitScript(() => {
    delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker;
  });
  await page.goto('./');

  await test.step('the sample, its views and exports', async () => {
    await page.getByRole('button', { name: /Try the sample image/ }).click();
    await expect(verdict(page)).toBeVisible();
    await exportAndShare(page, 6);
    for (const name of ['Layers', 'Waste']) {
      await view(page, name);
      await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    }
    await view(page, 'Files');
    await page.getByLabel('Search files').fill('index');
    await page.getByRole('treegrid', { name: 'Files' }).getByRole('row', { name: /index\.html/ }).first().click();
    const detail = page.getByRole('region', { name: 'Details of the selected path' });
    await detail.getByRole('button', { name: /^View/ }).click();
    await expect(page.getByRole('dialog', { name: 'Content' }).getByText('Harbour').first()).toBeVisible();
    await closeDialog(page);
    await view(page, 'Packages');
    await expect(page.getByRole('heading', { level: 1, name: 'Packages' })).toBeVisible();
    await view(page, 'Picture');
    await page.getByRole('application').focus();
    await page.keyboard.press('Enter');
  });

  await test.step('a plan with its patch', async () => {
    await view(page, 'Plan');
    await page.getByRole('region', { name: 'Patch of all ticked steps' }).getByRole('button', { name: 'Copy patch of all' }).click();
  });

  await test.step('a squashed image is saved', async () => {
    await view(page, 'Squash');
    await page.getByRole('button', { name: /^Everything/ }).click();
    await download(page, /^Save squashed image/);
    await expect(page.getByText('✓ Written')).toBeVisible();
  });

  await test.step('a second image, and the two compared', async () => {
    await drop(page, fixturePath('tide.oci-zstd.tar'));
    await expect(verdict(page, /39.0\skB of 90.0\skB/)).toBeVisible();
    await view(page, 'Compare');
    await expect(page.getByRole('term').filter({ hasText: 'Unchanged' })).toBeVisible();
    await page.getByRole('radio', { name: /^Removed/ }).check();
    await expect(page.getByRole('treegrid', { name: 'Removed files' }).locator('[data-index="0"]')).toBeVisible();
  });

  await test.step('budgets for CI', async () => {
    await drop(page, { name: '.dive-ci', text: 'rules:\n  lowestEfficiency: 0.99\n' });
    await show(page, 'tide.oci-zstd.tar');
    await view(page, 'Overview');
    await expect(page.getByText(/lowestEfficiency/).first()).toBeVisible();
  });

  await test.step('a Dockerfile: checked, explained, repaired, exported', async () => {
    await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\nMAINTAINER me\nRUN apt-get update && apt-get install -y curl && cat $HOME\n' });
    const findings = page.getByRole('list', { name: 'Findings' });
    await expect(findings.getByText('SC2086')).toBeVisible();
    await exportAndShare(page, 10);
    await drop(page, { name: '.hadolint.yaml', text: 'ignored: [DL3008]\n' });
    await expect(findings.getByText('DL3008')).toHaveCount(0);
    await page.locator('.editor').waitFor();
  });

  await test.step('a project folder as its build would get it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tour-'));
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'node_modules/big.bin'), Buffer.alloc(2_000_000));
    writeFileSync(join(folder, '.env'), 'A=1\n');
    writeFileSync(join(folder, 'Dockerfile'), 'FROM debian:12\nCOPY . /srv\n');
    try {
      await dropFromDisk(page, folder);
      await expect(page.getByText('would be sent')).toBeVisible();
      await exportAndShare(page, 3);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  await test.step('dialogs, settings and paper', async () => {
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await closeDialog(page);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: 'Dark' }).check();
    await closeDialog(page);
    await page.getByRole('button', { name: /^Plimsoll \d/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await closeDialog(page);
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    await page.emulateMedia({ media: 'screen' });
  });

  await test.step('links of every kind', async () => {
    for (const name of readdirSync(links).filter((file) => file.endsWith('.json'))) {
      const { fragment } = JSON.parse(readFileSync(join(links, name), 'utf8')) as { fragment: string };
      await page.evaluate((hash) => (location.hash = hash), fragment);
      await expect(page.getByText('Shared report.').or(page.getByRole('list', { name: 'Findings' })).first()).toBeVisible();
    }
  });

  await expect(page.getByText('Works offline.')).toBeVisible();
  expect(asked.size).toBeGreaterThan(40);
  expect([...asked].filter((name) => !files.has(name))).toEqual([]);
});
