/**
 * `npm test`: installs what is missing (a browser included), then types, lint, unit tests, build, browser tests, and
 * end-to-end tests of the production build, and its main job in other engines where they are installed. The last line is `N passed, N failed` over all stages. Works on a fresh clone.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { installDependencies, project, requireNode, runTool } from './project.mjs';

requireNode();
const started = Date.now();
installDependencies();
const browser = ensureBrowser(project);
if (browser === undefined) process.stderr.write('No browser could be installed: set CHROMIUM_PATH to a Chromium. Its tests will fail.\n');
const environment = browser === undefined ? {} : { CHROMIUM_PATH: browser };
const results = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));

/** @type {{ name: string, passed: number, failed: number, seconds: number }[]} */
const stages = [];

/** Runs one stage; `run` answers how many passed and failed. */
async function stage(name, run) {
  process.stdout.write(`\n=== ${name}\n`);
  const from = Date.now();
  const { passed, failed } = await run();
  stages.push({ name, passed, failed, seconds: (Date.now() - from) / 1000 });
}

/** A check that passes or fails as a whole. */
async function check(entry, ...words) {
  const status = await runTool(entry, words, environment);
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Counts as the runner's own report says; a runner that failed without a failed test (a crash, a broken import) counts as one. */
function count(status, file, read) {
  try {
    const { passed, failed } = read(JSON.parse(readFileSync(file, 'utf8')));
    return { passed, failed: failed === 0 && status !== 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

async function vitest(name) {
  const file = join(results, `${name}.json`);
  const status = await runTool('vitest/vitest.mjs', ['run', '--project', name, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], environment);
  return count(status, file, (report) => {
    // A file that could not even be imported is failed without a failed test in it.
    const broken = report.testResults.filter((entry) => entry.status === 'failed' && !entry.assertionResults.some((test) => test.status === 'failed')).length;
    return { passed: report.numPassedTests, failed: report.numFailedTests + broken };
  });
}

async function endToEnd() {
  const file = join(results, 'e2e.json');
  const port = String(await freePort());
  const status = await runTool('playwright/cli.js', ['test', '-c', 'tests'], { ...environment, PLIMSOLL_E2E_JSON: file, PLIMSOLL_E2E_PORT: port });
  return count(status, file, ({ stats, errors }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length }));
}

/** Firefox and WebKit, where they are installed; which were left out is told on the way. */
async function engines() {
  const file = join(results, 'engines.json');
  const status = await runTool('../tests/tools/run-typescript.mjs', ['tests/engines/main.ts'], { PLIMSOLL_ENGINES_JSON: file });
  return count(status, file, (counts) => counts);
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, 'localhost', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

await stage('types', () => check('typescript/bin/tsc', '-b'));
await stage('components', () => check('svelte-check/bin/svelte-check', '--tsconfig', 'src/tsconfig.json', '--fail-on-warnings'));
await stage('lint', () => check('eslint/bin/eslint.js', '.', '--max-warnings', '0'));
await stage('unit', () => vitest('unit'));
await stage('build', () => check('vite/bin/vite.js', 'build', '--logLevel', 'warn'));
await stage('browser', () => vitest('browser'));
await stage('end to end', endToEnd);
await stage('engines', engines);
rmSync(results, { recursive: true, force: true });

const total = (key) => stages.reduce((sum, entry) => sum + entry[key], 0);
process.stdout.write(`\n=== summary (${((Date.now() - started) / 1000).toFixed(0)} s)\n`);
for (const { name, passed, failed, seconds } of stages) {
  process.stdout.write(`${name.padEnd(12)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s\n`);
}
process.stdout.write(`${total('passed')} passed, ${total('failed')} failed\n`);
process.exitCode = total('failed') === 0 ? 0 : 1;
