/** Drives the built page in a real Chromium, and times it from inside. */
import { chromium, type Browser, type BrowserContext, type BrowserServer, type Page } from 'playwright';
import { BROWSER_ARGUMENTS, findBrowser } from '../tools/browser.mjs';
import { memoryOf, processorOf, renderersOf, workersOf } from './processes';

/** What the page's own clock says, in milliseconds from the drop. */
export interface Reading {
  readonly layers: number;
  readonly merging: number;
  readonly report: number;
  /** Longest task of the main thread, and how many took more than 200 ms. */
  readonly longestTask: number;
  readonly longTasks: number;
  readonly processor: number;
  /** Bytes that the renderer held at its highest, until nothing happened any more. */
  readonly peak: number;
}

export interface Cancelling {
  /** Milliseconds from the click until the page said so, and until the last layer worker was gone. */
  readonly said: number;
  readonly workersGone: number;
  /** Bytes that the renderer held before the drop, just before cancelling, 100 ms after it, and 2 s after it. */
  readonly before: number;
  readonly reading: number;
  readonly soonAfter: number;
  readonly after: number;
}

interface Marks {
  dropped: number;
  layers?: number;
  merging?: number;
  report?: number;
  stopped?: number;
  tasks: number[];
}

declare global {
  interface Window {
    bench: Marks;
  }
}

/** Generous: the peers need minutes for what the page reads in seconds. */
const PATIENCE = 600_000;

export class BenchPage {
  readonly page: Page;
  readonly #server: BrowserServer;
  readonly #browser: Browser;

  private constructor(server: BrowserServer, browser: Browser, page: Page) {
    this.#server = server;
    this.#browser = browser;
    this.page = page;
  }

  /** A browser of its own for each measurement, so that nothing is warm but the disk's cache. */
  static async open(address: string): Promise<BenchPage> {
    const executablePath = findBrowser();
    const server = await chromium.launchServer({ ...(executablePath !== undefined && { executablePath }), args: [...BROWSER_ARGUMENTS] });
    const browser = await chromium.connect(server.wsEndpoint());
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' })).newPage();
    await page.addInitScript(watch);
    await page.goto(address);
    await page.waitForLoadState('networkidle');
    // What the page does after it has loaded is not to be measured with the first file.
    await page.waitForTimeout(700);
    return new BenchPage(server, browser, page);
  }

  /** That of the page: a browser has others, for pages of its own, of which some are larger than an empty page. Ours has workers. */
  get renderer(): number {
    const [first] = this.#renderers().toSorted((a, b) => workersOf(b) - workersOf(a) || memoryOf(b, 'VmRSS') - memoryOf(a, 'VmRSS'));
    if (first === undefined) throw new Error('The browser has no renderer');
    return first;
  }

  get processor(): number {
    return processorOf(this.#server.process().pid!);
  }

  /** Drops a file of the disk on the page, and starts its clock. */
  drop(path: string): Promise<void> {
    return dropFile(this.page, this.page.context(), path);
  }

  /** From the drop to the report; the memory until the page has worked out what it wants to know after that. */
  async read(path: string): Promise<Reading> {
    const before = this.processor;
    await this.drop(path);
    await this.page.waitForFunction(() => Number.isFinite(window.bench.report), undefined, { timeout: PATIENCE, polling: 100 });
    const processor = this.processor - before;
    const { dropped, layers, merging, report, tasks } = await this.page.evaluate(() => window.bench);
    await this.#quiet();
    return {
      layers: (layers ?? report!) - dropped, merging: merging === undefined ? NaN : report! - merging, report: report! - dropped,
      longestTask: Math.max(0, ...tasks), longTasks: tasks.filter((task) => task > 200).length, processor, peak: memoryOf(this.renderer, 'VmHWM'),
    };
  }

  /** Waits until the renderer has done next to nothing for two seconds: packages and what else follows the report are part of its memory. */
  async #quiet(): Promise<void> {
    const { renderer } = this;
    for (let idle = 0, looks = 0; idle < 4 && looks < 120; looks += 1) {
      const before = processorOf(renderer);
      await this.page.waitForTimeout(500);
      idle = processorOf(renderer) - before <= 20 ? idle + 1 : 0;
    }
  }

