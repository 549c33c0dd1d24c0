/** Verifying checksums from the layers view: the verdict, and the layer that was changed. */
import type { Page } from 'playwright/test';
import { fixture, saved } from './archives';
import { expect, test } from './fixture';
import { chooseByKey } from './page';

const sound = fixture('tide.legacy.tar');

async function layers(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.goto('./');
  await chooseByKey(page, 'Control+o', saved(name, bytes));
  await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name: 'Layers' }).click();
}

test('a sound image is what it says', async ({ page }) => {
  await layers(page, 'sound.tar', sound);
  await page.getByRole('button', { name: 'Verify checksums' }).click();
  await expect(page.getByRole('paragraph').filter({ hasText: /^All \d+ layers are what the image says\.$/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Verify again' })).toBeVisible();
});

test('a changed byte of a file is told with its layer', async ({ page }) => {
  const damaged = Uint8Array.from(sound);
  // Within the content of a text that a layer holds, so that the tar stays whole.
  const at = Buffer.from(sound).indexOf('lib 00005');
  expect(at).toBeGreaterThan(0);
  damaged[at]! ^= 1;
  await layers(page, 'damaged.tar', damaged);
  await page.getByRole('button', { name: 'Verify checksums' }).click();
  await expect(page.getByRole('paragraph').filter({ hasText: /^1 layer of \d+ is not what the image says\.$/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Checksums' }).getByText(/is not what the image says: its diffID is sha256:/)).toBeVisible();
});
