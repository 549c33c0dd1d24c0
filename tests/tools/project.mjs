/** What the scripts share: where the project is, its dependencies, and running its tools. Plain Node without dependencies. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const stamp = join(project, 'node_modules/.cache/plimsoll-installed');

/** Ends with a message when Node is too old to run the tools. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Plimsoll needs Node 20.19 or later; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/**
 * Installs the locked dependencies when they are missing or do not match the lock file. No package's own scripts are run.
 * npm keeps what it installed in node_modules/.package-lock.json: after a plain `npm install` nothing is left to do.
 */
export function installDependencies() {
  const wanted = createHash('sha256').update(readFileSync(join(project, 'package-lock.json'))).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (!isInstalled()) {
    process.stderr.write('Installing dependencies (npm ci) …\n');
    const result = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: project, stdio: ['ignore', 2, 'inherit'], shell: process.platform === 'win32' });
    if (result.status !== 0) {
      process.stderr.write('The dependencies could not be installed: see above. Is the npm registry reachable?\n');
      process.exit(1);
    }
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Every locked package that is not optional stands in node_modules in the locked version. */
function isInstalled() {
  const installed = join(project, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const packages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const found = packages(installed);
  return Object.entries(packages(join(project, 'package-lock.json'))).every(
    ([path, entry]) => path === '' || entry.optional || entry.devOptional || found[path]?.version === entry.version,
  );
}

/**
 * Runs a tool of node_modules with this Node and answers its exit status.
 * @param {string} entry path below node_modules
 * @param {readonly string[]} words
 * @param {NodeJS.ProcessEnv} [environment] added to this process's own
 * @returns {Promise<number>}
 */
export function runTool(entry, words, environment = {}) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(project, 'node_modules', entry), ...words], {
      cwd: project,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    });
    child.once('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      done(1);
    });
    child.once('exit', (code) => done(code ?? 1));
  });
}
