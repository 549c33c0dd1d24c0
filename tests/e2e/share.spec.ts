/** Links that hold a report: made on request, read without a file or a network, and plain about what is wrong with them. */
import type { Page } from 'playwright/test';
import { checkOf } from '../../src/core/permalink/crc32';
import { makeLink } from '../../src/core/permalink/make-link';
import type { ContextReport, ImageReport } from '../../src/core/report/report';
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { FROZEN_LINKS, frozenLink } from './links';
import { copiedBy, drop, exportedReport, paste, retype, sourceText, verdict } from './page';

const views = (page: Page) => page.getByRole('navigation', { name: 'Views of this image' });

/** Opens the dialog and answers the link in it. */
async function sharedLink(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share…' }).click();
  const link = page.getByLabel('Link', { exact: true });
  await expect(link).toHaveValue(/#.*[a-z]1\./);
  return link.inputValue();
}

/** On the same page a new fragment would be no navigation. */
async function visit(page: Page, address: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(address);
}

test('a link is made on request only, says what it holds, and opens as the same report', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page, /39.0\skB of 90.0\skB/)).toBeVisible();
  expect(page.url()).not.toContain('r1.');
  const link = await sharedLink(page);
  await expect(page.getByText('the name tide.legacy.tar')).toBeVisible();
  expect(link.length).toBeLessThanOrEqual(4000);
  expect(link).toMatch(/[a-z\d]$/);
  expect(await copiedBy(page.getByRole('button', { name: 'Copy link' }))).toBe(link);
  await page.keyboard.press('Escape');
  expect(page.url()).not.toContain('r1.');

  await visit(page, link);
  await expect(verdict(page, /39.0\skB of 90.0\skB/)).toBeVisible();
  await expect(page.getByText('Shared report.')).toBeVisible();
  await expect(views(page).getByRole('link')).toHaveText([/Overview/, /Layers/, /Waste/]);
  // The view moves, the report stays in the address, and both survive a reload.
  await views(page).getByRole('link', { name: /Waste/ }).click();
  await expect(page.getByRole('treegrid')).toBeVisible();
  expect(new URL(page.url()).hash).toBe(`#view=waste&${new URL(link).hash.slice(1)}`);
  await page.reload();
  await expect(page.getByRole('treegrid')).toBeVisible();
  await page.goBack();
  await expect(verdict(page)).toBeVisible();
});

