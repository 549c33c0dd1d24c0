/** `npm run proof:squash -- [--ranges 0-3,1-2] [--most N] [--umoci N] [--record FILE] PATH …`: squashes images in many ranges and proves that nothing but the layers changed. */
import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { LayerRange } from '../../src/core/squash/range';
import { analyse, openImageFile } from '../headless/open-image';
import { proveImage, type Proof } from './squash-image';
import { output } from './umoci';

const words = process.argv.slice(2);
const option = (name: string): string | undefined => {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words.splice(at, 2)[1];
};
const ranges = rangesOf(option('--ranges'));
const most = Number(option('--most') ?? 7);
const umociRanges = Number(option('--umoci') ?? 4);
const record = option('--record');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** One image that is done, as the record has it, a line each. */
interface Done extends Proof {
  readonly name: string;
}

const proved = new Map((await recorded()).map((done) => [done.name, done]));
const done: Done[] = [];
const scratch = await mkdtemp(join(tmpdir(), 'plimsoll-proof-'));
try {
  for (const path of words) for (const [file, name] of await filesOf(resolve(path))) await proveFile(file, name);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
const failures = done.flatMap(({ name, failures: found }) => found.map((failure) => `${name}: ${failure}`));
for (const failure of failures) say(`FAIL ${failure}`);
const sum = (of: (proof: Proof) => number): number => done.reduce((total, proof) => total + of(proof), 0);
say(
  `${done.length} images, ${sum((proof) => proof.ranges)} ranges written and read again; by umoci too: ${sum((proof) => proof.umoci)} ` +
  `(it refuses ${sum((proof) => Number(proof.umociUnfit === 'refuses'))} originals, and sees other paths than we in ${sum((proof) => Number(proof.umociUnfit === 'differs'))}); ` +
  `${sum((proof) => Number(proof.refused))} images with fewer than two whole layers, refused as they should be; ${failures.length} failures`,
);
process.exitCode = failures.length === 0 && done.length > 0 ? 0 : 1;

function rangesOf(text: string | undefined): LayerRange[] | undefined {
  return text?.split(',').map((range) => {
    const [, from, to] = /^(\d+)-(\d+)$/.exec(range) ?? [];
    if (from === undefined || to === undefined) throw new Error(`--ranges takes ranges as 0-3,1-2; not ${range}`);
    return { from: Number(from), to: Number(to) };
  });
}

async function recorded(): Promise<Done[]> {
  const text = record === undefined ? '' : await readFile(record, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Done);
}

/** A folder's archives; the archives that the `mktar.py` beside a `scenarios.json` makes of it; or the file itself. With the name of each in the record. */
async function filesOf(path: string): Promise<(readonly [path: string, name: string])[]> {
  let folder = path;
  if (path.endsWith('.json')) {
    folder = await mkdtemp(join(scratch, 'scenarios-'));
    if ((await output('python3', join(dirname(path), 'mktar.py'), path, folder)) === undefined) throw new Error(`mktar.py beside ${path} failed`);
  } else if (!(await stat(path)).isDirectory()) return [[path, path]];
  const names = await readdir(folder);
  return names.filter((name) => /\.tar(\.(gz|zst|xz|bz2))?$/.test(name)).sort().map((name) => [join(folder, name), join(path, name)]);
}

async function proveFile(path: string, fileName: string): Promise<void> {
  const file = await openImageFile(path);
  if (!file.ok) {
    say(`${fileName}: ${file.problem.message}`);
    return;
  }
  try {
    for (const [index, image] of file.value.archive.images.entries()) {
      const name = `${fileName} image ${index}`;
      if (!image.present) {
        say(`${name}: not in the file`);
        continue;
      }
      const before = proved.get(name);
      if (before !== undefined) {
        say(`${name}: done before, ${before.ranges} ranges, ${before.failures.length} failures`);
        done.push(before);
        continue;
      }
      say(name);
      const analysed = await analyse(file.value, index);
      if (!analysed.ok) {
        say(`  ${analysed.problem.message}`);
        continue;
      }
      const proof = { name, ...await proveImage(path, file.value, analysed.value, { scratch, ranges, most, umociRanges, say }) };
      done.push(proof);
      if (record !== undefined) await appendFile(record, `${JSON.stringify(proof)}\n`);
    }
  } finally {
    await file.value.close();
  }
}
