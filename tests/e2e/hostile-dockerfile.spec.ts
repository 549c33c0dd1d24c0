/** Dockerfiles made to freeze whoever reads them: the page says something of each, and answers a key at once. */
import type { Page } from 'playwright/test';
import { expect, test } from './fixture';
import { drop } from './page';

const lines = (count: number, line: (at: number) => string): string => Array.from({ length: count }, (_, at) => line(at)).join('\n');

/** Read as far as it goes: the findings say what is wrong. */
const LINTED: readonly (readonly [what: string, make: () => string, says: RegExp])[] = [
  ['a RUN of 10 MB in one line', () => `FROM debian:12\nRUN ${'x '.repeat(5_000_000)}`, /longer than 65535 bytes/],
  ['a million lines', () => `FROM debian:12\n${'RUN a\n'.repeat(1_000_000)}`, /could be one with the RUN above/],
  ['mixed line ends with thousands of stages', () => 'FROM debian\r\nRUN apt-get update\n\rRUN cd /x\r'.repeat(5_000), /tag/i],
  ['comments by the hundred thousand', () => `${'# hadolint ignore=DL3008\n'.repeat(200_000)}FROM debian\n`, /tag/i],
  ['thousands of installs', () => `FROM debian:12\n${lines(4_900, (at) => `RUN apt-get update && apt-get install -y p${at} && cd /x && sudo rm a`)}`, /rm -rf \/var\/lib\/apt\/lists/],
  ['an unclosed quote', () => `FROM debian:12\nRUN echo "${'a && b \\\n'.repeat(20_000)}`, /./],
  ['an unclosed heredoc', () => `FROM debian:12\nRUN <<EOF\n${'echo a\n'.repeat(200_000)}`, /EOF is not closed/],
  ['a continuation without an end', () => `FROM debian:12\n${'RUN a \\\n'.repeat(200_000)}`, /./],
  ['substitutions 20,000 deep', () => `FROM debian:12\nRUN ${'$('.repeat(20_000)}\n`, /./],
  ['an endless pipeline', () => `FROM debian:12\nRUN ${'a|'.repeat(30_000)}\n`, /./],
];

/** Read as far as it goes: a note above the findings says where that ended, or what is odd about all of it. */
const NOTED: readonly (readonly [what: string, make: () => string, says: RegExp])[] = [
  ['an ENV of 10 MB over many lines', () => `FROM debian:12\nENV ${'A="b c" \\\n '.repeat(900_000)}C=d\n`, /longer than 500000 characters/],
  ['instructions without end', () => `FROM debian:12\n${'USER 1\n'.repeat(200_000)}`, /more than 3000 instructions; from line 3001 on nothing was read/],
  ['only carriage returns', () => 'FROM debian\rRUN apt-get update\r'.repeat(100_000), /end in carriage returns alone/],
];

/** Refused, with what the file is instead. */
const REFUSED: readonly (readonly [what: string, make: () => Uint8Array, says: RegExp])[] = [
  ['binary of 10 MB', () => Buffer.alloc(10_000_000, 'ÿ\x00\x7fELF', 'latin1'), /not text|neither/i],
  ['UTF-16 of 10 MB', () => Buffer.from(`\ufeff${'FROM debian\n'.repeat(400_000)}`, 'utf16le'), /UTF-16/],
  ['NULs alone', () => new Uint8Array(1_000_000), /not text|neither|empty/i],
];

/** The help opens by a key, which it cannot while the page is frozen. */
async function answersKey(page: Page): Promise<void> {
  await page.locator('body').press('Shift+?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
}

for (const [what, make, says] of LINTED) {
  test(`${what} gets a finding, and the page goes on`, async ({ page }) => {
    await page.goto('./');
    await drop(page, { name: 'Dockerfile', text: make() });
    await expect(page.getByRole('list', { name: 'Findings' }).getByText(says).first()).toBeVisible();
    await answersKey(page);
  });
}

for (const [what, make, says] of NOTED) {
  test(`${what} gets a note, and the page goes on`, async ({ page }) => {
    await page.goto('./');
    await drop(page, { name: 'Dockerfile', text: make() });
    await expect(page.getByText(says).first()).toBeVisible();
    await answersKey(page);
  });
}

for (const [what, make, says] of REFUSED) {
  test(`${what} is refused with a message, and the page goes on`, async ({ page }) => {
    await page.goto('./');
    await drop(page, { name: 'Dockerfile', bytes: make() });
    await expect(page.getByText(says).first()).toBeVisible();
    await answersKey(page);
  });
}
