/**
 * The test of every end-to-end spec: fails when a request leaves the page's origin or carries more than the name of a part, when the page
 * or one of its workers runs into its policy, or when it logs an error.
 */
import { test as base, type Page, type Worker } from 'playwright/test';

export { expect } from 'playwright/test';

interface Guards {
  /** Faults that the test means to cause: it adds patterns. */
  readonly expectedErrors: RegExp[];
  /** Origins that the page under test is served from: a test with a server of its own adds that. */
  readonly ownOrigins: string[];
  readonly guard: void;
}

/** What a policy forbids is told to the global of a page or worker; an error in its log reaches the guard from everywhere. */
function tellViolations(): void {
  addEventListener('securitypolicyviolation', (event) => {
    const { violatedDirective, blockedURI } = event as SecurityPolicyViolationEvent;
    console.error(`violates the policy: ${violatedDirective} ${blockedURI}`);
  });
}

/** The addresses that our own parts have anything to say to: nothing may travel in a query but what the manifest starts the page with. */
function carriesMore(url: URL): boolean {
  return url.search !== '' && !/^\?(shared|shared=failed|start=(sample|dockerfile))$/.test(url.search);
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
        if (['data:', 'blob:', 'about:'].includes(url.protocol)) return;
        if (!ownOrigins.includes(url.origin)) faults.push(`request to ${request.url()}`);
        else if (carriesMore(url)) faults.push(`request that carries more than a name: ${request.url()}`);
        else if (request.method() !== 'GET' && !url.pathname.endsWith('/share')) faults.push(`${request.method()} to ${request.url()}`);
      });
      context.on('console', (message) => {
        if (message.type() === 'error') faults.push(`console: ${message.text()}`);
      });
      context.on('weberror', (error) => {
        faults.push(`uncaught: ${error.error().message}`);
      });
      // A worker may end before it is asked.
      const watch = (worker: Worker): void => void worker.evaluate(tellViolations).catch(() => undefined);
      context.on('page', (page: Page) => page.on('worker', watch));
      context.on('serviceworker', watch);
      await context.addInitScript(tellViolations);
      await use();
      const unexpected = faults.filter((fault) => !expectedErrors.some((pattern) => pattern.test(fault)));
      if (unexpected.length > 0) throw new Error(`The page did what it must not:\n  ${unexpected.join('\n  ')}`);
    },
    { auto: true },
  ],
});
