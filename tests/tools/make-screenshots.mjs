/** `node tests/tools/make-screenshots.mjs`: pictures of the built page with its own sample, for the manifest and the README. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { BROWSER_ARGUMENTS, findBrowser } from './browser.mjs';
import { project } from './project.mjs';
import { serve } from './serve.mjs';

const folder = join(project, 'public/screenshots');
mkdirSync(folder, { recursive: true });
const { address, server } = await serve(join(project, 'dist'), 0);
const browser = await chromium.launch({ executablePath: findBrowser(), args: [...BROWSER_ARGUMENTS] });

/** One picture: the sample's view of that name, in a window of that size. */
async function picture(name, view, viewport, isMobile = false) {
  const context = await browser.newContext({ viewport, isMobile, colorScheme: 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole('button', { name: /Try the sample image/ }).click();
  await page.getByRole('heading', { level: 2, name: /is dead weight/ }).waitFor();
  await page.getByRole('link', { name: /^The plan: / }).waitFor();
  if (view !== 'Overview') await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name: view }).click();
  await page.getByText('Works offline.').waitFor();
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  process.stdout.write(`${path} ${statSync(path).size} bytes\n`);
  await context.close();
}

await picture('overview', 'Overview', { width: 1280, height: 800 });
await picture('waste', 'Waste', { width: 1280, height: 800 });
await picture('phone', 'Overview', { width: 390, height: 844 }, true);
await browser.close();
server.closeAllConnections();
server.close();
