/** Faults on purpose: each ends in a message and a way on, and nothing that was already shown is lost. */
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright/test';
import { fixturePath } from './archives';
import { expect, test } from './fixture';
import { holdLayers, inSession, letGo } from './held';
import { chooseByKey, drop, show, verdict } from './page';
import { filesOf, prepend, servedCopy, type ServedCopy } from './served-copy';

const IMAGE = fixturePath('tide.oci-gzip.tar');
const DOCKERFILE = { name: 'Dockerfile', text: 'FROM debian:12\nRUN cat $HOME\n' };
/** A copy whose files were changed cannot be kept; what the tests cause is logged by the browser. */
const NOISE = [/integrity/i, /Failed to (load|fetch|find)/i, /net::ERR/, /worker/i, /404/];
const heading = (page: Page) => verdict(page, /39.0\skB of 90.0\skB/);

/** Ends the worker of that name from inside, as a browser in want of memory does: without an event. */
async function end(page: Page, name: RegExp): Promise<void> {
  await Promise.all(page.workers().filter((worker) => name.test(worker.url())).map((worker) => worker.evaluate(() => self.close()).catch(() => undefined)));
}

/** Opens a copy of the build that was tampered with. */
async function tampered(page: Page, ownOrigins: string[], expectedErrors: RegExp[], change: (copy: ServedCopy) => void): Promise<ServedCopy> {
  expectedErrors.push(...NOISE);
  const copy = await servedCopy(ownOrigins);
  change(copy);
  await page.goto(copy.address);
  return copy;
}

test('the session worker ends: its rows come back, the figures never went', async ({ page }) => {
  await page.goto('./');
  await drop(page, IMAGE);
  await expect(heading(page)).toBeVisible();
  await end(page, /session/);
  await expect(heading(page)).toBeVisible();
  await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name: 'Files' }).click();
  await expect(page.locator('[role=row][data-index="0"]')).toBeVisible();
  await end(page, /session/);
  await page.getByLabel('Search files').fill('server');
  await expect(page.getByRole('status').getByText(/^1 file,/)).toBeVisible();
  await expect(page.getByRole('treegrid', { name: 'Files' }).getByRole('row', { name: /server\.txt/ })).toBeVisible();
  await expect(page.getByText('Problem:')).toHaveCount(0);
});

test('the lint worker ends: findings stay, the next check gets a new one', async ({ page }) => {
  await page.goto('./');
  await drop(page, DOCKERFILE);
  await expect(page.getByText('SC2086').first()).toBeVisible();
  await end(page, /lint/);
  await expect(page.getByText('SC2086').first()).toBeVisible();
  await drop(page, { name: 'second.dockerfile', text: 'FROM debian:12\nMAINTAINER me\n' });
  await expect(page.getByText('DL4000').first()).toBeVisible();
});

test('the session worker ends in the middle of a scan: message, retry, the other file stays', async ({ page }) => {
  await page.goto('./');
  await drop(page, IMAGE);
  await expect(heading(page)).toBeVisible();
  // It ends as it hands the first layer of the second file to be scanned.
  await inSession(page, () => {
    Worker.prototype.postMessage = () => self.close();
  });
  await drop(page, fixturePath('tide.oci-zstd.tar'));
  await expect(page.getByText(/The part of the page that reads files stopped/).first()).toBeVisible();
  await show(page, 'tide.oci-gzip.tar');
  await expect(heading(page)).toBeVisible();
  await show(page, 'tide.oci-zstd.tar');
  await page.getByRole('button', { name: 'Read it again' }).click();
  await expect(heading(page)).toBeVisible();
});

test('a want of memory is told as such, and reading again works once there is some', async ({ page }) => {
  await page.goto('./');
  await drop(page, IMAGE);
  await expect(heading(page)).toBeVisible();
  await inSession(page, () => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = () => {
      Worker.prototype.postMessage = post;
      throw new RangeError('Array buffer allocation failed');
    };
  });
  await drop(page, fixturePath('tide.oci-zstd.tar'));
  await expect(page.getByText('The browser has no more memory for this page.').first()).toBeVisible();
  await show(page, 'tide.oci-gzip.tar');
  await expect(heading(page)).toBeVisible();
  await show(page, 'tide.oci-zstd.tar');
  await page.getByRole('button', { name: 'Read it again' }).click();
  await expect(heading(page)).toBeVisible();
});

test('layer workers that end: message and retry', async ({ page, ownOrigins, expectedErrors }) => {
  const copy = await tampered(page, ownOrigins, expectedErrors, (each) => prepend(each, /^layer\.worker.*js$/, 'setTimeout(() => self.close(), 50); Blob.prototype.stream = () => new ReadableStream();\n'));
  try {
    await drop(page, IMAGE);
    // Where it ended before it had started: told once its time to start is over.
    await expect(page.getByText(/was ended twice by the browser/).first()).toBeVisible();
  } finally {
    copy.close();
  }
});

