/** Every view has a copy of what it shows, and what lands in the clipboard is what one would want to paste: a table, the exact path, a patch that applies. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';
import { imageOf, imageOfLayers, rawTar } from './archives';
import { expect, test } from './fixture';
import { copiedBy, drop, show, verdict } from './page';

const sample = (name: string): string => fileURLToPath(new URL(`../../public/samples/${name}`, import.meta.url));
const go = (page: Page, name: string): Promise<void> => page.getByRole('navigation', { name: /^Views/ }).getByRole('link', { name }).click();

test.beforeEach(({ context }) => context.grantPermissions(['clipboard-read', 'clipboard-write']));

/** Presses all Copy buttons that can be seen; answers what each copied, by its name. */
async function copied(page: Page, within = page.getByRole('main')): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  // A button that was pressed says so for a while, and must keep its place in the list.
  const buttons = within.getByRole('button', { name: /^Cop(y|ied)/ });
  await expect(buttons.first()).toBeVisible();
  for (const button of await buttons.all()) {
    if (!(await button.isVisible())) continue;
    const name = (await button.getAttribute('aria-label')) ?? (await button.innerText());
    found.set(name, await copiedBy(button));
  }
  for (const [name, text] of found) {
    expect(text.trim(), name).not.toBe('');
    expect(text, name).not.toMatch(/undefined|\bNaN\b|\[object |\u202e/);
    if (name.startsWith('Copy as Markdown')) for (const table of tablesOf(text)) expect(new Set(table.map((row) => row.length)).size, `${name}\n${text}`).toBe(1);
  }
  return found;
}

