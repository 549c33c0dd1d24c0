/** Wishes of the system: no motion where less is wanted, borders and marks where colours are forced, nothing cut off on paper. */
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { drop, sideways, verdict } from './page';

const VIEWS = ['Overview', 'Layers', 'Waste', 'Files', 'Packages', 'Picture', 'Squash', 'Compare', 'Plan'] as const;

test('reduced motion: no view animates or glides', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  for (const name of VIEWS) {
    await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const longest = await page.evaluate(() => Math.max(0, ...[...document.querySelectorAll('*')].flatMap((element) => [null, '::before', '::after'].flatMap((part) => {
      const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element, part);
      return [...`${transitionDuration}, ${animationDuration}`.split(', ').map(parseFloat), scrollBehavior === 'smooth' ? 1 : 0];
    }))));
    expect(longest, name).toBeLessThan(0.001);
  }
});

test('forced colours: what is chosen and what is dead weight can be told apart', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  const hatched = page.locator('.hatched').first();
  expect(await hatched.evaluate((element) => getComputedStyle(element).backgroundImage)).toContain('repeating-linear-gradient');
  await page.keyboard.press('3');
  const [on, off] = await page.getByRole('group', { name: 'Group by' }).locator('label > span').evaluateAll((all) => [...new Set(all.map((each) => getComputedStyle(each).backgroundColor))]);
  expect(on).not.toBe(off);
  const selected = page.getByRole('treegrid').locator('[role=row][aria-selected="true"]').first();
  await expect(selected).toBeVisible();
  expect(await selected.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
});

test('a tablet held upright sees all nine views at once', async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 1024 });
  await page.goto('./');
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  const strip = page.getByRole('navigation', { name: 'Views of this image' });
  expect(await strip.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  await expect(strip.getByRole('link', { name: 'Plan' })).toBeInViewport({ ratio: 1 });
  expect(await sideways(page)).toBeLessThanOrEqual(0);
});

test('one list scrolls at a time: nothing hidden for the eye makes the page longer than the window', async ({ page }) => {
  const beyond = () => page.evaluate(() => [document.documentElement, document.querySelector('main')!].map((element) => element.scrollHeight - element.clientHeight));
  await page.goto('./');
  await drop(page, { name: 'Dockerfile', text: `FROM debian\n${'RUN cd /srv && apt-get update && apt-get install curl\n'.repeat(20)}` });
  await expect(page.getByRole('button', { name: /^Fix / }).first()).toBeVisible();
  expect(await beyond()).toEqual([0, 0]);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(async () => (await beyond())[1]).toBeGreaterThan(0);
  expect((await beyond())[0]).toBe(0);
  await drop(page, fixturePath('tide.legacy.tar'));
  await expect(verdict(page)).toBeVisible();
  for (const name of ['Waste', 'Files', 'Packages', 'Picture']) {
    await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    expect((await beyond())[0], name).toBe(0);
  }
});
