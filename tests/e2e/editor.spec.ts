/** The Dockerfile editor: findings beside the text and in the list, repairs that one looks at first, and rules that one chooses. */
import type { Page } from 'playwright/test';
import { expect, test } from './fixture';
import { copiedBy, drop, show, sourceText } from './page';

const TEXT = 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nMAINTAINER me\nWORKDIR app\n';

async function openDockerfile(page: Page, text = TEXT): Promise<void> {
  await page.goto('./');
  await drop(page, { name: 'Dockerfile', text });
  await expect(page.locator('.editor')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Findings' }).getByRole('listitem').first()).toBeVisible();
}

const findings = (page: Page) => page.getByRole('list', { name: 'Findings' });

test('findings stand in the gutter, on hover with their reason, and in the list, each leading to the other', async ({ page }) => {
  await openDockerfile(page);
  await expect(page.locator('.cm-findings .sign-error').first()).toBeVisible();
  await findings(page).getByRole('button', { name: /Line 4, error/ }).first().click();
  await expect(page.getByLabel('Source of Dockerfile')).toBeFocused();
  await expect(page.locator('.cm-activeLine')).toHaveText('WORKDIR app');
  await expect(findings(page).locator('.current').first()).toContainText('4:9');
  // ShellCheck's findings come later, and new ones close a tooltip.
  await expect(page.getByRole('button', { name: 'Export…' })).toBeVisible();
  await page.locator('.cm-lintRange-error', { hasText: 'app' }).hover();
  await expect(page.locator('.cm-tooltip').getByText('DL3000')).toBeVisible();
  await expect(page.locator('.cm-tooltip .rule-why').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.locator('.cm-findings .cm-gutterElement', { has: page.locator('.sign-error') }).first().click();
  await expect(findings(page).locator('[data-line="3"] button').first()).toBeFocused();
});

test('beside its lines a Dockerfile says what they weigh in the image, and what the plan saves of it', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: /Try the sample image/ }).click();
  await show(page, 'Dockerfile');
  // Line 8 copies an archive of 133,120 bytes that line 10 deletes: all of it can be saved.
  const line = page.locator('.cm-costs .cost', { hasText: '133 kB−133 kB' });
  await expect(line).toHaveAttribute('title', /^Layer 3: 133\skB of files\. The plan saves 133\skB of it\.$/);
  await page.getByText('Beside the lines:').getByRole('link', { name: 'the plan' }).click();
  await expect(page.getByRole('list', { name: 'Steps' }).getByRole('listitem').first()).toContainText('line 8');
  await page.goBack();
  // The marks go with their lines.
  await page.getByLabel('Source of Dockerfile').focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# one line more\n');
  const tops = (): Promise<(number | undefined)[]> => Promise.all([page.locator('.cm-lineNumbers .cm-gutterElement', { hasText: /^9$/ }), line.locator('xpath=..')].map(async (mark) => (await mark.boundingBox())?.y));
  await expect.poll(async () => new Set(await tops()).size).toBe(1);
  await expect(page.getByText('Beside the lines:')).toBeVisible();
});

test('one repair is shown as a diff, made, and undone', async ({ page }) => {
  await openDockerfile(page);
  await page.getByRole('button', { name: 'Fix DL3009 in line 2…' }).click();
  const diff = page.getByRole('region', { name: 'What would change' });
  await expect(diff.getByText(/^\+.*rm -rf \/var\/lib\/apt\/lists/)).toBeVisible();
  await page.getByRole('button', { name: 'Make this repair' }).click();
  await expect.poll(() => sourceText(page)).toContain('rm -rf /var/lib/apt/lists');
  await expect(findings(page).getByText('DL3009')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => sourceText(page)).toBe(TEXT);
  await expect(findings(page).getByText('DL3009')).toBeVisible();
});

test('everything safe at once; Ctrl+Z takes it back; a patch says what changed', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openDockerfile(page);
  await page.getByRole('button', { name: /safely…/ }).click();
  await page.getByRole('button', { name: /^Make/ }).click();
  await expect.poll(() => sourceText(page)).not.toBe(TEXT);
  expect(await copiedBy(page.getByRole('button', { name: 'Copy patch' }))).toMatch(/^--- a\/Dockerfile\n\+\+\+ b\/Dockerfile\n@@/);
  await page.getByLabel('Source of Dockerfile').focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => sourceText(page)).toBe(TEXT);
});

