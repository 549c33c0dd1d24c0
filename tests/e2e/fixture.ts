/** The test of every end-to-end spec: fails when a request leaves the page's origin, or when the page logs an error. */
import { test as base } from 'playwright/test';

export { expect } from 'playwright/test';

interface Guards {
  /** Faults that the test means to cause: it adds patterns. */
  readonly expectedErrors: RegExp[];
  /** Origins that the page under test is served from: a test with a server of its own adds that. */
  readonly ownOrigins: string[];
  readonly guard: void;
}

export const test = base.extend<Guards>({
  // Playwright reads the names of the fixtures that are wanted out of the first parameter.
  expectedErrors: async ({ browserName: _ }, use) => {
    await use([]);
  },
  ownOrigins: async ({ baseURL }, use) => {
    await use([new URL(baseURL ?? '').origin]);
  },
  guard: [
    async ({ context, ownOrigins, expectedErrors }, use) => {
      const faults: string[] = [];
      // Pages, their workers and the service worker: all requests of a context are told here.
      context.on('request', (request) => {
        const url = new URL(request.url());
        if (!['data:', 'blob:', 'about:'].includes(url.protocol) && !ownOrigins.includes(url.origin)) faults.push(`request to ${request.url()}`);
      });
      context.on('console', (message) => {
        if (message.type() === 'error') faults.push(`console: ${message.text()}`);
      });
      context.on('weberror', (error) => {
        faults.push(`uncaught: ${error.error().message}`);
      });
      await use();
      const unexpected = faults.filter((fault) => !expectedErrors.some((pattern) => pattern.test(fault)));
      if (unexpected.length > 0) throw new Error(`The page did what it must not:\n  ${unexpected.join('\n  ')}`);
    },
    { auto: true },
  ],
});
