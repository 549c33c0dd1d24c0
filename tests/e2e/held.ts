/** Reading that stands still: what the page shows meanwhile can be looked at as long as one likes. */
import { expect, type Page } from 'playwright/test';

/** Does something in the worker that reads images: once it is there. */
export async function inSession(page: Page, task: () => void): Promise<void> {
  const workers = page.workers().filter((worker) => /session/.test(worker.url()));
  expect(workers).toHaveLength(1);
  await workers[0]?.evaluate(task);
}

/** What is handed to the layer workers waits until it is let go. */
export async function holdLayers(page: Page): Promise<void> {
  await inSession(page, () => {
    const post = Worker.prototype.postMessage as (this: Worker, ...all: unknown[]) => void;
    const held: (() => void)[] = [];
    Worker.prototype.postMessage = function (this: Worker, ...all: unknown[]) {
      held.push(() => post.apply(this, all));
    };
    Object.assign(self, {
      letGo: () => {
        Worker.prototype.postMessage = post;
        for (const each of held) each();
      },
    });
  });
}

export async function letGo(page: Page): Promise<void> {
  await inSession(page, () => (self as unknown as { letGo: () => void }).letGo());
}
