/** Hostile names in every view: nothing unseen is written out raw, nothing widens the page, and what is copied is what the file is called. */
import type { Page } from 'playwright/test';
import { imageOfLayers, rawTar } from './archives';
import { expect, test } from './fixture';
import { copiedBy, drop, sideways, verdict } from './page';

const LONG = 'long-'.repeat(800);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What a file is called, how a search finds it, and what copying its path gives. */
const NAMES: readonly { readonly name: Uint8Array; readonly search: string; readonly copied: string }[] = [
  { name: bytes('tab\tline\n\u001b[31mred'), search: 'tab\\x09line', copied: 'tab\tline\n\u001b[31mred' },
  { name: bytes('invoice\u202egnp.exe'), search: 'invoice', copied: 'invoice\u202egnp.exe' },
  { name: bytes(LONG), search: 'long-long', copied: LONG },
  { name: Uint8Array.of(...bytes('bad-'), 0xff, 0xfe), search: 'bad-\\xff', copied: 'bad-%FF%FE' },
  { name: bytes('<img src=x onerror=alert(1)>'), search: '<img', copied: '<img src=x onerror=alert(1)>' },
  { name: bytes('git_1%3a2.39.deb'), search: 'git_1%3a2', copied: 'git_1%3a2.39.deb' },
  { name: bytes(`high${'\u0301'.repeat(300)}`), search: 'high', copied: `high${'\u0301'.repeat(300)}` },
];

const below = (folder: string, name: Uint8Array): Uint8Array => Uint8Array.of(...bytes(folder), ...name);

/** `few`: the same without the files of the second layer's folder, for a comparison. */
function hostileImage(file: string, few: boolean): Promise<string> {
  const command = `RUN echo \u202e${'x'.repeat(4000)} \u0007 <script>alert(1)</script>`;
  const status = 'Package: evil\u202e<b>\nStatus: install ok installed\nVersion: 1\u0007\u202e2\n\n';
  const lower = rawTar([
    ...NAMES.flatMap(({ name }, at) => [{ name: below('top/', name), content: 'first'.repeat(at + 2) }, { name: below('twice/', name), content: 'first'.repeat(at + 2) }]),
    ...NAMES.map(({ name }) => ({ name: below('usr/share/doc/', Uint8Array.of(...name, ...bytes('/copyright'))), content: 'licence' })),
    { name: bytes('var/lib/dpkg/status'), content: status },
    { name: bytes('var/lib/dpkg/info/evil.list'), content: '/top\n' },
  ]);
  const upper = rawTar([
    ...NAMES.map(({ name }, at) => ({ name: below('top/', name), content: 'again!'.repeat(at + 2) })),
    { name: bytes('.wh.twice') },
    ...(few ? [] : NAMES.map(({ name }) => ({ name: below('more/', name), content: 'more' }))),
  ]);
  return imageOfLayers(file, [{ tar: lower, command }, { tar: upper, command: `COPY \u2066${LONG} /` }], 'evil/\u202e<b>:1');
}

/** Characters that would act on the line instead of standing in it, in what is shown and in what hovering tells. */
function unseen(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    // eslint's rule on control characters is right about most expressions: here they are what is looked for.
    const acting = new RegExp('[\\u0000-\\u0008\\u000b-\\u001f\\u007f\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069]', 'u');
    const texts = [document.body.innerText, ...[...document.querySelectorAll('[title], [aria-label]')].flatMap((each) => [each.getAttribute('title') ?? '', each.getAttribute('aria-label') ?? ''])];
    return texts.filter((text) => acting.test(text)).map((text) => JSON.stringify(text.slice(0, 200)));
  });
}

for (const [device, viewport] of [['desktop', { width: 1280, height: 800 }], ['phone', { width: 375, height: 812 }]] as const) {
  test(`${device}: no view is widened, and every name stands as text`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.goto('./');
    const check = (view: string): Promise<void> => test.step(view, async () => {
      expect(await sideways(page)).toBeLessThanOrEqual(0);
      expect(await unseen(page)).toEqual([]);
    });
    await drop(page, await hostileImage('\u202eevil.tar', false), await hostileImage('other.tar', true));
    await expect(verdict(page)).toBeVisible();
    await page.evaluate(() => {
      location.hash = '#view=overview';
    });
    await expect(page.getByRole('heading', { level: 1, name: /evil/ })).toBeVisible();
    await page.getByRole('region', { name: 'Duplicates' }).or(page.locator('main')).last().locator('summary').evaluateAll((all) => all.forEach((each) => (each as HTMLElement).click()));
    await check('overview');
    const views = page.getByRole('navigation', { name: 'Views of this image' });
    const go = (name: string): Promise<void> => views.getByRole('link', { name }).click();
    await go('Layers');
    for (const layer of [0, 1]) {
      await page.locator(`[data-layer="${layer}"]`).click();
      await check(`layer ${layer}`);
    }
    for (const view of ['Waste', 'Files']) {
      await go(view);
      const grid = page.getByRole('treegrid');
      await grid.locator('[data-index="0"]').focus();
      await page.keyboard.press('*');
      await expect(grid.locator('[role=row][aria-level="2"]').first()).toBeVisible();
      const rows = Math.min(14, Number(await grid.getAttribute('aria-rowcount')) - 1);
      for (let row = 0; row < rows; row += 1) {
        await grid.locator(`[data-index="${row}"]`).focus();
        await page.keyboard.press('Enter');
        await check(`${view}, row ${row}`);
        await page.keyboard.press('Escape');
      }
    }
    for (const view of ['Packages', 'Picture', 'Squash', 'Compare', 'Plan']) {
      await go(view);
      await expect(page.getByRole('heading', { level: 1, name: view })).toBeVisible();
      await expect(page.getByText(/^(Loading|Working out|Comparing|Looking|Checking|Reading the package).*…$/)).toHaveCount(0);
      await check(view);
    }
    for (const dialog of ['Export…', 'Share…']) {
      await page.getByRole('button', { name: dialog }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await check(dialog);
      await page.keyboard.press('Escape');
    }
  });
}

test('a path is found as it is shown, and copied as it is', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('./');
  await drop(page, await hostileImage('evil.tar', true));
  await expect(verdict(page)).toBeVisible();
  await page.keyboard.press('4');
  for (const { search, copied } of NAMES) {
    await page.getByLabel('Search files').fill(`/top/${search}`);
    const row = page.getByRole('treegrid', { name: 'Files' }).locator('[role=row][aria-level="2"]');
    await expect(row).toHaveCount(1);
    await row.click();
    const detail = page.getByRole('region', { name: 'Details of the selected path' });
    await expect(detail.locator('.path').first()).toContainText(search);
    expect(await copiedBy(detail.getByRole('button', { name: /^(Copy path|Copied)$/ }))).toBe(`/top/${copied}`);
  }
});