test('what no rule asks for is made on demand: caches in mounts, packages in order', async ({ page }) => {
  await page.goto('./');
  await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\nRUN apt-get update && apt-get install -y wget curl && rm -rf /var/lib/apt/lists/*\n' });
  const diff = page.getByRole('region', { name: 'What would change' });
  await page.getByRole('button', { name: 'Rewrite…' }).click();
  await expect(diff.getByText(/^\+RUN --mount=type=cache,target=\/var\/cache\/apt/)).toBeVisible();
  await page.getByRole('radio', { name: 'Packages in order' }).check();
  await expect(diff.getByText(/^\+ +curl/)).toBeVisible();
  await expect(diff.getByText('--mount')).toHaveCount(0);
  await page.getByRole('button', { name: 'Make this repair' }).click();
  await expect.poll(() => sourceText(page)).toMatch(/curl \\\n +wget/);
  await page.getByRole('button', { name: 'Rewrite…' }).click();
  await page.getByRole('radio', { name: 'Packages in order' }).check();
  await expect(page.getByText('No line of this file can be changed so.')).toBeVisible();
});

test('a finding is ignored by a comment', async ({ page }) => {
  await openDockerfile(page);
  await page.getByRole('button', { name: 'Ignore DL3008 in line 2 by a comment' }).click();
  await expect.poll(() => sourceText(page)).toContain('# hadolint ignore=DL3008\nRUN');
  await expect(findings(page).getByText('DL3008')).toHaveCount(0);
  await page.getByRole('button', { name: 'Ignore DL3009 in line 3 by a comment' }).click();
  await expect.poll(() => sourceText(page)).toContain('# hadolint ignore=DL3008,DL3009\nRUN');
});

test('a rule stays off after a reload, and is switched on in the settings', async ({ page }) => {
  await openDockerfile(page);
  await page.getByRole('button', { name: 'Switch DL4000 off' }).click();
  await expect(findings(page).getByText('DL4000')).toHaveCount(0);
  await page.goto('about:blank');
  await openDockerfile(page);
  await expect(findings(page).getByText('DL3000')).toBeVisible();
  await expect(findings(page).getByText('DL4000')).toHaveCount(0);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Switch on DL4000' }).click();
  await page.keyboard.press('Escape');
  await expect(findings(page).getByText('DL4000')).toBeVisible();
});

test('a dropped .hadolint.yaml is honoured until it is taken away', async ({ page }) => {
  await openDockerfile(page);
  await drop(page, { name: '.hadolint.yaml', text: 'ignored: [DL4000]\noverride:\n  error: [DL3008]\n' });
  await expect(findings(page).getByText('DL4000')).toHaveCount(0);
  await expect(findings(page).getByRole('button', { name: /Line 2, error/ })).toBeVisible();
  await expect(page.getByText(/^✕ hadolint fails: \d+ findings at info or worse$/)).toBeVisible();
  await drop(page, { name: '.hadolint.yaml', text: 'ignored: [DL4000]\nno-fail: true\n' });
  await expect(page.getByText('✓ hadolint passes')).toBeVisible();
  await page.getByRole('button', { name: 'Stop applying .hadolint.yaml' }).click();
  await expect(findings(page).getByText('DL4000')).toBeVisible();
  await expect(page.getByText(/hadolint (?:passes|fails)/)).toHaveCount(0);
  await drop(page, { name: '.hadolint.yaml', text: 'ignored: {' });
  await page.getByRole('list', { name: 'Open files' }).getByRole('link', { name: '.hadolint.yaml' }).click();
  await expect(page.getByText(/not valid YAML/).first()).toBeVisible();
});

test('the keyboard writes, finds the next finding, and leaves again', async ({ page }) => {
  await openDockerfile(page);
  const source = page.getByLabel('Source of Dockerfile');
  await source.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# one-key commands stay asleep: ?,te\n');
  await expect.poll(() => sourceText(page)).toBe(`# one-key commands stay asleep: ?,te\n${TEXT}`);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // Where the findings of the new text stand, F8 has somewhere to go.
  await expect(findings(page).getByRole('button', { name: /Line 5, error/ }).first()).toBeVisible();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('F8');
  await expect(page.locator('.cm-activeLine')).not.toContainText('one-key');
  await page.keyboard.press('Tab');
  await expect(source).not.toBeFocused();
});

test('line ends stay as they are', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  for (const text of ['FROM debian:12\r\nMAINTAINER a\r\n', 'FROM debian:12\r\nMAINTAINER a\nUSER b\r\n']) {
    await page.goto('about:blank');
    await openDockerfile(page, text);
    await page.getByLabel('Source of Dockerfile').focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('#');
    expect(await copiedBy(page.getByRole('button', { name: 'Copy text' }))).toBe(`#${text}`);
  }
});

test('a text too large for the code editor is edited in a plain field', async ({ page }) => {
  await page.goto('./');
  await drop(page, { name: 'Dockerfile', text: `FROM debian:12\nRUN echo ${'x'.repeat(30_000)}\n` });
  await expect(page.locator('textarea')).toBeVisible();
  await expect(page.locator('.editor')).toHaveCount(0);
});

test('nothing is pasted or chosen behind a dialog, and what is dropped takes its place', async ({ page }) => {
  await openDockerfile(page);
  /** Whether the page takes a text from the clipboard, which it says at once. */
  const takesPaste = (): Promise<boolean> => page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'FROM scratch\n');
    return !document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await page.getByRole('button', { name: /safely…/ }).click();
  await expect(page.getByRole('dialog', { name: 'Fix everything safe' })).toBeVisible();
  expect(await takesPaste()).toBe(false);
  const asked = await page.evaluate(() => {
    let times = 0;
    Object.assign(window, { showOpenFilePicker: () => {
      times += 1;
      return Promise.resolve([]);
    } });
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'o', ctrlKey: true, bubbles: true, cancelable: true }));
    return times;
  });
  expect(asked).toBe(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await takesPaste()).toBe(true);
  await expect(page.getByRole('list', { name: 'Open files' }).getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await drop(page, { name: 'third.Dockerfile', text: 'FROM alpine:3\n' });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'third.Dockerfile' })).toBeVisible();
});
