/** Squashed images of tens of megabytes, saved through the page: whole and true, or not there at all. */
import { createHash } from 'node:crypto';
import type { Download, Page } from 'playwright/test';
import { saved, tarOf } from './archives';
import { expect, test } from './fixture';
import { headless, headlessRows } from './headless';
import { chooseByKey } from './page';
import { prepend, servedCopy, type ServedCopy } from './served-copy';

/** More than what is put together in memory, and than what is hashed without a worker of its own. */
const LARGE = 30_000_000;
const noise = (seed: number, length: number): Uint8Array => new Uint8Array(length).map((_, at) => Math.imul(at + seed, 2_654_435_761) >>> 24);
let image = '';

test.beforeAll(async () => {
  const small = Array.from({ length: 300 }, (_, index) => ({ name: `srv/d${index % 7}/f${index}`, content: noise(index, index * 97) }));
  const layers = await Promise.all([
    [{ name: 'srv/large', content: noise(1, LARGE) }, ...small],
    [{ name: 'srv/old', content: noise(2, 5_000_000) }, { name: 'srv/d1/f1', content: 'new' }],
    [{ name: 'srv/.wh.old', content: '' }, { name: 'srv/d2/.wh..wh..opq', content: '' }, { name: 'srv/other', content: noise(3, LARGE) }],
    [{ name: 'etc/name', content: 'top' }],
  ].map(tarOf));
  image = saved('large.tar', await imageOf(layers));
});

/** An archive of these layers' tars. */
function imageOf(layers: readonly Uint8Array[]): Promise<Uint8Array> {
  const digest = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const config = { architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: layers.map(digest) }, history: layers.map((_, at) => ({ created_by: `RUN step ${at}` })) };
  return tarOf([
    { name: 'manifest.json', content: JSON.stringify([{ Config: 'config.json', RepoTags: ['large:1'], Layers: layers.map((_, at) => `${at}/layer.tar`) }]) },
    { name: 'config.json', content: JSON.stringify(config) },
    ...layers.map((content, at) => ({ name: `${at}/layer.tar`, content })),
  ]);
}

const form = (page: Page) => page.getByRole('button', { name: 'Save squashed image…' });

/** Opens the image and chooses a range. */
async function chosen(page: Page, from: number, to: number, address = './'): Promise<void> {
  await page.goto(address);
  await chooseByKey(page, 'Control+o', image);
  await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name: 'Squash' }).click();
  await page.getByRole('treegrid', { name: 'Ranges by saving' }).getByRole('row', { name: new RegExp(`^\\s*${from} to ${to}\\b`) }).click();
  await expect(page.getByRole('heading', { name: `Layers ${from} to ${to}` })).toBeVisible();
  await expect(form(page)).toBeEnabled();
}

/** Without a dialog the browser's own folder takes the image, from where it is downloaded. */
async function withoutDialog(page: Page): Promise<void> {
  await page.addInitScript(() => {
    delete (window as { showSaveFilePicker?: unknown }).showSaveFilePicker;
  });
}

/** A dialog cannot be answered from outside; the answer is a file of the browser's own folder, which is written in the same way. */
async function withDialog(page: Page): Promise<void> {
  await page.addInitScript(() => {
    (window as { showSaveFilePicker?: () => Promise<FileSystemFileHandle> }).showSaveFilePicker = async () =>
      (await navigator.storage.getDirectory()).getFileHandle('chosen.tar', { create: true });
  });
}

/** What lies in the browser's own folder, with its size. */
function kept(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const found: string[] = [];
    const visit = async (folder: FileSystemDirectoryHandle): Promise<void> => {
      for await (const entry of folder.values()) {
        if (entry.kind === 'directory') await visit(entry as FileSystemDirectoryHandle);
        else found.push(`${entry.name} ${(await (entry as FileSystemFileHandle).getFile()).size}`);
      }
    };
    await visit(await navigator.storage.getDirectory());
    return found;
  });
}

/** The saved image shows the same files as the image before, and all of its digests are true. */
async function expectSame(download: Download, layers: number): Promise<void> {
  const path = await download.path();
  const rows = headlessRows('tree', image, '--sha256');
  expect(rows.length).toBeGreaterThan(250);
  expect(headlessRows('tree', path, '--sha256')).toEqual(rows);
  const { output } = headless('image', path, '--verify');
  expect(output).toMatchObject({ diagnostics: [] });
  expect((output as { layers: unknown[] }).layers).toHaveLength(layers);
}

test('all layers become one, through the browser\'s own folder', async ({ page }) => {
  await withoutDialog(page);
  await chosen(page, 0, 3);
  const [download] = await Promise.all([page.waitForEvent('download'), form(page).click()]);
  await expect(page.getByText('✓ Written')).toBeVisible();
  await expectSame(download, 1);
});

