/** Chromium's own report on the manifest, and its offer to install. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from 'playwright/test';

// A default context counts as incognito, where nothing can be installed: this takes a profile on disk.
test('Chromium finds nothing wrong and would install it', async ({ launchOptions, baseURL }) => {
  const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'plimsoll-profile-')), launchOptions);
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.addInitScript(() => {
      addEventListener('beforeinstallprompt', () => {
        document.documentElement.dataset['installable'] = '';
      });
    });
    await page.goto(baseURL ?? '');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const session = await context.newCDPSession(page);
    expect((await session.send('Page.getAppManifest')).errors).toEqual([]);
    expect(await session.send('Page.getInstallabilityErrors')).toEqual({ installabilityErrors: [] });
    await expect(page.locator('html')).toHaveAttribute('data-installable', '');
  } finally {
    await context.close();
  }
});
