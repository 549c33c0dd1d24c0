/** The first screen: what a stranger sees, the sample, pasting, and what comes back after a reload. */
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { copiedBy, drop, exportedReport, retype, sourceText, verdict } from './page';

test('says what to drop, that nothing is uploaded, and which command to type', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How much of your image is dead weight?');
  await expect(page.getByRole('heading', { name: 'Nothing is uploaded' })).toBeVisible();
  expect(await copiedBy(page.getByRole('button', { name: 'Copy docker save IMAGE -o image.tar' }))).toBe('docker save IMAGE -o image.tar');
});

test('the sample shows its figures, its savings and its Dockerfile', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: /Try the sample image/ }).click();
  await expect(verdict(page)).toBeVisible();
  await expect(page.getByRole('img', { name: /reachable above the line/ })).toBeVisible();
  await expect(page.locator('.saving')).toHaveCount(3);
  await page.getByRole('list', { name: 'Open files' }).getByRole('link', { name: 'Dockerfile' }).click();
  await expect(page.getByRole('list', { name: 'Findings' }).getByRole('listitem').first()).toBeVisible();
});

test('what to do first is what the plan does first, and leads there', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: /Try the sample image/ }).click();
  await expect(verdict(page)).toBeVisible();
  const first = page.locator('.saving').first();
  const title = await first.getByRole('heading').innerText();
  const saves = await first.locator('strong').innerText();
  await expect(first.getByRole('link', { name: /^Line \d+$/ }).first()).toBeVisible();
  await page.getByRole('link', { name: /^The plan: .* less in \d+ steps$/ }).click();
  const step = page.getByRole('list', { name: 'Steps' }).getByRole('listitem').first();
  await expect(step.getByRole('heading')).toContainText(title);
  await expect(step).toContainText(saves);
});

test('the files of what to do first are one click away: the step stands open in the plan, and folds for good', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: /Try the sample image/ }).click();
  await expect(verdict(page)).toBeVisible();
  const last = page.locator('.saving').last();
  const title = await last.getByRole('heading').innerText();
  await last.getByRole('link', { name: /^[\d,]+ files?(, and the patch)?$/ }).click();
  const step = page.getByRole('list', { name: 'Steps' }).getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) });
  await expect(step.getByRole('group')).toHaveAttribute('open');
  await expect(step.locator('summary')).toBeFocused();
  await expect(step).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(step.getByRole('group')).not.toHaveAttribute('open');
  await step.getByRole('checkbox').uncheck();
  await expect(step.getByRole('checkbox')).not.toBeChecked();
  await expect(step.getByRole('group')).not.toHaveAttribute('open');
});

test('a report without its image says first what wastes most', async ({ page }) => {
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  const report = JSON.stringify(await exportedReport(page));
  await page.goto('about:blank');
  await page.goto('./');
  await drop(page, { name: 'tide.json', text: report });
  await expect(verdict(page)).toBeVisible();
  const first = page.locator('.saving').first();
  await expect(first.getByRole('link', { name: /^\d+ paths?$/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /^The plan:/ })).toHaveCount(0);
});

test('a pasted Dockerfile is checked, and a finding leads to its line', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: 'Paste a Dockerfile' }).click();
  await page.getByLabel('Dockerfile', { exact: true }).fill('FROM debian:bookworm\nRUN apt-get update && apt-get install -y curl\n');
  await page.getByRole('button', { name: 'Check it' }).click();
  const finding = page.getByRole('list', { name: 'Findings' }).getByRole('button', { name: /recommended/i }).first();
  await finding.click();
  await expect(page.getByLabel('Source of Dockerfile')).toBeFocused();
  await expect(page.locator('.cm-lineNumbers .cm-activeLineGutter')).toHaveText('2');
  expect(new URL(page.url()).hash).toBe('#view=dockerfile&line=2');
});

test('typing lints again', async ({ page }) => {
  await page.goto('./');
  await drop(page, { name: 'Dockerfile', text: 'FROM debian:bookworm\nMAINTAINER someone\n' });
  const findings = page.getByRole('list', { name: 'Findings' });
  await expect(findings.getByText('DL4000')).toBeVisible();
  await retype(page, 'FROM debian:bookworm\nUSER nobody\n');
  await expect(findings.getByText('DL4000')).toHaveCount(0);
});

test('recent files are remembered by name, can be cleared, and the clearing undone', async ({ page }) => {
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  await page.goto('about:blank');
  await page.goto('./');
  await expect(page.getByText('tide.legacy.tar')).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByText('tide.legacy.tar')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('tide.legacy.tar')).toBeVisible();
});

test('storage that refuses costs nothing but the memory', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('denied', 'SecurityError'); } });
  });
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
});

test('a Dockerfile pasted as text is taken from anywhere', async ({ page }) => {
  await page.goto('./');
  await page.locator('body').evaluate((body) => {
    const data = new DataTransfer();
    data.setData('text/plain', 'FROM scratch\nCOPY app /app\n');
    body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect.poll(() => sourceText(page)).toBe('FROM scratch\nCOPY app /app\n');
});