  /** Drops a file, and cancels when about `milliseconds` have passed. */
  async cancel(path: string, milliseconds: number): Promise<Cancelling> {
    // Which renderer is ours is told by its workers, and before the drop there may be none.
    const before = new Map(this.#renderers().map((process) => [process, memoryOf(process, 'VmRSS')]));
    await this.drop(path);
    await this.page.waitForTimeout(milliseconds);
    const process = this.renderer;
    const reading = memoryOf(process, 'VmRSS');
    const workersReading = workersOf(process);
    const clicked = performance.now();
    const click = this.page.evaluate(() => {
      const started = performance.now();
      document.querySelector<HTMLButtonElement>('.reading .actions button')!.click();
      return new Promise<number>((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started))));
    });
    const looks: { readonly at: number; readonly workers: number }[] = [];
    let soonAfter = 0;
    for (let at = 0; at < 2000; at = performance.now() - clicked) {
      looks.push({ at, workers: workersOf(process) });
      if (at >= 100 && soonAfter === 0) soonAfter = memoryOf(process, 'VmRSS');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    // Those that other work started stay: what is left in the end is what the last layer worker left behind.
    const left = workersOf(process);
    if (left >= workersReading) throw new Error(`Cancelling left all ${left} workers alive`);
    const workersGone = looks.find(({ workers }) => workers <= left)?.at ?? NaN;
    return { said: await click, workersGone, before: before.get(process) ?? NaN, reading, soonAfter, after: memoryOf(process, 'VmRSS') };
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }

  #renderers(): number[] {
    return renderersOf(this.#server.process().pid!);
  }
}

const DRAGGING_MILLISECONDS = 300;

/** Drops a file of the disk on a page, after it was dragged over it for a moment. The browser opens it by its path: no byte of it passes through here. */
export async function dropFile(page: Page, context: BrowserContext, path: string): Promise<void> {
  const input = await page.evaluateHandle(() => {
    const made = document.createElement('input');
    made.type = 'file';
    made.id = 'bench-input';
    made.hidden = true;
    document.body.append(made);
    return made;
  });
  const session = await context.newCDPSession(page);
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#bench-input' });
  await session.send('DOM.setFileInputFiles', { nodeId, files: [path] });
  await session.detach();
  // No hand is quicker from the edge of the page to letting go; the page makes ready meanwhile.
  await input.evaluate((element) => {
    const transfer = new DataTransfer();
    transfer.items.add(element.files![0]!);
    document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await page.waitForTimeout(DRAGGING_MILLISECONDS);
  await input.evaluate((element) => {
    const transfer = new DataTransfer();
    transfer.items.add(element.files![0]!);
    element.remove();
    if ((window.bench as Marks | undefined) !== undefined) {
      window.bench.dropped = performance.now();
      window.bench.tasks.length = 0;
    }
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
}

/** Runs in the page before its own code: notes when which part was first painted. */
function watch(): void {
  const marks: Marks = { dropped: 0, tasks: [] };
  window.bench = marks;
  const painted = (name: 'layers' | 'merging' | 'report'): void => {
    marks[name] = Infinity;
    requestAnimationFrame(() => setTimeout(() => {
      marks[name] = performance.now();
    }));
  };
  const look = (): void => {
    if (marks.dropped === 0) return;
    if (marks.layers === undefined && document.querySelector('.reading .layers li')) painted('layers');
    if (marks.merging === undefined && document.querySelector('.reading .now')?.textContent.includes('Merging')) painted('merging');
    if (marks.report === undefined && document.querySelector('#load-heading')) painted('report');
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) marks.tasks.push(entry.duration);
  }).observe({ type: 'longtask' });
}