test('a range in the middle goes to the file that was chosen, under a new name', async ({ page }) => {
  await withDialog(page);
  await chosen(page, 1, 2);
  await page.getByLabel('Name').fill('Not A Name');
  await expect(page.getByText(/Engines refuse this name/)).toBeVisible();
  await expect(form(page)).toBeDisabled();
  await page.getByLabel('Name').fill('squashed/large');
  await form(page).click();
  await expect(page.getByText('✓ Written')).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), page.evaluate(async () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await (await (await navigator.storage.getDirectory()).getFileHandle('chosen.tar')).getFile());
    link.download = 'chosen.tar';
    link.click();
  })]);
  await expectSame(download, 3);
  expect(headless('image', await download.path()).output).toMatchObject({ images: [{ tags: ['squashed/large:latest'] }] });
});

for (const [place, target, message] of [
  ['the browser\'s own folder', withoutDialog, /There is no room left in the browser's own folder, .* it needs 6[0-9],[0-9]{3},[0-9]{3} bytes/],
  ['the chosen file', withDialog, /There is no room left on the disk of the chosen file: it needs 6[0-9],[0-9]{3},[0-9]{3} bytes/],
] as const) {
  test(`no room is left for ${place}: told with what it needs, and nothing is left; with room again it is written`, async ({ page, context }) => {
    await target(page);
    await chosen(page, 0, 3);
    const { origin } = new URL(page.url());
    const browser = await context.newCDPSession(page);
    // What the page has stored already, to be run without a network, counts too.
    const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 25_000_000 });
    await form(page).click();
    await expect(page.getByRole('region', { name: 'Saving', exact: true }).getByText(message)).toBeVisible();
    expect(await kept(page)).toEqual([]);
    await browser.send('Storage.overrideQuotaForOrigin', { origin });
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await form(page).click();
    await expect(page.getByText('✓ Written')).toBeVisible();
  });
}

test('an image of one layer: why there is nothing to gain', async ({ page }) => {
  const layer = await tarOf([{ name: 'srv/only', content: 'only' }]);
  await page.goto('./');
  await chooseByKey(page, 'Control+o', saved('one.tar', await imageOf([layer])));
  await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name: 'Squash' }).click();
  await expect(page.getByText(/one layer only\. Squashing saves what one layer stores and a later one hides; here there is no later one/)).toBeVisible();
  await expect(form(page)).toHaveCount(0);
});

test('a damaged layer: ranges with it are not offered, and without it nothing is written that nobody could load', async ({ page }) => {
  const layers = await Promise.all(['a', 'b', 'c'].map((name) => tarOf([{ name: `srv/${name}`, content: noise(name.charCodeAt(0), 3000) }, { name: 'srv/same', content: name }])));
  const damaged = [layers[0]!, layers[1]!, layers[2]!.slice(0, 1300)];
  await page.goto('./');
  await chooseByKey(page, 'Control+o', saved('damaged.tar', await imageOf(damaged)));
  await page.getByRole('navigation', { name: 'Views of this image' }).getByRole('link', { name: 'Squash' }).click();
  await expect(page.getByRole('heading', { name: 'Layers 0 to 1' })).toBeVisible();
  await page.getByRole('slider', { name: 'Range of layers to squash' }).press('ArrowUp');
  await expect(page.getByText(/Layer 2 is in the range and cannot be squashed: it is damaged/)).toBeVisible();
  await expect(form(page)).toBeDisabled();
  await page.getByRole('slider', { name: 'Range of layers to squash' }).press('ArrowDown');
  await form(page).click();
  await expect(page.getByRole('region', { name: 'Saving', exact: true }).getByText(/Layer 2 is damaged\. It is not in the range/)).toBeVisible();
});