/** Cells of GitHub's tables (GFM 4.10): a bar that is not escaped parts them, in code spans too; an escaped one is a bar. */
function tablesOf(markdown: string): readonly (readonly (readonly string[])[])[] {
  return [...markdown.matchAll(/(?:^\|.*\|$\n?)+/gm)].map(([table]) => table.trim().split('\n').map((row) => row.slice(1, -1).split(/(?<!\\)\|/).map((cell) => {
    const plain = cell.trim().replaceAll('\\|', '|');
    const [, fence, code] = /^(`+)(.*)\1$/s.exec(plain) ?? [];
    return fence === undefined ? plain : code!.replace(/^ (.*\S.*) $/, '$1');
  })));
}

/** The rows below a table's head, of the first table. */
function rowsOf(texts: ReadonlyMap<string, string>, name = 'Copy as Markdown'): readonly (readonly string[])[] {
  const [table] = tablesOf(texts.get(name) ?? '');
  expect(table, `${name} among ${[...texts.keys()].join('; ')}`).toBeDefined();
  expect(table![1]).toEqual(table![0]!.map(() => expect.stringMatching(/^-+:?$/)));
  expect(table!.length).toBeGreaterThan(2);
  return table!.slice(2);
}

test('in the views of an image, and of a Dockerfile', async ({ page }) => {
  await page.goto('./');
  await drop(page, sample('sample.tar'), sample('Dockerfile'), { name: '.dive-ci', text: 'rules:\n  lowestEfficiency: 0.99\n  highestWastedBytes: 1kB\n' });
  await expect(verdict(page)).toBeVisible();
  await expect(page.getByRole('heading', { name: /its rules$/ })).toBeVisible();
  const overview = await copied(page);
  expect(rowsOf(overview, 'Copy as Markdown: rules')[0]).toEqual(['fail', 'lowestEfficiency', '0.99', 'dive', expect.stringMatching(/\d/), '']);
  expect(rowsOf(overview, 'Copy as Markdown: figures, dive’s beside the exact ones').map(([figure]) => figure)).toContain('User wasted percent');
  expect(rowsOf(overview, 'Copy as Markdown: duplicates')[0]).toHaveLength(3);

  await go(page, 'Layers');
  await page.locator('[data-layer="0"]').click();
  await page.getByRole('button', { name: 'Verify checksums' }).click();
  await expect(page.getByRole('button', { name: 'Verify again' })).toBeVisible();
  const layers = await copied(page);
  expect(rowsOf(layers)[0]?.[0]).toBe('0');
  expect(layers.get('Copy command')).toMatch(/ADD|COPY|RUN/);
  expect(layers.get('Copy result')).toMatch(/^All \d+ layers are what the image says\.$/);
  expect([...layers.values()].filter((text) => /^sha256:[\da-f]{64}$/.test(text)).length).toBeGreaterThan(0);

  await go(page, 'Waste');
  expect(rowsOf(await copied(page))[0]).toHaveLength(5);

  await go(page, 'Files');
  await page.getByLabel('Search files').fill('index.html');
  await page.getByRole('treegrid', { name: 'Files' }).getByRole('row', { name: /index\.html/ }).first().click();
  await expect(page.getByRole('button', { name: 'Copy as Markdown: its story' })).toBeVisible();
  const files = await copied(page);
  expect([...files.values()]).toContain('/srv/site/index.html');
  expect(rowsOf(files).map(([path]) => path)).toContain('/srv/site/index.html');
  expect(rowsOf(files, 'Copy as Markdown: its story')[0]?.[1]).toMatch(/^adds it/);

  await go(page, 'Picture');
  const parts = rowsOf(await copied(page));
  expect(parts[0]).toEqual([expect.stringMatching(/^\/\w+\/?$/), expect.stringMatching(/\d B|B$/), expect.anything(), expect.stringMatching(/%$/)]);

  await go(page, 'Squash');
  const source = readFileSync(sample('Dockerfile'), 'utf8');
  await expect(page.getByRole('button', { name: 'Copy patch' })).toBeVisible();
  const squash = await copied(page);
  expect(rowsOf(squash, 'Copy as Markdown: ranges')[0]?.[0]).toMatch(/^\d+ to \d+$/);
  expect(rowsOf(squash, 'Copy as Markdown: changes of the Dockerfile')[0]).toEqual([expect.stringMatching(/B$/), expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+, \d+$/), expect.stringMatching(/\(layer \d+\)/)]);
  expect(squash.get('Copy list')).toMatch(/\t\/srv\/.*\tlayer \d+, hidden by layer \d+/);
  const squashed = applied(squash.get('Copy patch') ?? '', source);
  expect(squashed).toContain('COPY --chown=www:www site/ /srv/site/');

  await show(page, 'Dockerfile');
  const dockerfile = await copied(page);
  expect(dockerfile.get('Copy text')).toBe(source);
  expect(rowsOf(dockerfile)[0]?.[0]).toMatch(/^\d+:\d+$/);
  await page.getByRole('list', { name: 'Findings' }).getByRole('button', { name: /^Fix/ }).first().click();
  const dialog = page.getByRole('dialog');
  expect(applied((await copied(page, dialog)).get('Copy patch') ?? '', source)).not.toBe(source);
  await page.keyboard.press('Escape');

  await go(page, 'Plan');
  await expect(page.getByRole('button', { name: 'Copy patch of all' })).toBeVisible();
  const plan = await copied(page);
  expect(applied(plan.get('Copy patch of all') ?? '', source)).not.toBe(source);
  expect(plan.get('Copy plan')).toMatch(/B/);
});

/** What `git apply` makes of a Dockerfile; it fails where the patch is none. */
function applied(patch: string, source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-copy-'));
  const file = join(folder, 'Dockerfile');
  writeFileSync(file, source);
  execFileSync('git', ['apply', '--verbose', '-'], { cwd: folder, input: patch, stdio: ['pipe', 'pipe', 'pipe'] });
  return readFileSync(file, 'utf8');
}

const ODD = ['100%.txt', 'a|b', 'a\\|b', '`ticks``', ' blanks ', '-dash', '<b>&amp;', '*stars*_', 'ü', '名前', '=1+1', "it's", '"quoted"', '$HOME', '%0A'];

test('a path is copied byte for byte, whatever its name, and no name breaks a table', async ({ page }) => {
  const bytes = (name: string): Uint8Array => new TextEncoder().encode(`odd/${name}`);
  const installed = { name: new TextEncoder().encode('lib/apk/db/installed'), content: 'P:odd|name\nV:1.0-r0\nF:odd\nR:ü\n\n' };
  const tar = rawTar([...ODD.map((name, at) => ({ name: bytes(name), content: 'x'.repeat(at + 1) })), { name: bytes('line\nend'), content: 'y' }, { name: Uint8Array.of(...bytes(''), 0xff, 0x41), content: 'z' }]);
  await page.goto('./');
  await drop(page, await imageOfLayers('odd.tar', [{ tar, command: 'COPY . /' }, { tar: rawTar([installed]), command: 'RUN echo "a | b `c`" > <x>' }], 'odd:1'));
  await go(page, 'Files');
  await page.getByLabel('Search files').fill('odd/');
  const list = page.getByRole('treegrid', { name: 'Files' });
  await expect(list.getByRole('row').nth(ODD.length)).toBeVisible();
  const paths = new Set<string>();
  const rows = await list.getByRole('row').count();
  for (let at = 1; at < rows; at += 1) {
    const row = list.getByRole('row').nth(at);
    await row.click();
    await expect(row).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('region', { name: 'Details of the selected path' })).toBeVisible();
    paths.add(await copiedBy(page.getByRole('button', { name: 'Copy path' }).or(page.getByRole('button', { name: 'Copied' }))));
  }
  for (const name of ODD) expect(paths).toContain(`/odd/${name}`);
  expect(paths).toContain('/odd/line\nend');
  // Bytes that are no text cannot stand in a clipboard of texts: they stay escaped.
  expect(paths).toContain('/odd/%FFA');
  const copies = await copied(page);
  const table = rowsOf(copies).map(([path]) => path);
  for (const name of ODD) expect(table).toContain(`/odd/${name}`);
  await go(page, 'Layers');
  expect(rowsOf(await copied(page))[1]?.[5]).toBe('RUN echo "a | b `c`" > <x>');
  await go(page, 'Packages');
  expect(rowsOf(await copied(page))).toEqual([['odd|name', '1.0-r0', 'apk', expect.stringMatching(/B$/), '1']]);
});

test('in every list of a comparison, and in what changed', async ({ page }) => {
  const kept = { 'app/run.sh': '#!/bin/sh\ncat /app/page.html\n/app/helper.sh\n', 'bin/sh': 'shell', 'bin/cat': 'cat' };
  const original = await imageOf('original.tar', { ...kept, 'app/page.html': '<p>hello</p>', 'app/helper.sh': '#!/bin/sh\necho helped\n', 'app/old.bin': 'x'.repeat(5000), 'etc/a|b': '1' });
  const slim = await imageOf('slim.tar', { ...kept, 'app/new.bin': 'x'.repeat(5000), 'app/added.txt': 'new', 'etc/a|b': '22' });
  await page.goto('./');
  await drop(page, original, slim, await imageOf('slim-2.tar', kept));
  await go(page, 'Compare');
  const tab = (name: RegExp): Promise<void> => page.getByRole('radio', { name }).check();
  await expect(page.getByText(/\d+ things? will fail/).first()).toBeVisible();
  const concerns = rowsOf(await copied(page));
  expect(concerns[0]?.[0]).toBe('Will fail if it is reached');
  expect(concerns.map((row) => row[6])).toContain('/app/helper.sh');
  for (const [name, cells] of [
    [/^Removed/, ['/app/page.html', 'file', expect.stringMatching(/B$/)]], [/^Added/, ['/app/added.txt', 'file', expect.stringMatching(/B$/)]],
    [/^Changed/, ['/etc/a|b', expect.any(String), expect.stringMatching(/B$/), expect.stringMatching(/B$/)]], [/^Moved/, ['/app/old.bin', '/app/new.bin', expect.stringMatching(/kB$/)]],
  ] as const) {
    await tab(name);
    await expect(page.getByRole('treegrid').getByRole('row').nth(1)).toBeVisible();
    expect(rowsOf(await copied(page))).toContainEqual(cells);
  }
  await tab(/^All builds/);
  expect((await copied(page)).get('Copy the union')).toContain('/app/run.sh');
  await tab(/^Keep lists/);
  expect([...(await copied(page)).values()].join('\n')).toContain('/app/page.html');
  await page.evaluate(() => (location.hash = '#view=changes&with=2'));
  await expect(page.getByRole('heading', { name: 'What changed' })).toBeVisible();
  expect(rowsOf(await copied(page))[0]?.[0]).toBe('Size of all layers');
});

test('in what a build sends, and in a plan that came by a link', async ({ page }) => {
  for (const [file, expected] of [['b1-context.json', /^\| Path \| Size \| Files \|$/m], ['p1-plan.json', /^\| From \| To \| Saves \|$/m], ['c1-comparison.json', /^\| .*\|$/m]] as const) {
    const { fragment } = JSON.parse(readFileSync(fileURLToPath(new URL(`../links/${file}`, import.meta.url)), 'utf8')) as { fragment: string };
    await page.goto('about:blank');
    await page.goto(`./${fragment}`);
    const texts = await copied(page);
    expect([...texts.values()].join('\n'), file).toMatch(expected);
  }
});