test('options change what travels, and the preview says so', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await sharedLink(page);
  await page.getByRole('checkbox', { name: /^Names/ }).check();
  await expect(page.getByText('the name tide.legacy.tar')).toHaveCount(0);
  await expect(page.getByLabel('Link', { exact: true })).toHaveValue(/#.*[a-z]1\./);
  await page.getByRole('dialog').getByRole('button', { name: 'Copy as Markdown', exact: true }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\[Plimsoll on `image`\]\(http[^)]*#.*r1\.[^)]*\)$/);
  await page.getByRole('radio', { name: /^Chat-safe/ }).check();
  await expect(page.getByText(/of 2,000 characters/)).toBeVisible();
  await page.getByRole('radio', { name: /^Whole/ }).check();
  await expect(page.getByText(/^[\d,]+ characters$/)).toBeVisible();
});

test('a Dockerfile travels without its secrets, and can be edited on', async ({ page }) => {
  await page.goto('./');
  await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\nENV API_TOKEN=hunter2hunter2\nMAINTAINER me\n' });
  await expect(page.getByRole('button', { name: 'Share…' })).toBeVisible();
  const link = await sharedLink(page);
  await expect(page.getByText(/values? masked/)).toBeVisible();
  await visit(page, link);
  await expect.poll(() => sourceText(page)).toBe('FROM debian:12\nENV API_TOKEN=***\nMAINTAINER me\n');
  await expect(page.getByRole('list', { name: 'Findings' }).getByText('DL4000')).toBeVisible();
  expect(page.url()).toContain('d1.');
  // An edited text is not what the link says any more.
  await retype(page, 'FROM debian:12\nUSER me\n');
  await expect(page.getByRole('list', { name: 'Findings' }).getByText('DL4000')).toHaveCount(0);
  expect(page.url()).not.toContain('d1.');
});

test('links that are cut, altered, too new or no links at all are answered plainly', async ({ page }) => {
  const fragment = frozenLink('d1-dockerfile.json');
  const middle = Math.floor(fragment.length / 2);
  const other = fragment[middle] === 'A' ? 'B' : 'A';
  for (const [address, message] of [
    [fragment.slice(0, -20), 'was cut off in transit'], [fragment.slice(0, middle) + other + fragment.slice(middle + 1), 'was altered on its way'],
    [`#r2.AAAA.${checkOf('r2.AAAA')}`, 'was made by a newer Plimsoll'], ['#r1', 'was cut off in transit'],
  ] as const) {
    await visit(page, `./${address}`);
    await expect(page.getByText(message).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Copy details' })).toBeVisible();
  }
  await visit(page, './#view=nowhere&x=1');
  await expect(page.getByRole('heading', { name: 'How much of your image is dead weight?' })).toBeVisible();
});

test('every link that was ever issued opens', async ({ page }) => {
  for (const file of FROZEN_LINKS) {
    await test.step(file, async () => {
      const fragment = frozenLink(file);
      await visit(page, `./${fragment}`);
      await expect(page.locator('#view-heading')).toBeVisible();
      await expect(page.getByText('Choose another file')).toHaveCount(0);
      await expect(page.getByRole('button', { name: 'Copy details' })).toHaveCount(0);
    });
  }
});

test('a link opens offline, and pasted anywhere on the page', async ({ page, context }) => {
  await page.goto('./');
  await expect(page.getByText('Ready to work offline')).toBeVisible();
  const fragment = frozenLink('r1-image.json');
  await context.setOffline(true);
  await visit(page, `./${fragment}`);
  await expect(page.getByText('Shared report.')).toBeVisible();
  await visit(page, './');
  await paste(page, `https://example.com/plimsoll/${fragment}`);
  await expect(page.getByText('Shared report.')).toBeVisible();
});

test('a link is read whatever a chat or a mail program did to it', async ({ page }) => {
  const fragment = frozenLink('r1-image.json');
  const link = `view=waste&${fragment.slice(1)}`;
  const address = `https://example.com/plimsoll/#${link}`;
  const opens = async (): Promise<void> => {
    await expect(page.getByText('Shared report.')).toBeVisible();
    await expect(page.getByRole('treegrid')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Open files' }).getByRole('listitem')).toHaveCount(1);
  };
  for (const behind of ['.', ')', '>', ',', '"', '](', '…', '**', '%20', '_']) {
    await test.step(`opened with ${behind} behind it`, async () => {
      await visit(page, `./#${link}${behind}`);
      await opens();
    });
  }
  const lines = address.replace(/(.{72})/g, '$1\r\n');
  for (const text of [
    `(see ${address}).`, `[Plimsoll on \`app.tar\`](${address})`, `<${address}|report>`, `${address}  \n`, lines, `Hello,\n\n${lines}\n\nBob`, `> ${lines.replaceAll('\n', '\n> ')}`,
  ]) {
    await test.step(`pasted as ${JSON.stringify(text.slice(0, 30))}`, async () => {
      await visit(page, './');
      await paste(page, text);
      await opens();
      // Once more: it is open already, and shown again.
      await paste(page, text);
      await opens();
    });
  }
  // A second report stands beside the first, at the view of its link.
  const other = frozenLink('r1-shortened.json');
  await paste(page, `https://example.com/#view=layers&${other.replace(/^.*[#&]/, '')}`);
  await expect(page.getByRole('list', { name: 'Open files' }).getByRole('listitem')).toHaveCount(2);
  await expect(views(page).getByRole('link', { name: 'Layers' })).toHaveAttribute('aria-current', 'page');
  // What only looks like an address is a text like any other, and a broken link says so.
  await paste(page, `${address.slice(0, -40)}...`);
  await expect(page.getByText('was cut off in transit').first()).toBeVisible();
  await paste(page, 'RUN curl -O https://example.com/#r1.x\n');
  await expect.poll(() => sourceText(page)).toContain('RUN curl');
});

test('a build context travels, with its deep paths hidden and rows that look alike', async ({ page }) => {
  const context: ContextReport = {
    schema: 'plimsoll.report', version: 1, kind: 'context', tool: { name: 'plimsoll', version: '1' }, subject: { name: 'project', bytes: 9 }, diagnostics: [],
    omitted: [{ what: 'largest', count: 5 }, { what: 'examples', count: 1 }], sent: { files: 4, bytes: 4_000_000 }, ignored: { files: 0, bytes: 0 },
    largest: ['one', 'two'].map((name) => ({ path: `web/assets/${name}.mp4`, bytes: 2_000_000, files: 1 })),
    suggestions: ['a', 'a'].map((pattern) => ({ pattern, bytes: 5, reason: 'unused', kind: 'unused', files: 1, examples: [`web/assets/${pattern}`] })),
  };
  const link = makeLink(context, { redact: { deepPaths: true } });
  if (!link.ok) throw new Error(link.problem.message);
  await visit(page, `./${link.value.fragment}`);
  await expect(page.getByText('Shared report.')).toBeVisible();
  await expect(page.getByText('would be sent')).toBeVisible();
  await expect(page.getByText('web/assets/…')).toHaveCount(4);
  // It can be shared on, and the page says what it holds.
  expect(new URL(await sharedLink(page)).hash).toContain('b1.');
  await expect(page.getByText('2 of 7 large files and folders')).toBeVisible();
});

test('markup in every field of a shared report stays text', async ({ page }) => {
  const hostile = '<img src=x onerror="document.title=\'owned\'">\u202e';
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  const report = (await exportedReport(page)) as ImageReport;
  const poison = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return ['schema', 'kind', 'reason', 'mediaType', 'compression', 'outcome', 'digest', 'diffId', 'version'].includes(key) ? value : hostile + value;
    if (Array.isArray(value)) return value.map((item) => poison(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, name === 'tool' ? member : poison(member, name)]));
  };
  const link = makeLink(poison(report, '') as ImageReport, { budget: 1_000_000 });
  if (!link.ok) throw new Error(link.problem.message);
  for (const view of ['overview', 'layers', 'waste']) {
    await visit(page, `./#view=${view}&${link.value.fragment.slice(1)}`);
    await expect(page.getByText('Shared report.')).toBeVisible();
    await expect(page.getByText('<img src=x').first()).toBeVisible();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).not.toBe('owned');
    expect(await page.evaluate(() => [...document.querySelectorAll('*')].filter(({ children, textContent }) => children.length === 0 && textContent?.includes('\u202e')).map(({ outerHTML }) => outerHTML))).toEqual([]);
  }
});

