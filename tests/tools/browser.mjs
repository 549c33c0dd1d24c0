/** Finds a Chromium for tests, or gets one. Plain Node without dependencies, so that it can run before anything is installed. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Root in a container has no user namespaces for the sandbox; the rest keeps the browser from calling home. */
export const BROWSER_ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Path of the browser to run: `CHROMIUM_PATH`, else Playwright's own, else one of the system's.
 * Undefined when there is none.
 * @returns {string | undefined}
 */
export function findBrowser() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  return playwrightBrowser() ?? systemBrowser();
}

/**
 * Installs a browser when there is none: by Playwright's installer, else from Debian's package.
 * Says what it does on standard error; answers the path or undefined.
 * @param {string} project folder of the project, with its dependencies installed
 * @returns {string | undefined}
 */
export function ensureBrowser(project) {
  const found = [process.env.CHROMIUM_PATH, playwrightBrowser(), systemBrowser()].find((path) => path && runs(path));
  if (found) return found;
  process.stderr.write('No Chromium that runs was found: asking Playwright to install one.\n');
  const cli = join(project, 'node_modules', 'playwright', 'cli.js');
  const options = { stdio: ['ignore', 'inherit', 'inherit'], timeout: 300_000 };
  spawnSync(process.execPath, [cli, 'install', '--no-shell', 'chromium'], options);
  const own = playwrightBrowser();
  // Its system libraries may be missing; the installer knows their names, and needs root for it.
  if (own && !runs(own) && process.getuid?.() === 0) spawnSync(process.execPath, [cli, 'install-deps', 'chromium'], options);
  if (own && runs(own)) return own;
  process.stderr.write('Playwright could not install it: trying the Debian package.\n');
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...words) => {
    const [command, ...rest] = [...sudo, 'apt-get', ...words];
    return spawnSync(command, rest, { ...options, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  };
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
  const system = systemBrowser();
  return system && runs(system) ? system : undefined;
}

/** Missing libraries show at once: a Chromium that cannot load them does not even say its version. */
function runs(path) {
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

function systemBrowser() {
  const folders = [...new Set(['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)])];
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return [...SYSTEM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), mac].find(isExecutable);
}

/** Playwright's cache holds one folder a revision; the newest that really has a browser is taken. */
function playwrightBrowser() {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH
    ?? (process.platform === 'darwin' ? join(homedir(), 'Library/Caches/ms-playwright') : join(homedir(), '.cache/ms-playwright'));
  const revision = (name) => Number(name.slice(name.lastIndexOf('-') + 1));
  const revisions = listFolder(cache).filter((name) => /^chromium(_headless_shell)?-\d+$/.test(name)).sort((a, b) => revision(b) - revision(a));
  for (const name of revisions) {
    for (const inner of listFolder(join(cache, name))) {
      for (const file of ['headless_shell', 'chrome-headless-shell', 'chrome', 'Chromium.app/Contents/MacOS/Chromium']) {
        const path = join(cache, name, inner, file);
        if (isExecutable(path)) return path;
      }
    }
  }
  return undefined;
}

function listFolder(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
