/** The main job, step by step, in any browser: open an image, read its figures, a Dockerfile, a link; go offline and do it again. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { serve } from '../tools/serve.mjs';
import { until, type Driver } from './driver';

/** The script is bundled elsewhere before it runs: it stands where it was started from. */
const root = (path: string): string => resolve(dirname(process.argv[1] ?? ''), '../..', path);

export interface Step {
  readonly name: string;
  /** Empty when it passed. */
  readonly fault: string;
}

/** What of the platform's offers a browser has: where one is absent, the page does without. */
const FEATURES: Readonly<Record<string, string>> = {
  'service worker': "'serviceWorker' in navigator",
  'byte streams of files': "(() => { try { new Blob(['x']).stream().getReader({ mode: 'byob' }); return true; } catch { return false; } })()",
  'Web Locks': "'locks' in navigator",
  'private file system': "'storage' in navigator && 'getDirectory' in navigator.storage",
  'save to a chosen file': "'showSaveFilePicker' in window",
  'launch queue': "'launchQueue' in window",
  'Trusted Types': "'trustedTypes' in window",
};

const FILE_INPUT = 'input[type=file]';
/** Whether the page shows this text, wherever. */
const shows = (driver: Driver, text: string): Promise<unknown> => driver.run(`return document.body.innerText.includes(${JSON.stringify(text)});`);

/** Whether the figures of the fixtures' image are shown. */
const figures = (driver: Driver, name = ''): Promise<unknown> =>
  driver.run(`return document.title.startsWith(${JSON.stringify(name)}) && /39.0\\skB of 90.0\\skB is dead weight/.test(document.body.innerText);`);

/** Which of `FEATURES` the browser has. */
async function featuresOf(driver: Driver): Promise<Record<string, boolean>> {
  const entries = Object.entries(FEATURES).map(([name, test]) => `[${JSON.stringify(name)}, Boolean(${test})]`);
  return Object.fromEntries((await driver.run(`return [${entries.join()}];`)) as [string, boolean][]);
}

/** Drops an image on the page, as a person would; the file is made in the page, out of its bytes. */
function drop(driver: Driver, name: string, path: string): Promise<unknown> {
  return driver.run(`
    const bytes = Uint8Array.from(atob(${JSON.stringify(readFileSync(path).toString('base64'))}), (character) => character.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], ${JSON.stringify(name)}));
    for (const type of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  `);
}

/** Runs all steps; a step that fails does not stop the ones after it. */
export async function mainJob(driver: Driver): Promise<{ readonly steps: readonly Step[]; readonly features: Record<string, boolean> }> {
  const { address, server } = await serve(root('dist'), 0);
  const steps: Step[] = [];
  const step = async (name: string, run: () => Promise<unknown>): Promise<void> => {
    try {
      await run();
      steps.push({ name, fault: '' });
    } catch (error) {
      const shown = String(await driver.run('return document.body.innerText.slice(0, 300)').catch(() => ''));
      steps.push({ name, fault: `${error instanceof Error ? error.message : String(error)} | ${shown.replace(/\s+/g, ' ')}` });
    }
  };
  const { fragment } = JSON.parse(readFileSync(root('tests/links/r1-image.json'), 'utf8')) as { fragment: string };
  try {
    await driver.navigate(address);
    await driver.run(`
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));
      window.addEventListener('error', (event) => window.violations.push('error ' + event.message));
      window.addEventListener('unhandledrejection', (event) => window.violations.push('rejected ' + event.reason));
    `);
    const features = await featuresOf(driver);
    await step('choose an image', async () => {
      await driver.chooseFile(FILE_INPUT, root('tests/fixtures/images/tide.oci-gzip.tar'));
      await until('its figures', () => figures(driver));
    });
    await step('drop a zstd image', async () => {
      await drop(driver, 'dropped.tar', root('tests/fixtures/images/tide.oci-zstd.tar'));
      await until('the dropped file', () => figures(driver, 'dropped.tar'));
    });
    await step('list its files', async () => {
      await driver.run("location.hash = '#view=files&doc=2';");
      await until('rows', () => driver.run("return document.querySelectorAll('[role=row][data-index]').length >= 3;"));
    });
    const dockerfile = join(mkdtempSync(join(tmpdir(), 'plimsoll-engines-')), 'Dockerfile');
    writeFileSync(dockerfile, 'FROM debian:12\nRUN apt-get update && cat $HOME\n');
    await step('check a Dockerfile, ShellCheck included', async () => {
      await driver.chooseFile(FILE_INPUT, dockerfile);
      await until('a finding of hadolint', () => shows(driver, 'DL3009'), 60);
      await until('a finding of ShellCheck', () => shows(driver, 'SC2086'), 60);
    });
    await step('ready to work offline', () => until('the word of it', () => shows(driver, 'Works offline.'), 90));
    await step('no complaint of the policy, no error', async () => {
      const violations = (await driver.run('return window.violations;')) as string[];
      if (violations.length > 0) throw new Error(violations.join('; '));
    });
    await step('open a link', async () => {
      await driver.navigate('about:blank');
      await driver.navigate(address + fragment);
      await until('the linked report', () => driver.run("return document.title !== 'Plimsoll' && document.querySelector('h1') !== null && document.body.innerText.includes('dead weight');"));
    });
    // Nothing is at that address any more: what works now works without a network.
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await step('reload without a server', async () => {
      await driver.navigate('about:blank');
      await driver.navigate(address);
      await until('the first screen', () => shows(driver, 'How much of your image is dead weight?'));
    });
    await step('read an image without a server', async () => {
      await driver.chooseFile(FILE_INPUT, root('tests/fixtures/images/tide.oci-zstd.tar'));
      await until('its figures', () => figures(driver));
    });
    await step('check a Dockerfile without a server', async () => {
      await driver.chooseFile(FILE_INPUT, dockerfile);
      await until('a finding of ShellCheck', () => shows(driver, 'SC2086'), 60);
    });
    await step('open a link without a server', async () => {
      await driver.navigate('about:blank');
      await driver.navigate(address + fragment);
      await until('the linked report', () => driver.run("return document.title !== 'Plimsoll' && document.body.innerText.includes('dead weight');"));
    });
    return { steps, features };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
