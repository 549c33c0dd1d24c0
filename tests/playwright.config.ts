/** End-to-end tests: the production build, served as a static host would, in a real Chromium. */
import { defineConfig, devices } from 'playwright/test';
import { BROWSER_ARGUMENTS, findBrowser } from './tools/browser.mjs';

const executablePath = findBrowser();
const port = Number(process.env['PLIMSOLL_E2E_PORT'] ?? 4175);

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../test-results',
  forbidOnly: !!process.env['CI'],
  workers: 2,
  // Long enough for a busy machine of two cores: nothing here measures time.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  reporter: process.env['PLIMSOLL_E2E_JSON'] ? [['list'], ['json', { outputFile: process.env['PLIMSOLL_E2E_JSON'] }]] : 'list',
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${port}/`,
    launchOptions: { ...(executablePath && { executablePath }), args: [...BROWSER_ARGUMENTS] },
  },
  webServer: {
    command: `node tests/tools/serve.mjs --port ${port}`,
    cwd: '..',
    url: `http://localhost:${port}/`,
    reuseExistingServer: !process.env['CI'],
  },
});
