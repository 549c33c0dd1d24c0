/** A new version beside open tabs: each goes on with the parts of its own, and none changes before its user says so. */
import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright/test';
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { drop, verdict } from './page';
import { filesOf, putNextVersion, servedCopy } from './served-copy';

const IMAGE = fixturePath('tide.oci-gzip.tar');
const DOCKERFILE = { name: 'Dockerfile', text: 'FROM debian:12\nRUN cat $HOME\n' };
const figures = (page: Page) => verdict(page, /39.0\skB of 90.0\skB/);
const offer = (page: Page) => page.getByRole('button', { name: /A new version is here/ });
const views = (page: Page) => page.getByRole('navigation', { name: 'Views of this image' });
const isNext = (page: Page) => page.locator('html[data-version=next]');

interface Tab {
  readonly page: Page;
  /** Names of the parts that it asked for since it was last loaded, its workers included. */
  readonly parts: Set<string>;
}

async function openTab(context: BrowserContext, address: string): Promise<Tab> {
  const page = await context.newPage();
  const parts = new Set<string>();
  page.on('request', (request) => {
    if (request.isNavigationRequest()) parts.clear();
    const name = /\/assets\/([^/?#]+)$/.exec(request.url())?.[1];
    if (name !== undefined) parts.add(name);
  });
  await page.goto(address);
  return { page, parts };
}

/** All parts that a tab asked for are of one version. */
function expectVersion({ parts }: Tab, version: 'first' | 'next'): void {
  expect(parts.size).toBeGreaterThan(3);
  expect([...parts].filter((name) => name.includes('.next.') !== (version === 'next'))).toEqual([]);
}

async function shells(page: Page): Promise<readonly string[]> {
  return (await page.evaluate(() => caches.keys())).filter((name) => name.startsWith('plimsoll-shell-'));
}

/** Answers once the new service worker, if there is one, has begun to fetch its parts. */
const lookForUpdate = (page: Page) => page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));

test('each of several tabs runs one version alone, and changes when its user takes the new one', async ({ context, ownOrigins }) => {
  const copy = await servedCopy(ownOrigins);
  try {
    const first = await openTab(context, copy.address);
    await expect(first.page.getByText('Works offline.')).toBeVisible();
    await drop(first.page, IMAGE);
    await expect(figures(first.page)).toBeVisible();
    const second = await openTab(context, copy.address);
    await expect(second.page.getByText('Works offline.')).toBeVisible();

    // The host has nothing of the first version any more.
    putNextVersion(copy);
    const late = await openTab(context, copy.address);
    for (const tab of [first, second, late]) await expect(offer(tab.page)).toBeVisible();
    await expect(isNext(late.page)).toHaveCount(0);
    await drop(late.page, DOCKERFILE);
    await expect(late.page.getByText('SC2086').first()).toBeVisible();

    // One tab takes it: that one alone is loaded anew.
    await offer(second.page).click();
    await expect(isNext(second.page)).toBeVisible();
    await expect(offer(second.page)).toHaveCount(0);
    await drop(second.page, IMAGE);
    await expect(figures(second.page)).toBeVisible();
    await drop(second.page, DOCKERFILE);
    await expect(second.page.getByText('SC2086').first()).toBeVisible();
    expectVersion(second, 'next');

    // The others lose nothing that they show, and fetch what they had not needed before as their own version has it.
    await expect(figures(first.page)).toBeVisible();
    for (const name of ['Files', 'Picture', 'Squash', 'Packages']) {
      await views(first.page).getByRole('link', { name }).click();
      await expect(first.page.locator('#view-heading').first()).toBeVisible();
    }
    await first.page.getByRole('button', { name: 'Export…' }).click();
    await expect(first.page.getByRole('button', { name: 'Download JSON', exact: true })).toBeVisible();
    await first.page.keyboard.press('Escape');
    await drop(first.page, DOCKERFILE);
    await expect(first.page.getByText('SC2086').first()).toBeVisible();
    expectVersion(first, 'first');
    expectVersion(late, 'first');
    expect(await shells(first.page)).toHaveLength(2);

    // Offline, each is loaded as the version that was taken.
    await context.setOffline(true);
    await offer(first.page).click();
    await expect(isNext(first.page)).toBeVisible();
    await drop(first.page, IMAGE);
    await expect(figures(first.page)).toBeVisible();
    expectVersion(first, 'next');
    expectVersion(late, 'first');
    await expect(late.page.getByText('SC2086').first()).toBeVisible();

    // Once no tab runs the first version, nothing of it is kept, though no page is opened or loaded again.
    await late.page.close();
    await expect.poll(() => shells(first.page)).toHaveLength(1);
    expectVersion(first, 'next');
  } finally {
    copy.close();
  }
});

test('a new version that cannot be had whole is not taken, nor offered, until it can', async ({ context, ownOrigins, expectedErrors }) => {
  expectedErrors.push(/404/, /Failed to/, /integrity/i);
  const copy = await servedCopy(ownOrigins);
  try {
    const tab = await openTab(context, copy.address);
    await expect(tab.page.getByText('Works offline.')).toBeVisible();
    await drop(tab.page, IMAGE);
    await expect(figures(tab.page)).toBeVisible();

    // In the middle of being copied to the host: one part is missing, another is not whole.
    putNextVersion(copy);
    const [missing, torn] = [filesOf(copy, /^SquashView.*js$/)[0]!, filesOf(copy, /^session\.worker.*js$/)[0]!];
    const [whole, alsoWhole] = [readFileSync(missing), readFileSync(torn)];
    unlinkSync(missing);
    writeFileSync(torn, alsoWhole.subarray(0, 1000));
    for (const mend of [() => writeFileSync(missing, whole), () => writeFileSync(torn, alsoWhole)]) {
      await lookForUpdate(tab.page);
      await expect.poll(() => tab.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        return [registration?.installing, registration?.waiting].filter(Boolean).length;
      })).toBe(0);
      await expect(offer(tab.page)).toHaveCount(0);
      mend();
    }
    await tab.page.reload();
    await expect(isNext(tab.page)).toHaveCount(0);
    await drop(tab.page, IMAGE);
    await expect(figures(tab.page)).toBeVisible();
    expectVersion(tab, 'first');
    await expect(offer(tab.page)).toBeVisible();
    await offer(tab.page).click();
    await expect(isNext(tab.page)).toBeVisible();
    expect(readdirSync(join(copy.folder, 'assets')).every((name) => name.includes('.next.'))).toBe(true);
  } finally {
    copy.close();
  }
});
