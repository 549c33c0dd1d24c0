/** From a key press in the file tree to the painted answer. */
import type { Page } from 'playwright';

/** Nothing changed on the page for so long after a first change: the answer is complete. */
const QUIET = 250;
/** A key that changed nothing until then has no answer. */
const PATIENCE = 5000;

/** Milliseconds of each of `keys`, pressed one after the other, until the last change that it caused was painted. */
async function press(page: Page, keys: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const key of keys) {
    await page.evaluate(([quiet, patience]) => {
      const state = window as unknown as { benchAnswer: Promise<number> };
      state.benchAnswer = new Promise((resolve) => {
        let pressed = 0;
        let painted = 0;
        let timer: ReturnType<typeof setTimeout> | undefined;
        const settle = (after: number): void => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            // The grid says so while the session worker still looks.
            if (document.querySelector('section.files [aria-busy="true"]')) return settle(quiet);
            observer.disconnect();
            resolve(painted === 0 ? NaN : painted - pressed);
          }, after);
        };
        const observer = new MutationObserver(() => {
          if (pressed === 0) return;
          settle(quiet);
          requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => {
              painted = performance.now();
            };
            channel.port2.postMessage(0);
          });
        });
        observer.observe(document.querySelector('section.files')!, { subtree: true, childList: true, attributes: true, characterData: true });
        addEventListener('keydown', (event) => {
          pressed = event.timeStamp;
          settle(patience);
        }, { capture: true, once: true });
      });
    }, [QUIET, PATIENCE] as const);
    await page.keyboard.press(key);
    times.push(await page.evaluate(() => (window as unknown as { benchAnswer: Promise<number> }).benchAnswer));
  }
  return times.filter((time) => !Number.isNaN(time));
}

export interface Answers {
  readonly what: string;
  readonly times: readonly number[];
  /** Told for itself, and judged with the whole that it is part of. */
  readonly part?: boolean;
}

/** Goes through the file tree of the image that the page shows. */
export async function fileTreeAnswers(page: Page): Promise<Answers[]> {
  await page.evaluate(() => {
    location.hash = '#view=files';
  });
  const grid = page.getByRole('treegrid', { name: 'Files' });
  await grid.locator('[data-index="0"] [role="gridcell"]').first().waitFor({ timeout: 120_000 });
  await page.waitForTimeout(1000);
  const focusFirst = async (): Promise<void> => {
    await grid.locator('[data-index="0"]').focus();
    await page.waitForTimeout(100);
  };
  await focusFirst();
  const fold = await press(page, alternate(['ArrowRight', 'ArrowLeft'], 20));
  const expand = await press(page, ['*']);
  const move = await press(page, [...alternate(['ArrowDown'], 30), ...alternate(['PageDown'], 20), 'End', 'Home', 'End', 'Home']);
  await focusFirst();
  const sort = await press(page, alternate(['s'], 9));
  const search = async (mode: string, keys: readonly string[]): Promise<Answers> => {
    const field = page.getByRole('searchbox', { name: 'Search files' });
    await field.fill('');
    await page.getByLabel('Search as').selectOption(mode);
    await field.focus();
    await page.waitForTimeout(500);
    return { what: `of these, ${mode}`, times: await press(page, keys), part: true };
  };
  const searches = [
    await search('text', [...'python3', 'Backspace', 'Backspace', ...'lib.', 'Backspace', 'Backspace', 'Backspace']),
    await search('glob', [...'**/lib/*.so*', 'Backspace', 'Backspace', ...'.1?', 'Backspace', 'Backspace']),
    await search('regex', [...'^usr/.*[a-z]+\\.(py|js)$', 'Backspace', 'Backspace']),
  ];
  return [
    { what: 'move', times: move }, { what: 'fold and unfold', times: fold }, { what: 'unfold everything', times: expand },
    { what: 'sort, everything unfolded', times: sort }, { what: 'search while typing, in all ways', times: searches.flatMap(({ times }) => times) }, ...searches,
  ];
}

function alternate(keys: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, at) => keys[at % keys.length]!);
}