test('an exported report opens again, and two are held against each other', async ({ page }) => {
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  const report = (await exportedReport(page)) as ImageReport;
  await page.goto('about:blank');
  await page.goto('./');
  const before = { ...report, subject: { ...report.subject, name: 'before.tar' }, totals: { ...report.totals, hiddenBytes: 50_000 } };
  await drop(page, { name: 'before.plimsoll.json', text: JSON.stringify(before) });
  await expect(page.getByText('Exported report.')).toBeVisible();
  await drop(page, { name: 'after.plimsoll.json', text: JSON.stringify(report) });
  await expect(verdict(page, /39.0\skB of 90.0\skB/)).toBeVisible();
  await page.getByRole('link', { name: /What changed since before.tar/ }).click();
  const totals = page.getByRole('region', { name: 'Totals' });
  await expect(totals.getByRole('row', { name: /^Waste/ })).toContainText('−11.0');
  await page.reload();
  await expect(page.getByText('drop it again, and the view comes back')).toBeVisible();
});

test('a report that is no report is told from one that is too new', async ({ page }) => {
  await page.goto('./');
  await drop(page, { name: 'a.json', text: '{"schema":"plimsoll.report","version":99,"kind":"image"}' });
  await expect(page.getByText(/knows versions up to/).first()).toBeVisible();
  await drop(page, { name: 'b.json', text: '{"schema":"plimsoll.report","version":1,"kind":"image","layers":"x"}' });
  await expect(page.getByText(/cannot be read/).first()).toBeVisible();
});
