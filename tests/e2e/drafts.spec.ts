/** The text of a Dockerfile that was edited or pasted outlives a reload, with the way back to what was opened; closed or cleared, it does not. */
import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { fixturePath, saved } from './archives';
import { expect, test } from './fixture';
import { drop, dropFromDisk, kept, retype, sourceText, verdict } from './page';

const OPENED = 'FROM debian:12\nRUN make\n';
const EDITED = 'FROM debian:12\nMAINTAINER me';

const findings = (page: Page) => page.getByRole('list', { name: 'Findings' });
const openFiles = (page: Page) => page.getByRole('list', { name: 'Open files' }).getByRole('listitem');
/** What the tab has written down. */
const drafts = (page: Page): Promise<string> => page.evaluate(() => sessionStorage.getItem('plimsoll.open') ?? '');

/** Types another text, until it has been checked. */
async function edit(page: Page): Promise<void> {
  await retype(page, EDITED);
  await expect(findings(page).getByText('DL4000')).toBeVisible();
}

async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Paste a Dockerfile' }).click();
  await page.getByRole('textbox', { name: 'Dockerfile' }).fill(text);
  await page.getByRole('button', { name: 'Check it' }).click();
  await page.locator('.editor').waitFor();
}

test.beforeEach(async ({ page }) => {
  await page.goto('./');
});

test('an edited file, and Undo leads to the one that was opened', async ({ page }) => {
  await drop(page, { name: 'web.Dockerfile', text: OPENED });
  await edit(page);
  await page.reload();
  await expect(findings(page).getByText('DL4000')).toBeVisible();
  await page.locator('.editor').waitFor();
  expect(await sourceText(page)).toBe(EDITED);
  await expect(page.getByRole('heading', { name: 'web.Dockerfile' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Revert' })).toBeVisible();
  await page.getByLabel(/^Source of /).focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => sourceText(page)).toBe(OPENED);
  await expect(page.getByRole('button', { name: 'Revert' })).toHaveCount(0);
  await page.keyboard.press('Control+y');
  await expect.poll(() => sourceText(page)).toBe(EDITED);
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => sourceText(page)).toBe(OPENED);
});

test('the very last letter, typed as the page goes', async ({ page }) => {
  await drop(page, { name: 'Dockerfile', text: OPENED });
  await page.locator('.editor').waitFor();
  await page.getByLabel(/^Source of /).focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# last');
  await page.reload();
  await page.locator('.editor').waitFor();
  await expect.poll(() => sourceText(page)).toBe(`${OPENED}# last`);
});

test('a pasted text, edited or not, beside an image that is asked for', async ({ page }) => {
  await paste(page, OPENED);
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  await page.getByRole('list', { name: 'Open files' }).getByRole('link', { name: 'Dockerfile' }).click();
  await page.locator('.editor').waitFor();
  await page.reload();
  await page.locator('.editor').waitFor();
  expect(await sourceText(page)).toBe(OPENED);
  await expect(openFiles(page)).toHaveText([/^Dockerfile/]);
  await expect(page.getByRole('button', { name: 'Revert' })).toHaveCount(0);
  await edit(page);
  await page.reload();
  await expect.poll(() => sourceText(page)).toBe(EDITED);
});

test('what came from a link and was edited is one’s own text from then on', async ({ page }) => {
  await drop(page, { name: 'Dockerfile', text: OPENED });
  await expect(page.getByRole('button', { name: 'Share…' })).toBeVisible();
  await page.getByRole('button', { name: 'Share…' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Close Dockerfile' }).click();
  await page.goto('about:blank');
  await page.goto(link);
  await page.locator('.editor').waitFor();
  await edit(page);
  await page.reload();
  await page.locator('.editor').waitFor();
  expect(await sourceText(page)).toBe(EDITED);
  // Another link in the address takes its place in view, and nothing from it.
  await page.goto(link);
  await expect(openFiles(page)).toHaveCount(2);
  await page.reload();
  await expect(openFiles(page)).toHaveCount(2);
  await expect.poll(() => drafts(page)).toContain('MAINTAINER');
});

test('of a file from the disk, that has not changed', async ({ page }) => {
  await dropFromDisk(page, saved('Dockerfile', Buffer.from(OPENED)), fixturePath('tide.legacy.tar'));
  await edit(page);
  await expect.poll(() => kept(page)).toEqual(['Dockerfile', 'tide.legacy.tar']);
  await page.reload();
  await expect(openFiles(page)).toHaveText([/^Dockerfile/, /^tide\.legacy\.tar/]);
  await page.locator('.editor').waitFor();
  expect(await sourceText(page)).toBe(EDITED);
  await expect(page.getByText('has been changed on disk')).toHaveCount(0);
});

for (const { choice, text, revert } of [
  { choice: 'Take the file as it is now', text: 'FROM scratch\n', revert: false },
  { choice: 'Keep my edits', text: EDITED, revert: true },
] as const) {
  test(`of a file that was changed on disk meanwhile: ${choice}, and back`, async ({ page }) => {
    const path = saved('Dockerfile', Buffer.from(OPENED));
    await dropFromDisk(page, path);
    await edit(page);
    await expect.poll(() => kept(page)).toEqual(['Dockerfile']);
    writeFileSync(path, 'FROM scratch\n');
    await page.reload();
    await expect(page.getByText('The file has been changed on disk')).toBeVisible();
    await page.locator('.editor').waitFor();
    expect(await sourceText(page)).toBe(EDITED);
    await page.getByRole('button', { name: choice }).click();
    await expect(page.getByText('The file has been changed on disk')).toHaveCount(0);
    await expect.poll(() => sourceText(page)).toBe(text);
    await expect(page.getByRole('button', { name: 'Revert' })).toHaveCount(revert ? 1 : 0);
    await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).last().click();
    await expect(page.getByText('The file has been changed on disk')).toBeVisible();
    await expect.poll(() => sourceText(page)).toBe(EDITED);
  });
}

test('not once it is closed, or the list of recent files is cleared', async ({ page }) => {
  await drop(page, { name: 'Dockerfile', text: OPENED });
  await edit(page);
  await expect.poll(() => drafts(page)).toContain('MAINTAINER');
  await page.getByRole('button', { name: 'Close Dockerfile' }).click();
  expect(await drafts(page)).toBe('');
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await drafts(page)).toContain('MAINTAINER');
  await page.getByRole('link', { name: 'Plimsoll, start' }).click();
  await page.getByRole('region', { name: 'Recent files' }).getByRole('button', { name: 'Clear' }).click();
  expect(await drafts(page)).toBe('');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Recent files' })).toBeVisible();
  expect(await drafts(page)).toBe('');
  await expect(openFiles(page)).toHaveCount(0);
});

test('Undo in the editor survives another view', async ({ page }) => {
  await drop(page, { name: 'Dockerfile', text: OPENED });
  await edit(page);
  await page.getByRole('link', { name: 'Plimsoll, start' }).click();
  await page.goBack();
  await page.locator('.editor').waitFor();
  await page.getByLabel(/^Source of /).focus();
  await expect(async () => {
    await page.keyboard.press('Control+z');
    expect(await sourceText(page)).toBe(OPENED);
  }).toPass();
});
