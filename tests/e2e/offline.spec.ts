/** Offline from the first visit on: the page, its workers and deep links; updates wait for the user. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';
import { serve } from '../tools/serve.mjs';
import { fixturePath } from './archives';
import { drop } from './page';
import { expect, test } from './fixture';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

async function visit(page: Page): Promise<void> {
  await page.goto('./');
  await expect(page.getByText('Ready to work offline')).toBeVisible();
}

test('reloads and reads an image and a Dockerfile with the network unplugged', async ({ page, context }) => {
  await visit(page);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await drop(page, fixturePath('tide.oci-zstd.tar'));
  await expect(page.getByText('39,000').or(page.getByText('39.0 kB')).first()).toBeVisible();
  await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n' });
  await expect(page.getByText('DL3015').first()).toBeVisible();
});

test('opens a deep link offline', async ({ page, context }) => {
  await visit(page);
  await context.setOffline(true);
  // On the same page a new fragment is no navigation.
  await page.goto('about:blank');
  await page.goto('./#view=waste');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(new URL(page.url()).hash).toContain('waste');
});

test('keeps the samples', async ({ page, context }) => {
  await visit(page);
  await context.setOffline(true);
  await page.getByRole('button', { name: /sample/i }).click();
  await expect(page.getByText('sample.tar').first()).toBeVisible();
});

test('a new version waits until the user takes it', async ({ page, ownOrigins }) => {
  const copy = join(mkdtempSync(join(tmpdir(), 'plimsoll-update-')), 'dist');
  cpSync(dist, copy, { recursive: true });
  const { address, server } = await serve(copy, 0);
  ownOrigins.push(new URL(address).origin);
  try {
    await page.goto(address);
    await expect(page.getByText('Ready to work offline')).toBeVisible();
    const worker = join(copy, 'service-worker.js');
    writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// the next version`);
    await page.reload();
    const take = page.getByRole('button', { name: /update|new version|reload/i });
    await expect(take).toBeVisible();
    await Promise.all([page.waitForEvent('framenavigated'), take.click()]);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(take).toHaveCount(0);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('takes files that another app shares', async ({ page }) => {
  await visit(page);
  await page.evaluate(() => {
    const form = document.createElement('form');
    form.method = 'POST';
    form.action = 'share';
    form.enctype = 'multipart/form-data';
    const input = document.createElement('input');
    input.type = 'file';
    input.name = 'files';
    const transfer = new DataTransfer();
    transfer.items.add(new File(['FROM debian:12\nRUN apt-get update\n'], 'app.dockerfile'));
    input.files = transfer.files;
    form.append(input);
    document.body.append(form);
    form.submit();
  });
  await expect(page.getByText('app.dockerfile').first()).toBeVisible();
  expect(new URL(page.url()).search).toBe('');
});

test('the page cannot reach another origin, and neither can its workers', async ({ page, expectedErrors }) => {
  expectedErrors.push(/example\.org/);
  await visit(page);
  await drop(page, { name: 'Dockerfile', text: 'FROM scratch\n' });
  await expect.poll(() => page.workers().length).toBeGreaterThan(0);
  // By the policy in the page; by the headers and the service worker in its workers, which a page's policy does not bind.
  const attempt = (): Promise<string> => fetch('https://example.org/').then(() => 'reached', () => 'refused');
  const reached = await Promise.all([page.evaluate(attempt), ...page.workers().map((worker) => worker.evaluate(attempt))]);
  expect(new Set(reached)).toEqual(new Set(['refused']));
});
