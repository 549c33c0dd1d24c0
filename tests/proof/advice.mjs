/**
 * `node tests/proof/advice.mjs CORPUS SCRATCH [NAME …] [--pip-index URL]`: what the plan's own patch saves against what it promises.
 *
 * CORPUS is a folder that the corpus script filled: `images/NAME.oci-zstd.tar`, `images/base-*.docker.tar` and contexts in `work/ctx/NAME`.
 * For each NAME the headless `advise --patch` makes one patch of all steps that are in the plan; `git apply` takes it in a copy of the
 * context, buildah builds that in a storage of its own under SCRATCH, and the headless `image` and `tree` commands measure the result:
 * bytes, compressed bytes, and every path of both root file systems (SCRATCH/NAME.differences.txt). Where the image starts a server, both
 * images are started and have to answer the same. Needs root, buildah and skopeo; URL is handed to builds that install with pip.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { answerOf } from './answer-of.mjs';

const words = process.argv.slice(2);
const at = words.indexOf('--pip-index');
const [, pipIndex] = at < 0 ? [] : words.splice(at, 2);
const [corpus, scratch, ...names] = words;
if (scratch === undefined) throw new Error('usage: node tests/proof/advice.mjs CORPUS SCRATCH [NAME …] [--pip-index URL]');
const headlessMain = resolve(import.meta.dirname, '../headless/main.mjs');
mkdirSync(scratch, { recursive: true });
const storage = ['--root', join(scratch, 'storage'), '--runroot', join(scratch, 'run'), '--storage-driver', 'overlay'];
const inStorage = (name) => `containers-storage:[overlay@${join(scratch, 'storage')}+${join(scratch, 'run')}]localhost/${name}`;
const noAuth = join(scratch, 'no-auth.json');
writeFileSync(noAuth, '{}');
const env = { ...process.env, REGISTRY_AUTH_FILE: noAuth, TMPDIR: scratch };
const call = (command, args, more = {}) => execFileSync(command, args, { env, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['pipe', 'pipe', 'pipe'], ...more });
const buildah = (...args) => call('buildah', [...storage, ...args]);
const copyImage = (from, to, ...options) => call('skopeo', ['--insecure-policy', 'copy', '-q', ...options, from, to]);
const headless = (...args) => call('node', [headlessMain, ...args]);
const pipArgs = pipIndex === undefined ? [] : ['--build-arg', `PIP_INDEX_URL=${pipIndex}`, '--build-arg', 'PIP_TRUSTED_HOST=127.0.0.1'];

for (const [file, name] of [['base-busybox', 'base-busybox:latest'], ['base-debian', 'base-debian:bookworm']]) {
  copyImage(`docker-archive:${join(corpus, 'images', `${file}.docker.tar`)}`, inStorage(name));
}

/** The context with the plan's patch applied by git, and the plan's figures. */
function repair(name, image) {
  const source = join(corpus, 'work/ctx', name);
  const plan = JSON.parse(headless('advise', image, '--dockerfile', join(source, 'Dockerfile'), '--context', source, '--patch'));
  const context = join(scratch, 'context', name);
  rmSync(context, { recursive: true, force: true });
  cpSync(source, context, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  writeFileSync(join(scratch, `${name}.patch`), plan.patch);
  if (plan.patch !== '') call('git', ['apply', '-'], { cwd: context, input: plan.patch });
  return { plan, context };
}

/** Paths that one root file system has and the other has not, or has otherwise; times are no difference. */
function compareTrees(name, before, after) {
  const read = (file) => new Map(headless('tree', file, '--sha256').trimEnd().split('\n').map((line) => [JSON.parse(line).path, line]));
  const [old, rebuilt] = [read(before), read(after)];
  const lost = [...old].filter(([path]) => !rebuilt.has(path));
  const added = [...rebuilt].filter(([path]) => !old.has(path));
  const changed = [...rebuilt].filter(([path, line]) => old.has(path) && old.get(path) !== line);
  const list = [...lost.map(([, line]) => `- ${line}`), ...added.map(([, line]) => `+ ${line}`), ...changed.map(([path, line]) => `< ${old.get(path)}\n> ${line}`)];
  writeFileSync(join(scratch, `${name}.differences.txt`), `${list.join('\n')}\n`);
  return { lost: lost.length, added: added.length, changed: changed.length };
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
const off = (predicted, real) => `${((100 * (predicted - real)) / real).toFixed(1)} %`;
const rows = [];
for (const name of names.length > 0 ? names : ['chown-heavy', 'fat-python', 'node-app']) {
  const image = join(corpus, 'images', `${name}.oci-zstd.tar`);
  const { plan, context } = repair(name, image);
  buildah('build', '--isolation', 'chroot', '--network', 'host', '--pull-never', '--layers', '--format', 'docker', ...pipArgs, '-t', `localhost/${name}:repaired`, context);
  const rebuilt = join(scratch, `${name}.tar`);
  rmSync(rebuilt, { force: true });
  copyImage(inStorage(`${name}:repaired`), `oci-archive:${rebuilt}:repaired`, '--format', 'oci', '--dest-compress-format', 'zstd');
  const { layers, totals } = JSON.parse(headless('image', rebuilt));
  const stored = layers.reduce((sum, { storedBytes }) => sum + storedBytes, 0);
  const real = { bytes: plan.now.bytes - totals.bytes, stored: plan.now.storedBytes - stored };
  const { lost, added, changed } = compareTrees(name, image, rebuilt);
  copyImage(`oci-archive:${image}`, inStorage(`${name}:before`));
  const answers = await Promise.all(['before', 'repaired'].map((tag, index) => answerOf(storage, `localhost/${name}:${tag}`, env, 18_080 + index)));
  const steps = [plan.applied, plan.skipped, plan.without].map(({ length }) => length).join(' / ');
  rows.push([
    name, steps, megabytes(plan.now.bytes), megabytes(plan.saved.bytes), megabytes(real.bytes), off(plan.saved.bytes, real.bytes),
    megabytes(plan.saved.storedBytes), megabytes(real.stored), off(plan.saved.storedBytes, real.stored), `${lost} / ${added} / ${changed}`,
    answers[0] === undefined ? 'no server' : answers[0] === answers[1] ? 'the same' : `DIFFERENT: ${answers[1]}`,
  ]);
  console.error([...rows.at(-1), '\n  skipped', ...plan.skipped, '\n  without', ...plan.without].join('  '));
}
const head = [
  'image', 'steps in the patch / skipped / by hand', 'before, MB', 'predicted, MB', 'saved, MB', 'off by', 'predicted zstd', 'saved zstd', 'off by',
  'paths gone / new / changed', 'answer of the program',
];
console.log([head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n'));
