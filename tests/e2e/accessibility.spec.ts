/** axe finds nothing on any view, light and dark, desktop and phone; and no view is wider than the screen. */
import { readFileSync } from 'node:fs';
import { fixturePath } from './archives';
import { objections } from './axe';
import { expect, test } from './fixture';
import { holdLayers, letGo } from './held';
import { makeLink } from '../../src/core/permalink/make-link';
import type { ImageReport } from '../../src/core/report/report';
import { drop, exportedReport, sideways, verdict } from './page';

const [PLAN, CONTEXT, COMPARISON] = ['p1-plan', 'b1-context', 'c1-comparison'].map((name) => (JSON.parse(readFileSync(new URL(`../links/${name}.json`, import.meta.url), 'utf8')) as { fragment: string }).fragment) as [string, string, string];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [device, viewport] of [['desktop', { width: 1440, height: 900 }], ['phone', { width: 375, height: 812 }]] as const) {
    test(`${device}, ${colorScheme}: every view`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({ colorScheme, viewport, hasTouch: device === 'phone', ...(baseURL !== undefined && { baseURL }) });
      const page = await context.newPage();
      const check = async (view: string): Promise<void> => {
        await test.step(view, async () => {
          expect(await objections(page)).toEqual([]);
          expect(await sideways(page)).toBeLessThanOrEqual(0);
        });
      };
      await page.goto('./');
      await check('start');
      await page.getByRole('button', { name: 'Paste a Dockerfile' }).click();
      await check('paste');
      await page.getByRole('button', { name: /Try the sample image/ }).click();
      await expect(verdict(page)).toBeVisible();
      await check('overview');
      const views = page.getByRole('navigation', { name: 'Views of this image' });
      await views.getByRole('link', { name: 'Layers' }).click();
      await page.getByRole('button', { name: /^Layer 1\b/ }).click();
      await check('layers');
      await views.getByRole('link', { name: 'Waste' }).click();
      await page.locator('[role=row][data-index="1"]').click();
      await check('waste');
      if (device === 'phone') await page.getByRole('region', { name: 'Evidence' }).getByRole('button', { name: /Close/ }).click();
      await views.getByRole('link', { name: 'Files' }).click();
      await page.locator('[role=row][data-index="0"]').click();
      await check('files');
      if (device === 'phone') await page.getByRole('region', { name: 'Details of the selected path' }).getByRole('button', { name: /Close/ }).click();
      await page.getByLabel('Search files').fill('index.html');
      await page.getByRole('treegrid', { name: 'Files' }).getByRole('row', { name: /index\.html/ }).first().click();
      await page.getByRole('region', { name: 'Details of the selected path' }).getByRole('button', { name: /^View/ }).click();
      await expect(page.getByRole('dialog', { name: 'Content' }).getByText(/as layer \d+ has it/)).toBeVisible();
      await check('content of a file');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      if (device === 'phone') await page.getByRole('region', { name: 'Details of the selected path' }).getByRole('button', { name: /Close/ }).click();
      await page.getByRole('list', { name: 'Open files' }).getByRole('link', { name: 'Dockerfile' }).click();
      await page.getByRole('list', { name: 'Findings' }).locator('summary').first().click();
      await check('dockerfile');
      await drop(page, { name: 'picture.tar', text: 'GIF89a' });
      await expect(page.getByText('This is a GIF picture')).toBeVisible();
      await check('refused');
      await drop(page, { name: '.dive-ci', text: 'rules:\n  lowestEfficiency: 0.99\n' }, { name: '.hadolint.yaml', text: 'ignored: [DL3006]\n' });
      await page.getByRole('list', { name: 'Open files' }).getByRole('link', { name: 'sample.tar' }).click();
      await expect(page.getByRole('heading', { name: /Fails its rules/ })).toBeVisible();
      await check('rules');
      for (const name of ['Export…', 'Share…', /^Plimsoll \d/] as const) {
        await page.getByRole('button', { name }).click();
        if (name === 'Share…') await expect(page.getByLabel('Link', { exact: true })).toBeVisible();
        await expect(page.getByRole('dialog')).toBeVisible();
        await check(String(name));
        await page.keyboard.press('Escape');
      }
      const shared = makeLink((await exportedReport(page)) as ImageReport);
      if (!shared.ok) throw new Error(shared.problem.message);
      await page.evaluate((fragment) => { location.hash = fragment; }, shared.value.fragment);
      await expect(page.getByText('Shared report.')).toBeVisible();
      await check('shared report');
      await page.getByRole('link', { name: /What changed since/ }).click();
      await expect(page.getByRole('region', { name: 'Totals' })).toBeVisible();
      await check('what changed');
      await page.evaluate((fragment) => { location.hash = fragment; }, PLAN);
      await expect(page.getByRole('heading', { name: /^Squash plan/ })).toBeVisible();
      await check('shared plan');
      for (const [view, fragment, heading] of [['shared context', CONTEXT, 'project'], ['shared comparison', COMPARISON, /→/]] as const) {
        await page.evaluate((hash) => { location.hash = hash; }, fragment);
        await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
        await check(view);
      }
      await page.getByRole('list', { name: 'Open files' }).getByRole('link', { name: 'Dockerfile' }).click();
      await page.getByRole('navigation', { name: 'Views of this Dockerfile' }).getByRole('link', { name: 'Plan' }).click();
      await expect(page.getByRole('list', { name: 'Steps' })).toBeVisible();
      await check('plan of a Dockerfile');
      await page.getByRole('navigation', { name: 'Views of this Dockerfile' }).getByRole('link', { name: 'Findings' }).click();
      await page.getByRole('button', { name: /^Fix \w+ in line/ }).first().click();
      await expect(page.getByRole('region', { name: 'What would change' })).toBeVisible();
      await check('repair');
      await page.keyboard.press('Escape');
      for (const name of ['Settings', 'Keyboard help'] as const) {
        await page.getByRole('button', { name }).click();
        await check(name);
        await page.keyboard.press('Escape');
      }
      await drop(page, fixturePath('../archive/two-images.tar'));
      await expect(page.getByRole('heading', { name: /which one/ })).toBeVisible();
      await check('chooser');
      await holdLayers(page);
      await drop(page, fixturePath('tide.oci-zstd.tar'));
      await expect(page.getByRole('button', { name: /^Cancel/ })).toBeVisible();
      await expect(page.getByRole('list', { name: 'Layers' })).toBeVisible();
      await check('reading');
      await letGo(page);
      await context.close();
    });
  }
}
