/** What the specs do with the page, by the roles and names that a person meets. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, type Download, type Locator, type Page } from 'playwright/test';

export type Dropped = string | { readonly name: string; readonly text: string } | { readonly name: string; readonly bytes: Uint8Array };

/** Drops files anywhere on the page: paths, or contents with a name. */
export async function drop(page: Page, ...files: readonly Dropped[]): Promise<void> {
  await page.locator('body').drop({
    files: files.map((file) => {
      if (typeof file === 'string') return { name: basename(file), mimeType: '', buffer: readFileSync(file) };
      return { name: file.name, mimeType: '', buffer: Buffer.from('text' in file ? file.text : file.bytes) };
    }),
  });
}

/** Drags files or folders over the page as the desktop does: the browser itself makes their entries and handles. Answers the drop. */
export async function dragFromDisk(page: Page, ...paths: readonly string[]): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'dragEnter' | 'dragOver' | 'drop'): Promise<unknown> =>
    session.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data: { items: [], files: [...paths], dragOperationsMask: 1 } });
  await send('dragEnter');
  // A desktop goes on telling where the pointer is, and a person lets go when the page has shown that it may be.
  await expect.poll(async () => {
    await send('dragOver');
    return page.getByText('Drop it anywhere').isVisible();
  }).toBe(true);
  return async () => {
    await send('drop');
    await session.detach();
  };
}

export async function dropFromDisk(page: Page, ...paths: readonly string[]): Promise<void> {
  const letGo = await dragFromDisk(page, ...paths);
  await letGo();
}

/** Pastes a text anywhere on the page. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.locator('body').evaluate((body, pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

/** Names of the files that this tab would open again by their handles, once they are written down. */
export function kept(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { files } = JSON.parse(sessionStorage.getItem('plimsoll.open') ?? '{"files":[]}') as { files: { handle?: string }[] };
    if (files.length === 0) return [];
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('plimsoll', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('open');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error('denied'));
    });
    const store = database.transaction('open').objectStore('open');
    const found = await Promise.all(files.flatMap(({ handle }) => (handle === undefined ? [] : [new Promise<string[]>((resolve) => {
      const one = store.get(handle) as IDBRequest<{ handle: FileSystemHandle } | undefined>;
      one.onsuccess = () => resolve(one.result ? [one.result.handle.name] : []);
    })])));
    database.close();
    return found.flat();
  });
}

/**
 * The file that a button downloads. Chromium drops the eleventh download within a second (LocalFrame::ShouldThrottleDownload), faster than any
 * person: hence the pause.
 */
export async function downloadBy(button: Locator): Promise<Download> {
  await button.page().waitForTimeout(120);
  const [file] = await Promise.all([button.page().waitForEvent('download'), button.click()]);
  return file;
}

const NOTHING = 'nothing was copied';

/** What a button copies; the page needs the permission to read it. A press has answered long before the clipboard has the text. */
export async function copiedBy(button: Locator): Promise<string> {
  const page = button.page();
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await page.evaluate((text) => navigator.clipboard.writeText(text), NOTHING);
  await button.click();
  await expect.poll(clipboard).not.toBe(NOTHING);
  return clipboard();
}

/** The report that the page exports for the file that is shown, as it would land on disk. */
export async function exportedReport(page: Page): Promise<unknown> {
  await page.getByRole('button', { name: 'Export…' }).click();
  const download = await downloadBy(page.getByRole('button', { name: 'Download JSON', exact: true }));
  await page.keyboard.press('Escape');
  return JSON.parse(readFileSync(await download.path(), 'utf8'));
}

/** Pixels by which something is wider than the room it has: the page, or what scrolls in its middle. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(...[document.documentElement, document.querySelector('main') ?? document.body].map((box) => box.scrollWidth - box.clientWidth)));
}

/** Shows one of the open files. */
export async function show(page: Page, name: string): Promise<void> {
  await page.getByRole('list', { name: 'Open files' }).getByRole('link', { name }).click();
}

/** The headline of an image that was read, `47 kB of 90 kB is dead weight.`; never the first screen's, which asks how much of an image is dead weight. */
export function verdict(page: Page, figures = /B of \S/): Locator {
  return page.getByRole('heading', { level: 2, name: new RegExp(`${figures.source}.*is dead weight`) });
}

/** Opens the file dialog by a key and answers it. */
export async function chooseByKey(page: Page, key: string, path: string): Promise<void> {
  const dialog = page.waitForEvent('filechooser');
  // Playwright begins to catch dialogs some time after the call: a round trip makes sure that it has.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  await page.keyboard.press(key);
  await (await dialog).setFiles(path);
}

/** The text of the Dockerfile that is shown, whether the code editor is there yet or not; short texts only, since it draws what can be seen. */
export function sourceText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const area = document.querySelector<HTMLTextAreaElement>('.plain textarea');
    const lines = document.querySelector('.editor')?.shadowRoot?.querySelectorAll('.cm-line') ?? [];
    return area ? area.value : [...lines].map((line) => line.textContent ?? '').join('\n');
  });
}

/** Types a text over the one in the editor. */
export async function retype(page: Page, text: string): Promise<void> {
  await page.locator('.editor').waitFor();
  await page.getByLabel(/^Source of /).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.type(text);
}
