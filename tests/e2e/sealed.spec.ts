/** What leaves the browser, and what is let in: no complaint of the policy, no other origin, under any path, at most 6 MB. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { drop, verdict } from './page';
import { servedCopy } from './served-copy';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const read = (file: string): string => readFileSync(join(dist, file), 'utf8');

async function mainJob(page: Page): Promise<void> {
  await drop(page, fixturePath('tide.oci-zstd.tar'));
  await expect(verdict(page, /39.0\skB of 90.0\skB/)).toBeVisible();
  await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\nRUN cat $HOME\n' });
  await expect(page.getByText('SC2086').first()).toBeVisible();
}

test('works below any path, and goes offline there', async ({ page, context, ownOrigins }) => {
  const copy = await servedCopy(ownOrigins, 'a/b/');
  try {
    await page.goto(copy.address);
    await mainJob(page);
    await expect(page.getByText('Works offline.')).toBeVisible();
    await context.setOffline(true);
    await page.reload();
    await mainJob(page);
  } finally {
    copy.close();
  }
});

test('page and headers carry the same policy, without anything unsafe but WebAssembly', () => {
  const meta = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(read('index.html'))?.[1]?.replaceAll('&#39;', "'") ?? '';
  const header = /Content-Security-Policy: (.*)/.exec(read('_headers'))?.[1];
  expect(header).toBe(`${meta}; frame-ancestors 'none'`);
  expect(meta).toContain("default-src 'none'");
  expect(meta).toContain("require-trusted-types-for 'script'");
  expect(meta.match(/'unsafe-[^']*'/g)).toBeNull();
  expect(meta).not.toMatch(/https?:|\*/);
});

test('the build names no other origin where something would be fetched from', () => {
  const fetched = /(?:\bfetch\(|\bimport\(|\bimportScripts\(|new Worker\(|new URL\(|\b(?:src|srcset|action)=|url\(|@import\s)\s*["'`]?(?:https?:)?\/\/[\w.-]+/g;
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(html|js|css|webmanifest)$/.test(file));
  expect(files.length).toBeGreaterThan(5);
  expect(files.flatMap((file) => [...read(file).matchAll(fetched)].map(([match]) => `${file}: ${match}`))).toEqual([]);
});

test('at most 6 MB are transferred until the page works offline', async ({ page, context }) => {
  let transferred = 0;
  // The page, its workers and the service worker are targets of their own.
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (transferred += encodedDataLength));
  let kept = 0;
  context.on('requestfinished', (request) => {
    if (request.serviceWorker()) void request.sizes().then(({ responseBodySize, responseHeadersSize }) => (kept += responseBodySize + responseHeadersSize), () => undefined);
  });
  await page.goto('./');
  await expect(page.getByText('Works offline.')).toBeVisible();
  await page.waitForTimeout(500);
  test.info().annotations.push({ type: 'transferred', description: `${transferred} by the page, ${kept} by the service worker` });
  expect(kept).toBeGreaterThan(2_000_000);
  expect(transferred + kept).toBeLessThan(6_000_000);
});
