/** `npm run proof:squash -- PATH …`: squashes images in many ranges and proves by two readers that nothing but the layers changed. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { AnalysedImage } from '../../src/core/image/analyse';
import { entriesAt } from '../../src/core/image/root-fs';
import { planSquash } from '../../src/core/squash/plan';
import { rangeProblem } from '../../src/core/squash/range';
import { writeSquashed } from '../../src/core/squash/write';
import type { ByteSink } from '../../src/core/writer/byte-sink';
import { run as tree } from '../headless/commands/tree';
import { openFileSink } from '../headless/file-sink';
import { createNodeSha256 } from '../headless/node-sha256';
import { analyse, contentOf, openImageFile, type OpenImageFile } from '../headless/open-image';
import { DigestingSink } from './digesting-sink';
import { rowsWithTop } from './top-layer';
import { output, unpacked } from './umoci';

/** Beyond these, umoci and the outer ranges would take minutes an image. */
const UMOCI_RANGES = 4;

interface Figures {
  images: number;
  refused: number;
  ranges: number;
  umoci: number;
  umociRefused: number;
  umociDiffers: number;
  readonly failures: string[];
}

const scratch = await mkdtemp(join(tmpdir(), 'plimsoll-proof-'));
const figures: Figures = { images: 0, refused: 0, ranges: 0, umoci: 0, umociRefused: 0, umociDiffers: 0, failures: [] };
try {
  for (const path of process.argv.slice(2)) for (const file of await filesOf(path)) await proveFile(file);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
for (const failure of figures.failures) process.stdout.write(`FAIL ${failure}\n`);
process.stdout.write(
  `${figures.images} images, ${figures.ranges} ranges written and read again; by umoci too: ${figures.umoci} (it refuses ${figures.umociRefused} originals, and sees other paths than we in ${figures.umociDiffers}); ` +
  `${figures.refused} images with fewer than two whole layers, refused as they should be; ${figures.failures.length} failures\n`,
);
process.exitCode = figures.failures.length === 0 ? 0 : 1;

/** A folder's archives; the archives that the `mktar.py` beside a `scenarios.json` makes of it; or the file itself. */
async function filesOf(path: string): Promise<string[]> {
  let folder = path;
  if (path.endsWith('.json')) {
    folder = await mkdtemp(join(scratch, 'scenarios-'));
    if ((await output('python3', join(dirname(path), 'mktar.py'), path, folder)) === undefined) throw new Error(`mktar.py beside ${path} failed`);
  } else if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(folder);
  return names.filter((name) => /\.tar(\.(gz|zst|xz|bz2))?$/.test(name)).sort().map((name) => join(folder, name));
}

async function proveFile(path: string): Promise<void> {
  const file = await openImageFile(path);
  if (!file.ok) return;
  try {
    for (const [index, image] of file.value.archive.images.entries()) {
      if (!image.present) continue;
      const analysed = await analyse(file.value, index);
      if (analysed.ok) await proveImage(path, file.value, analysed.value);
    }
  } finally {
    await file.value.close();
  }
}

async function proveImage(path: string, file: OpenImageFile, analysed: AnalysedImage): Promise<void> {
  const name = `${basename(path)} image ${analysed.imageIndex}`;
  const plan = planSquash(analysed);
  figures.images += 1;
  if (plan.ranges.length === 0) {
    if (rangeProblem(analysed, { from: 0, to: analysed.image.layers.length - 1 }) === undefined) figures.failures.push(`${name}: no ranges, and no reason`);
    figures.refused += 1;
    return;
  }
  const before = await rows(path, analysed.imageIndex);
  const top = rowsWithTop(analysed, analysed);
  const reference = await referenceOf(path, analysed);
  for (const [index, { from, to, savedBytes }] of chosen(plan.ranges, analysed.image.layers.length).entries()) {
    const label = `${name}, layers ${from} to ${to}`;
    const expect = (what: string, holds: boolean): void => void (holds || figures.failures.push(`${label}: ${what}`));
    const out = join(scratch, 'out.tar');
    const layout = index % 2 === 0 ? 'oci' : 'docker';
    const first = new DigestingSink(await openFileSink(out));
    const second = new DigestingSink();
    const write = (sink: ByteSink) => writeSquashed(analysed, contentOf(file), { from, to }, { layout, createDigester: createNodeSha256 }, sink, file.codecs);
    const result = await write(first);
    if (!result.ok) {
      figures.failures.push(`${label}: ${result.problem.kind} ${result.problem.message}`);
      continue;
    }
    await write(second);
    figures.ranges += 1;
    expect('written twice, the bytes differ', first.digest === second.digest);
    expect('predicted bytes', savedBytes === result.value.savedBytes && result.value.archiveBytes === (await stat(out)).size);
    const after = await openImageFile(out);
    if (!after.ok) {
      figures.failures.push(`${label}: ${after.problem.message}`);
      continue;
    }
    const again = await analyse(after.value, 0, { verify: true });
    if (again.ok) {
      const { layers } = again.value.image;
      expect('number of layers', layers.length === result.value.layersAfter);
      expect('bytes of layers', layers.reduce((sum, layer) => sum + layer.tarBytes, 0) === result.value.bytesAfter);
      expect('digests', !again.value.diagnostics.some(({ kind }) => /mismatch/.test(kind) && kind !== 'history-mismatch' && kind !== 'platform-mismatch'));
      expect('a layer on top', same(rowsWithTop(again.value, analysed), top));
      for (const layer of analysed.image.layers) {
        if (layer.index >= from && layer.index <= to) continue;
        const other = layers[layer.index < from ? layer.index : layer.index - (to - from)]!;
        expect(`blob of layer ${layer.index}`, (await blobDigest(file, layer.location!)) === (await blobDigest(after.value, other.location!)));
      }
    } else figures.failures.push(`${label}: ${again.problem.message}`);
    await after.value.close();
    const difference = firstDifference(before, await rows(out, 0));
    expect(`own reader: ${difference ?? ''}`, difference === undefined);
    expect('skopeo inspect', (await output('skopeo', 'inspect', `docker-archive:${out}`)) !== undefined || (await output('skopeo', '--version')) === undefined);
    // Several tags are several descriptors, of which skopeo wants one named.
    if (layout === 'oci' && analysed.image.tags.length < 2) expect('skopeo inspect oci-archive', (await output('skopeo', 'inspect', `oci-archive:${out}`)) !== undefined || (await output('skopeo', '--version')) === undefined);
    if (reference !== undefined && index < UMOCI_RANGES) await proveByUmoci(label, out, layout, analysed, from, reference);
    await rm(out, { force: true });
  }
}

/** The original as umoci sees it, if it reads it as we do: where the two differ on the original, they will on its copy. */
async function referenceOf(path: string, analysed: AnalysedImage): Promise<Map<string, string> | undefined> {
  const tags = analysed.archive.images.length === 1 ? [''] : analysed.image.tags.map((tag) => `:${tag}`);
  let seen: Map<string, string> | undefined;
  for (const tag of tags) seen ??= (await unpacked(`docker-archive:${path}${tag}`, scratch)) ?? (await unpacked(`oci-archive:${path}${tag}`, scratch));
  if (seen === undefined) {
    figures.umociRefused += 1;
    return undefined;
  }
  const ours = Array.from(entriesAt(analysed.fs), (entry) => Buffer.from(entry.path).toString('latin1'));
  if (same(ours, [...seen.keys()])) return seen;
  figures.umociDiffers += 1;
  return undefined;
}

async function proveByUmoci(label: string, out: string, layout: string, analysed: AnalysedImage, from: number, reference: Map<string, string>): Promise<void> {
  const seen = await unpacked(`${layout === 'oci' && analysed.image.tags.length < 2 ? 'oci' : 'docker'}-archive:${out}`, scratch);
  figures.umoci += 1;
  if (seen === undefined) {
    figures.failures.push(`${label}: umoci refuses the squashed image`);
    return;
  }
  const implied = impliedDirectories(analysed);
  const copied = copiedNames(analysed, from);
  // Nobody states the time of a directory that no layer lists; and a link into a lower layer becomes a copy.
  const comparable = (map: Map<string, string>): string[] => [...map].map(([path, row]) =>
    `${path} ${(copied.has(path) ? row.replace(/ inode=.*?(?= mtime)/, '') : row).replace(implied.has(path) ? / mtime=.*/ : /$/, '')}`);
  const difference = firstDifference(comparable(reference), comparable(seen));
  if (difference !== undefined) figures.failures.push(`${label}: umoci: ${difference}`);
}

function impliedDirectories({ fs }: AnalysedImage): Set<string> {
  const paths = new Set<string>();
  for (let version = 0; version < fs.versions; version += 1) {
    if (fs.row[version]! < 0) paths.add(Buffer.from(fs.paths.pathOf(fs.node[version]!)).toString('latin1'));
  }
  return paths;
}

/** Names of files that a lower layer stores and a layer from `from` on links to. */
function copiedNames({ fs }: AnalysedImage, from: number): Set<string> {
  const paths = new Set<string>();
  for (const names of fs.linkGroups.values()) {
    if (!names.some((version) => fs.born[version]! < from)) continue;
    for (const version of names) paths.add(Buffer.from(fs.paths.pathOf(fs.node[version]!)).toString('latin1'));
  }
  return paths;
}

/** All ranges of a small image; of others all layers, all but one at either end, and some from the middle. */
function chosen<Range extends { readonly from: number; readonly to: number }>(ranges: readonly Range[], count: number): Range[] {
  if (ranges.length <= 6) return [...ranges];
  const third = Math.floor(count / 3);
  const wanted = [[0, count - 1], [1, count - 1], [0, count - 2], [third, 2 * third], [1, 2], [count - 3, count - 2], [third, third + 1]];
  return [...new Set(wanted.flatMap(([from, to]) => ranges.filter((range) => range.from === from && range.to === to)))];
}

async function rows(path: string, image: number): Promise<string[]> {
  const result = await tree([path, '--sha256', '--image', String(image)]);
  if (result.kind !== 'ndjson') throw new Error(`${path} cannot be listed`);
  const found: string[] = [];
  for await (const row of result.rows) found.push(JSON.stringify(row));
  return found;
}

function firstDifference(before: readonly string[], after: readonly string[]): string | undefined {
  const old = new Set(before);
  const fresh = new Set(after);
  const gone = before.filter((row) => !fresh.has(row));
  const come = after.filter((row) => !old.has(row));
  return gone.length + come.length === 0 ? undefined : `${gone.length} rows gone, ${come.length} new: ${gone[0] ?? ''} -> ${come[0] ?? ''}`;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return firstDifference(a, b) === undefined;
}

async function blobDigest(file: OpenImageFile, { offset, size }: { readonly offset: number; readonly size: number }): Promise<string> {
  const hash = createHash('sha256');
  const stream = contentOf(file).stream(offset, offset + size);
  for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) hash.update(chunk);
  await stream.cancel();
  return hash.digest('hex');
}