for (const [part, file, opened, says] of [
  ['session worker', /^session\.worker.*js$/, IMAGE, 'it could not be loaded'],
  ['lint worker', /^lint\.worker.*js$/, DOCKERFILE, 'it could not be loaded'],
  ['ShellCheck', /^shellcheck.*wasm$/, DOCKERFILE, 'ShellCheck could not be loaded'],
] as const) {
  test(`${part} cannot be fetched: a message, and the page lives on`, async ({ page, ownOrigins, expectedErrors }) => {
    const taken = new Map<string, Buffer>();
    const copy = await tampered(page, ownOrigins, expectedErrors, (each) => {
      rmSync(join(each.folder, 'service-worker.js'));
      for (const name of filesOf(each, file)) {
        taken.set(name, readFileSync(name));
        unlinkSync(name);
      }
    });
    try {
      await drop(page, opened);
      await expect(page.getByText(says).first()).toBeVisible();
      await expect(page.getByText('Not kept for offline use')).toBeVisible();
      for (const [name, content] of taken) writeFileSync(name, content);
      await page.getByRole('main').getByRole('button', { name: opened === IMAGE ? 'Read it again' : 'Check again' }).click();
      await expect(page.getByText(says)).toHaveCount(0);
      await expect(opened === IMAGE ? heading(page) : page.getByText('SC2086').first()).toBeVisible();
    } finally {
      copy.close();
    }
  });
}

test('the sample cannot be fetched: told, and nothing else changes', async ({ page, ownOrigins, expectedErrors }) => {
  const copy = await tampered(page, ownOrigins, expectedErrors, (each) => unlinkSync(join(each.folder, 'samples/sample.tar.gz.bin')));
  try {
    await drop(page, IMAGE);
    await expect(heading(page)).toBeVisible();
    await page.getByRole('link', { name: 'Plimsoll, start' }).click();
    await page.getByRole('button', { name: /Try the sample image/ }).click();
    await expect(page.getByText('The sample could not be loaded.').first()).toBeVisible();
    await show(page, 'tide.oci-gzip.tar');
    await expect(heading(page)).toBeVisible();
  } finally {
    copy.close();
  }
});

test('a browser without service workers: told, and files are read all the same', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => { throw new DOMException('denied', 'SecurityError'); } });
  });
  await page.goto('./');
  await expect(page.getByText('Not kept for offline use')).toBeVisible();
  await drop(page, IMAGE);
  await expect(heading(page)).toBeVisible();
});

test('no room to keep anything: told, with a retry, and files are read all the same', async ({ page, ownOrigins, expectedErrors }) => {
  const full = "throw new DOMException('Quota exceeded.', 'QuotaExceededError')";
  await page.addInitScript(`Storage.prototype.setItem = () => { ${full}; };`);
  let worker = '';
  const copy = await tampered(page, ownOrigins, expectedErrors, ({ folder }) => {
    worker = join(folder, 'service-worker.js');
    writeFileSync(worker, `Cache.prototype.addAll = Cache.prototype.put = async () => { ${full}; };\n${readFileSync(worker, 'utf8')}`);
  });
  try {
    await expect(page.getByText('Not kept for offline use')).toBeVisible();
    await drop(page, IMAGE);
    await expect(heading(page)).toBeVisible();
    writeFileSync(worker, readFileSync(worker, 'utf8').replace(/^.*\n/, ''));
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('Works offline.')).toBeVisible();
    await expect(heading(page)).toBeVisible();
  } finally {
    copy.close();
  }
});

test('a service worker that the browser stopped starts again by itself, without a host too', async ({ page, context, ownOrigins }) => {
  const copy = await servedCopy(ownOrigins);
  try {
    await page.goto(copy.address);
    await expect(page.getByText('Works offline.')).toBeVisible();
    const session = await context.newCDPSession(page);
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
  } finally {
    copy.close();
  }
  await page.reload();
  await drop(page, IMAGE);
  await expect(heading(page)).toBeVisible();
});

