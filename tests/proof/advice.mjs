/**
 * `node tests/proof/advice.mjs CORPUS SCRATCH [NAME …]`: what the plan predicts against what a rebuild really saves.
 *
 * CORPUS is a folder that the corpus script filled: `images/NAME.docker.tar`, `images/base-*.docker.tar` and the contexts in `work/ctx/NAME`.
 * For each NAME the Dockerfile of the context is advised on, `tests/proof/advice/NAME.Dockerfile` (repaired by the plan) is built with buildah
 * in a storage of its own under SCRATCH, and both images are measured by the headless `image` command. Needs root, buildah and skopeo.
 * `--pip-index URL` is handed to builds that install from an index.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const words = process.argv.slice(2);
const at = words.indexOf('--pip-index');
const [, pipIndex] = at < 0 ? [] : words.splice(at, 2);
const [corpus, scratch, ...names] = words;
if (scratch === undefined) throw new Error('usage: node tests/proof/advice.mjs CORPUS SCRATCH [NAME …] [--pip-index URL]');
const project = resolve(import.meta.dirname, '../..');
const storage = join(scratch, 'storage');
const run = join(scratch, 'run');
mkdirSync(scratch, { recursive: true });
const noAuth = join(scratch, 'no-auth.json');
writeFileSync(noAuth, '{}');
const env = { ...process.env, REGISTRY_AUTH_FILE: noAuth };
const call = (command, args) => execFileSync(command, args, { env, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'] });
const headless = (...args) => JSON.parse(execFileSync('node', [join(project, 'tests/headless/main.mjs'), ...args], { env, encoding: 'utf8', maxBuffer: 1 << 30 }));
const inStorage = (name) => `containers-storage:[overlay@${storage}+${run}]localhost/${name}`;

for (const [file, name] of [['base-busybox', 'base-busybox:latest'], ['base-debian', 'base-debian:bookworm']]) {
  call('skopeo', ['--insecure-policy', 'copy', '-q', `docker-archive:${join(corpus, 'images', `${file}.docker.tar`)}`, inStorage(name)]);
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
const rows = [];
for (const name of names.length > 0 ? names : ['chown-heavy', 'fat-python', 'node-app']) {
  const context = join(corpus, 'work/ctx', name);
  const image = join(corpus, 'images', `${name}.docker.tar`);
  const before = headless('advise', image, '--dockerfile', join(context, 'Dockerfile'));
  const args = pipIndex === undefined ? [] : ['--build-arg', `PIP_INDEX_URL=${pipIndex}`, '--build-arg', 'PIP_TRUSTED_HOST=127.0.0.1'];
  call('buildah', [
    '--root', storage, '--runroot', run, '--storage-driver', 'overlay', 'build', '--isolation', 'chroot', '--network', 'host', '--pull-never', '--layers',
    '--format', 'docker', ...args, '-t', `localhost/${name}:repaired`, '-f', join(project, 'tests/proof/advice', `${name}.Dockerfile`), context,
  ]);
  const rebuilt = join(scratch, `${name}.tar`);
  if (existsSync(rebuilt)) rmSync(rebuilt);
  call('skopeo', ['--insecure-policy', 'copy', '-q', inStorage(`${name}:repaired`), `docker-archive:${rebuilt}:localhost/${name}:repaired`]);
  const after = headless('image', rebuilt);
  const { now, after: planned } = before.advice;
  const predicted = now.bytes - planned.bytes;
  const real = now.bytes - after.totals.bytes;
  rows.push([name, megabytes(now.bytes), megabytes(predicted), megabytes(real), `${((100 * (predicted - real)) / real).toFixed(1)} %`, megabytes(after.totals.bytes)]);
  console.error(rows.at(-1).join('  '));
}
const head = ['image', 'before, MB', 'predicted saving, MB', 'real saving, MB', 'off by', 'rebuilt, MB'];
console.log([head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n'));
