/** The installed page: Chromium's own report on the manifest, its offer to install, and what the desktop opens with it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test as base, type BrowserContext } from 'playwright/test';
import { fixturePath } from './archives';
import { drop, show, verdict } from './page';

// A default context counts as incognito, where nothing can be installed: this takes a profile on disk.
const test = base.extend<{ readonly profile: BrowserContext }>({
  profile: async ({ launchOptions }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-profile-'));
    const context = await chromium.launchPersistentContext(folder, launchOptions);
    await use(context);
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  },
});

test('Chromium finds nothing wrong and would install it', async ({ profile, baseURL }) => {
  const page = profile.pages()[0] ?? (await profile.newPage());
  await page.addInitScript(() => {
    addEventListener('beforeinstallprompt', () => {
      document.documentElement.dataset['installable'] = '';
    });
  });
  await page.goto(baseURL ?? '');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const session = await profile.newCDPSession(page);
  expect((await session.send('Page.getAppManifest')).errors).toEqual([]);
  expect(await session.send('Page.getInstallabilityErrors')).toEqual({ installabilityErrors: [] });
  await expect(page.locator('html')).toHaveAttribute('data-installable', '');
  // The offer waits in the foot of the page; nothing pops up by itself.
  await expect(page.getByRole('button', { name: 'Install', exact: true })).toBeVisible();
});

test('installed, it opens the files that the desktop gives it, in the window that is there', async ({ profile, baseURL: address }, info) => {
  const page = profile.pages()[0] ?? (await profile.newPage());
  const baseURL = address ?? '';
  await page.goto(baseURL);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const session = await profile.browser()!.newBrowserCDPSession();
  await session.send('PWA.install', { manifestId: baseURL, installUrlOrBundleUrl: baseURL });
  const { fileHandlers } = await session.send('PWA.getOsAppState', { manifestId: baseURL });
  expect(fileHandlers.flatMap(({ accepts }) => accepts.flatMap(({ fileExtensions }) => fileExtensions)).sort()).toEqual(
    ['.containerfile', '.dockerfile', '.tar', '.tar.gz', '.tar.zst', '.tgz'],
  );
  await session.send('PWA.launchFilesInApp', { manifestId: baseURL, files: [fixturePath('tide.legacy.tar')] });
  const opened = () => profile.pages().find((each) => each.url().includes('view=overview'));
  await expect.poll(opened).toBeDefined();
  const app = opened()!;
  await expect(verdict(app, /39.0\skB of 90.0\skB/)).toBeVisible();

  const dockerfile = info.outputPath('web.dockerfile');
  writeFileSync(dockerfile, 'FROM debian:12\nRUN cat $HOME\n');
  const windows = profile.pages().length;
  await session.send('PWA.launchFilesInApp', { manifestId: baseURL, files: [dockerfile] });
  await expect(app.getByText('SC2086').first()).toBeVisible();
  expect(profile.pages()).toHaveLength(windows);
  await show(app, 'tide.legacy.tar');
  await expect(verdict(app, /39.0\skB of 90.0\skB/)).toBeVisible();
  await session.send('PWA.uninstall', { manifestId: baseURL });
});

test('each shortcut of the manifest leads where it says', async ({ page, baseURL: address }) => {
  const { shortcuts } = JSON.parse(readFileSync(new URL('../../public/manifest.webmanifest', import.meta.url), 'utf8')) as { shortcuts: { name: string; url: string }[] };
  expect(shortcuts.map(({ name }) => name)).toEqual(['Check a Dockerfile', 'Try the sample image']);
  for (const { name, url } of shortcuts) {
    await page.goto('about:blank');
    await page.goto(new URL(url, address).href);
    if (name === 'Try the sample image') await expect(verdict(page)).toBeVisible();
    else await expect(page.getByLabel('Dockerfile', { exact: true })).toBeVisible();
    // A reload does not do it again.
    expect(new URL(page.url()).search).toBe('');
  }
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page, /39.0\skB of 90.0\skB/)).toBeVisible();
});