test('clocks that jump in the middle of the work: figures and findings are right', async ({ page, ownOrigins, expectedErrors }) => {
  // The date goes a day forward and two back, as when somebody sets it; the other clock runs three hours ahead at each look, as after a sleep.
  const date = '{ let at = Date.now(); let step = 1; Date.now = () => (at += 86_400_000 * (step = -2 / step)); }\n';
  const sleep = '{ const clock = performance.now.bind(performance); let asleep = 0; performance.now = () => clock() + (asleep += 1e7); }\n';
  await page.addInitScript(date + sleep);
  const copy = await tampered(page, ownOrigins, expectedErrors, (each) => {
    for (const worker of [/^session\.worker.*js$/, /^layer\.worker.*js$/]) prepend(each, worker, date + sleep);
    prepend(each, /^lint\.worker.*js$/, date);
  });
  try {
    await drop(page, IMAGE);
    await expect(heading(page)).toBeVisible();
    await drop(page, { name: 'Dockerfile', text: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl && cat $HOME\n' });
    for (const code of ['SC2086', 'DL3008', 'DL3015']) await expect(page.getByText(code).first()).toBeVisible();
  } finally {
    copy.close();
  }
});

test('a page that was frozen in the middle of a scan, as by a laptop that sleeps, goes on where it was', async ({ page, context }) => {
  await page.goto('./');
  await drop(page, IMAGE);
  await expect(heading(page)).toBeVisible();
  await holdLayers(page);
  await drop(page, fixturePath('tide.oci-zstd.tar'));
  const session = await context.newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await letGo(page);
  await expect(heading(page)).toBeVisible();
  await show(page, 'tide.oci-gzip.tar');
  await expect(heading(page)).toBeVisible();
});

test('several tabs read at once, and what ends in one touches no other', async ({ page, context }) => {
  await page.goto('./');
  const other = await context.newPage();
  await other.goto('./');
  await Promise.all([drop(page, IMAGE), drop(other, fixturePath('tide.oci-zstd.tar'))]);
  await expect(heading(page)).toBeVisible();
  await expect(heading(other)).toBeVisible();
  await end(other, /session/);
  await other.getByRole('button', { name: 'Settings' }).click();
  await other.getByRole('radio', { name: 'Dark' }).check();
  await other.close();
  await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name: 'Files' }).click();
  await expect(page.locator('[role=row][data-index="0"]')).toBeVisible();
});

test('a browser that keeps nothing at all, cookies and storage blocked: told, and everything else works', async ({ launchOptions, baseURL }) => {
  // The browser's own setting, which only a profile on disk has.
  const profile = mkdtempSync(join(tmpdir(), 'plimsoll-blocked-'));
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify({ profile: { default_content_setting_values: { cookies: 2 } } }));
  const context = await chromium.launchPersistentContext(profile, launchOptions);
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const uncaught: string[] = [];
    page.on('pageerror', (error) => uncaught.push(error.message));
    await page.goto(baseURL ?? '');
    expect(await page.evaluate(() => {
      try {
        return localStorage.length;
      } catch (error) {
        return (error as Error).name;
      }
    })).toBe('SecurityError');
    await expect(page.getByText('Not kept for offline use')).toBeVisible();
    await drop(page, IMAGE);
    await expect(heading(page)).toBeVisible();
    await drop(page, DOCKERFILE);
    await expect(page.getByText('SC2086').first()).toBeVisible();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: 'Dark' }).check();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    expect(uncaught).toEqual([]);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
});

test('the host is updated in the middle of a scan: it goes on with the parts of its own version, and the update waits', async ({ page, ownOrigins }) => {
  const copy = await servedCopy(ownOrigins);
  try {
    await page.goto(copy.address);
    await expect(page.getByText('Ready to work offline')).toBeVisible();
    await drop(page, IMAGE);
    await expect(heading(page)).toBeVisible();
    await holdLayers(page);
    await drop(page, fixturePath('tide.oci-zstd.tar'));
    const worker = join(copy.folder, 'service-worker.js');
    writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// the next version`);
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await expect(page.getByRole('button', { name: /update|new version|reload/i })).toBeVisible();
    rmSync(join(copy.folder, 'assets'), { recursive: true });
    await expect(heading(page)).toHaveCount(0);
    await letGo(page);
    await expect(heading(page)).toBeVisible();
    await drop(page, DOCKERFILE);
    await expect(page.getByText('SC2086').first()).toBeVisible();
    await expect(page.getByRole('button', { name: /update|new version|reload/i })).toBeVisible();
  } finally {
    copy.close();
  }
});

for (const [what, spoil] of [['vanishes', unlinkSync], ['changes', (path: string) => appendFileSync(path, 'more')]] as const) {
  test(`a file that ${what} after its figures are shown: they stay, reading on tells what happened`, async ({ page }, info) => {
    const path = info.outputPath('tide.tar');
    copyFileSync(IMAGE, path);
    await page.goto('./');
    await chooseByKey(page, 'o', path);
    await expect(heading(page)).toBeVisible();
    spoil(path);
    // With its worker goes what was read: the rows of files want the archive again.
    await end(page, /session/);
    const views = page.getByRole('navigation', { name: 'Views of this image' });
    await views.getByRole('link', { name: 'Files' }).click();
    await expect(page.getByText(/cannot be read any more/).first()).toBeVisible();
    await views.getByRole('link', { name: 'Overview' }).click();
    await expect(heading(page)).toBeVisible();
  });
}