/** What is put before the session worker's code, what the page says then, where it writes, and which layers become one. */
const FAULTS: readonly (readonly [name: string, fault: string, message: RegExp, target: (page: Page) => Promise<void>, from: number, to: number])[] = [
  ['the disk is full', `{
    const { write } = FileSystemSyncAccessHandle.prototype;
    let left = 20e6;
    FileSystemSyncAccessHandle.prototype.write = function (bytes, options) {
      left -= bytes.length;
      if (left < 0) throw new DOMException('full', 'QuotaExceededError');
      return write.call(this, bytes, options);
    };
  }`, /There is no room left in the browser's own folder/, withoutDialog, 0, 3],
  // As Chromium says it where parts of a file are copied to a disk that is full.
  ['the disk is full, and the browser speaks of a file that cannot be read', `{
    const { write } = FileSystemWritableFileStream.prototype;
    FileSystemWritableFileStream.prototype.write = function (bytes) {
      return bytes instanceof Blob ? Promise.reject(new DOMException('unread', 'NotReadableError')) : write.call(this, bytes);
    };
  }`, /There is no room left on the disk of the chosen file: it needs 6[0-9],[0-9]{3},[0-9]{3} bytes/, withDialog, 1, 2],
  ['the permission is withdrawn', `{
    const { write } = FileSystemWritableFileStream.prototype;
    let left = 20e6;
    FileSystemWritableFileStream.prototype.write = function (bytes) {
      left -= bytes.length ?? bytes.size;
      return left < 0 ? Promise.reject(new DOMException('withdrawn', 'NotAllowedError')) : write.call(this, bytes);
    };
  }`, /not permitted \(any more\)/, withDialog, 0, 3],
];

for (const [name, fault, message, target, from, to] of FAULTS) {
  test(`${name}: told, and nothing is left`, async ({ page, ownOrigins, expectedErrors }) => {
    await target(page);
    await withFault(ownOrigins, expectedErrors, fault, async ({ address }) => {
      await chosen(page, from, to, address);
      await form(page).click();
      const saving = page.getByRole('region', { name: 'Saving', exact: true });
      await expect(saving.getByText(message)).toBeVisible();
      if (target === withDialog) await expect(saving.getByText('chosen.tar')).toBeVisible();
      expect(await kept(page)).toEqual([]);
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await expect(form(page)).toBeEnabled();
    });
  });
}

for (const [place, target] of [['the browser\'s own folder', withoutDialog], ['the chosen file', withDialog]] as const) {
  test(`the tab is closed while it writes to ${place}: nothing is left that looks whole, and the next saving clears it away`, async ({ page, context, ownOrigins, expectedErrors }) => {
    // In the old layout the second large layer is never read, and nobody gives it up.
    const stuck = `{
      const { stream } = Blob.prototype;
      let left = Infinity;
      addEventListener('message', ({ data }) => {
        if (data?.path?.includes('saveSquashed') && JSON.stringify(data.argumentList).includes('"docker"')) left = 1;
      });
      Blob.prototype.stream = function () {
        if (this.size < 10e6 || left-- > 0) return stream.call(this);
        console.log('stuck');
        return new ReadableStream({ type: 'bytes' });
      };
      const { setTimeout } = globalThis;
      globalThis.setTimeout = (act, delay, ...rest) => (delay > 5000 ? 0 : setTimeout(act, delay, ...rest));
    }`;
    await withFault(ownOrigins, expectedErrors, stuck, async ({ address }) => {
      const other = await context.newPage();
      await target(other);
      await chosen(other, 0, 3, address);
      await other.getByRole('combobox', { name: 'Layout' }).selectOption('docker');
      await Promise.all([other.waitForEvent('console', (message) => message.text() === 'stuck'), form(other).click()]);
      await other.close();
      await target(page);
      await page.goto(address);
      for (const file of await kept(page)) expect(file).toMatch(/\.part [1-9]\d+$|^chosen\.tar 0$/);
      await chosen(page, 0, 3, address);
      await form(page).click();
      await expect(page.getByText('✓ Written')).toBeVisible();
      const left = await kept(page);
      expect(left).toHaveLength(1);
      expect(left[0]).toMatch(/^(chosen\.tar|\d+-\w+) 6\d{7}$/);
    });
  });
}

test('Cancel while it is written: told, and nothing is left', async ({ page, ownOrigins, expectedErrors }) => {
  await withDialog(page);
  // Nothing is written before the worker has heard of Cancel.
  const held = `{
    const { write } = FileSystemWritableFileStream.prototype;
    const heard = new Promise((resolve) => addEventListener('message', ({ data }) => {
      if (data?.path?.includes('cancelSaving')) setTimeout(resolve);
    }));
    FileSystemWritableFileStream.prototype.write = function (bytes) {
      return heard.then(() => write.call(this, bytes));
    };
  }`;
  await withFault(ownOrigins, expectedErrors, held, async ({ address }) => {
    await chosen(page, 0, 3, address);
    await form(page).click();
    const saving = page.getByRole('region', { name: 'Saving', exact: true });
    await saving.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByText('Saving was cancelled; nothing was left behind.')).toBeAttached();
    await expect(saving).toHaveCount(0);
    await expect.poll(() => kept(page)).toEqual([]);
  });
});

/** Serves a copy of the build whose session worker begins with that code. */
async function withFault(ownOrigins: string[], expectedErrors: RegExp[], fault: string, act: (copy: ServedCopy) => Promise<void>): Promise<void> {
  // A copy whose files were changed cannot be kept for offline use.
  expectedErrors.push(/integrity/i, /Failed to (load|fetch|find)/i);
  const copy = await servedCopy(ownOrigins);
  try {
    prepend(copy, /^session\.worker.*js$/, fault);
    await act(copy);
  } finally {
    copy.close();
  }
}
