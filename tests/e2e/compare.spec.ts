/** The comparison through the built page: lists and mint's reports as a side, the repaired image, the user's own list, exports and links, odd pairs. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright/test';
import { imageOf, saved } from './archives';
import { expect, test } from './fixture';
import { headlessRows } from './headless';
import { drop } from './page';

const views = (page: Page): Locator => page.getByRole('navigation', { name: 'Views of this image' });
const removed = (page: Page): Locator => page.getByRole('term').filter({ hasText: 'Removed' }).locator('..');

/** The original has an application of which the slim image lost a module and a template. */
async function pair(): Promise<readonly [original: string, slim: string]> {
  const program = '#!/bin/sh\ncat /app/page.html\n/app/helper.sh\n';
  const kept = { 'app/run.sh': program, 'bin/sh': 'shell', 'bin/cat': 'cat' };
  return [
    await imageOf('original.tar', { ...kept, 'app/page.html': '<p>hello</p>', 'app/helper.sh': '#!/bin/sh\necho helped\n', 'app/unused.bin': 'x'.repeat(5000) }),
    await imageOf('slim.tar', kept),
  ];
}

const original = async (): Promise<string> => (await pair())[0];

async function open(page: Page, ...files: readonly string[]): Promise<void> {
  await page.goto('./');
  await drop(page, ...files);
  await views(page).getByRole('link', { name: 'Compare' }).click();
}

test('what was lost is ticked, and the repaired image holds it', async ({ page }) => {
  await page.addInitScript(() => {
    delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker;
  });
  const [original, slim] = await pair();
  await open(page, original, slim);
  await expect(removed(page)).toContainText('Removed3');
  await expect(page.getByRole('region', { name: 'In short' })).toContainText(/2 things will fail if reached/);
  await page.getByRole('button', { name: 'Keep them…' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save repaired image…' }).click()]);
  const path = saved('repaired.tar', readFileSync(await download.path()));
  const files = headlessRows('tree', path).map((row) => JSON.parse(row) as { readonly path: string }).map(({ path: each }) => each);
  expect(files).toEqual(expect.arrayContaining(['app/run.sh', 'app/page.html', 'app/helper.sh']));
});

test('a plain list, dropped in the comparison, takes the place of the second image', async ({ page }) => {
  const [original] = await pair();
  await open(page, original);
  await drop(page, saved('files.lst', Buffer.from('./\n./etc/base\n./app/\n./app/run.sh\n./bin/sh\n./bin/cat\n')));
  await expect(page.getByText('The list is what was kept.')).toBeVisible();
  await expect(removed(page)).toContainText('Removed3');
  await page.getByRole('radio', { name: 'Keep lists' }).check();
  await expect(page.getByRole('button', { name: 'Save repaired image…' })).toHaveCount(0);
});

test('mint’s creport.json is a side, its summary is told apart', async ({ page }) => {
  const [original] = await pair();
  await open(page, original);
  const files = ['/etc/base', '/app/run.sh', '/bin/sh', '/bin/cat'].map((path) => ({ file_type: 'file', file_path: path, modex: 493, flags: { R: true } }));
  await drop(page, saved('creport.json', Buffer.from(JSON.stringify({ document: 'doc.report.container', image: { files } }))));
  await expect(removed(page)).toContainText('Removed3');
  await drop(page, saved('slim.report.json', Buffer.from(JSON.stringify({ document: 'doc.report.command', type: 'slim', minified_image: 'x' }))));
  await expect(page.getByRole('main').getByText(/holds sizes, but no list of files/).first()).toBeVisible();
});

test('a flat root file system is a side', async ({ page }) => {
  const [original] = await pair();
  await open(page, original, await imageOf('flat.tar', { 'app/run.sh': '#!/bin/sh\ncat /app/page.html\n/app/helper.sh\n' }, { flat: true }));
  await expect(removed(page)).toContainText('Removed6');
});

test('a list of one’s own is checked line by line', async ({ page }) => {
  const [original, slim] = await pair();
  await open(page, original, slim);
  await drop(page, saved('include-paths.txt', Buffer.from('/app/page.html\n# a comment\n/no/such/file\n/app/Foo::Bar.pm\n')));
  await page.getByRole('radio', { name: 'Keep lists' }).check();
  const own = page.getByRole('region', { name: 'Check a list of your own' });
  await expect(own.getByText('4 lines, 3 to look at')).toBeVisible();
  await expect(own.getByText(/line 2, not a path/)).toBeVisible();
  await expect(own.getByText(/line 3, matches nothing/)).toBeVisible();
  await expect(own.getByText(/line 4, mint drops it/)).toBeVisible();
});

test('several builds of one original show what flickers', async ({ page }) => {
  const [original, slim] = await pair();
  const other = await imageOf('slim-2.tar', { 'app/run.sh': 'x', 'bin/sh': 'shell', 'app/page.html': '<p>hello</p>' });
  await open(page, original, slim, other);
  await page.getByRole('radio', { name: /^All builds/ }).check();
  await expect(page.getByText('3 paths are in every build, 2 only in some')).toBeVisible();
});

test('the comparison is exported and travels in a link', async ({ page }) => {
  const [original, slim] = await pair();
  await open(page, original, slim);
  await expect(removed(page)).toContainText('Removed3');
  await page.getByRole('button', { name: 'Export…' }).click();
  const [json] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download JSON', exact: true }).click()]);
  expect(JSON.parse(readFileSync(await json.path(), 'utf8'))).toMatchObject({ kind: 'comparison', totals: { removed: { files: 3 } } });
  await expect(page.getByRole('button', { name: 'Download Markdown', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Download HTML/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Share/ }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByText('original.tar → slim.tar').first()).toBeVisible();
});

for (const { name, files, says } of [
  { name: 'the same image twice', files: () => Promise.all([original(), original()]), says: /hold the same image/ },
  { name: 'nothing in common', files: async () => [await imageOf('a.tar', { 'a/x': '1' }, { flat: true }), await imageOf('b.tar', { 'b/y': '2' })], says: /nothing in common/ },
  { name: 'different platforms', files: async () => [await original(), await imageOf('arm.tar', { 'app/run.sh': 'x' }, { architecture: 'arm64' })], says: /is for linux\/amd64/ },
] as const) {
  test(`odd pairs: ${name}`, async ({ page }) => {
    await open(page, ...(await files()));
    await expect(page.getByText(says)).toBeVisible();
  });
}

test('odd pairs: the wrong way round, and swapped', async ({ page }) => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`lib/file-${at}`, `${at}`]));
  await open(page, await imageOf('small.tar', { 'lib/file-1': '1' }), await imageOf('large.tar', many));
  await expect(page.getByText(/the original seems to be second/)).toBeVisible();
  await page.getByRole('button', { name: 'Swap them' }).click();
  await expect(removed(page)).toContainText('Removed39');
});

test('odd pairs: a side that cannot be read is named, and why', async ({ page }) => {
  const [original, slim] = await pair();
  await open(page, original, saved('cut.tar', readFileSync(slim).subarray(0, 700)));
  await expect(page.getByText(/cut\.tar cannot be compared\. ./)).toBeVisible();
});

test('odd pairs: a broken side is named', async ({ page }) => {
  const [original, slim] = await pair();
  const whole = readFileSync(slim);
  await open(page, original, saved('cut.tar', whole.subarray(0, Math.floor(whole.length / 3))), slim);
  await expect(page.getByRole('combobox', { name: 'and' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'and' })).not.toContainText('cut.tar');
});
