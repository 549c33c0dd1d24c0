/** Proves of one image that squashing changes nothing but its layers: by our own reader, by skopeo, and by umoci. */
import { createHash } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnalysedImage } from '../../src/core/image/analyse';
import { planSquash } from '../../src/core/squash/plan';
import { rangeProblem, type LayerRange } from '../../src/core/squash/range';
import { writeSquashed, type SquashResult } from '../../src/core/squash/write';
import type { ByteSink } from '../../src/core/writer/byte-sink';
import { openFileSink } from '../headless/file-sink';
import { createNodeSha256 } from '../headless/node-sha256';
import { analyse, contentOf, openImageFile, type OpenImageFile } from '../headless/open-image';
import { DigestingSink } from './digesting-sink';
import { contentRows, firstDifference, ownRows, same } from './own-rows';
import { rowsWithTop } from './top-layer';
import { output } from './umoci';
import { copiedNames, referenceOf, umociDifference } from './umoci-reference';

/** Images of this many bytes are unpacked after each range, whatever was asked for. */
const SMALL = 1 << 20;

/** What was proved of one image. */
export interface Proof {
  /** Ranges written and read again, and how many of them by umoci too. */
  readonly ranges: number;
  readonly umoci: number;
  /** Why umoci compared nothing: it cannot read the image itself, or sees other paths in it than we do. */
  readonly umociUnfit?: 'refuses' | 'differs';
  /** The image has no range, and we say why. */
  readonly refused: boolean;
  readonly failures: readonly string[];
}

export interface ProofOptions {
  /** A folder for what is written meanwhile. */
  readonly scratch: string;
  /** Only these, instead of those that the number of layers suggests. */
  readonly ranges: readonly LayerRange[] | undefined;
  /** At most so many of those that the number of layers suggests. */
  readonly most: number;
  /** Of how many ranges umoci unpacks the result too, which takes minutes with a large image. */
  readonly umociRanges: number;
  readonly say: (line: string) => void;
}

export async function proveImage(path: string, file: OpenImageFile, analysed: AnalysedImage, { scratch, ranges, most, umociRanges, say }: ProofOptions): Promise<Proof> {
  const plan = planSquash(analysed).ranges;
  const count = analysed.image.layers.length;
  if (plan.length === 0) {
    const problem = rangeProblem(analysed, { from: 0, to: count - 1 });
    say(`  ${count} layers, nothing to squash`);
    return { ranges: 0, umoci: 0, refused: true, failures: problem === undefined ? ['no ranges, and no reason'] : [] };
  }
  const chosen = ranges === undefined ? chosenOf(plan, count).slice(0, most) : plan.filter((range) => ranges.some(({ from, to }) => range.from === from && range.to === to));
  say(`  ${count} layers, ${chosen.length} of ${plan.length} ranges`);
  const before = { content: await contentRows(path, analysed.imageIndex), top: rowsWithTop(analysed, analysed) };
  const reference = umociRanges === 0 ? undefined : await referenceOf(path, analysed, scratch);
  if (typeof reference === 'string') say(`  umoci ${reference === 'refuses' ? 'refuses the original' : 'sees other paths in the original than we'}: own reader only`);
  const failures: string[] = [];
  const out = join(scratch, 'out.tar');
  let [written, umoci] = [0, 0];
  for (const [index, range] of chosen.entries()) {
    const begun = performance.now();
    const wrong: string[] = [];
    const byUmoci = typeof reference === 'object' && (index < umociRanges || file.source.size < SMALL);
    const layout = index % 2 === 0 ? 'oci' : 'docker';
    const result = await writeTwice(file, analysed, range, layout, out, wrong);
    // The image is broken elsewhere, so that nobody could load what would be written.
    const brokenElsewhere = result === undefined && wrong[0]?.startsWith('layer-damaged') === true;
    if (brokenElsewhere) wrong.length = 0;
    if (result !== undefined) {
      written += 1;
      if (range.savedBytes !== result.savedBytes || result.archiveBytes !== (await stat(out)).size) wrong.push('predicted bytes');
      wrong.push(...await readAgain(out, file, analysed, range, result, before), ...await refusals(out, layout, analysed));
      if (byUmoci) {
        umoci += 1;
        wrong.push(...await umociDifference(out, layout, analysed, range.from, reference, scratch));
      }
    }
    await rm(out, { force: true });
    const label = `layers ${range.from} to ${range.to}`;
    failures.push(...wrong.map((what) => `${label}: ${what}`));
    say(`  ${label}: ${brokenElsewhere ? 'refused: a layer outside is damaged' : wrong.length === 0 ? 'the same' : `FAIL ${wrong.join('; ')}`}${byUmoci ? ', umoci too' : ''} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  }
  return { ranges: written, umoci, ...(typeof reference === 'string' && { umociUnfit: reference }), refused: false, failures };
}

/** All ranges of a small image; of others all layers, all but one at either end, and some from the middle. */
function chosenOf<Range extends LayerRange>(ranges: readonly Range[], count: number): Range[] {
  if (ranges.length <= 6) return [...ranges];
  const third = Math.floor(count / 3);
  const wanted = [[0, count - 1], [1, count - 1], [0, count - 2], [third, 2 * third], [1, 2], [count - 3, count - 2], [third, third + 1]];
  return [...new Set(wanted.flatMap(([from, to]) => ranges.filter((range) => range.from === from && range.to === to)))];
}

/** To the file, and once more to nowhere: the bytes must be the same. */
async function writeTwice(
  file: OpenImageFile, analysed: AnalysedImage, range: LayerRange, layout: 'oci' | 'docker', out: string, wrong: string[],
): Promise<SquashResult | undefined> {
  const write = (sink: ByteSink) => writeSquashed(analysed, contentOf(file), range, { layout, createDigester: createNodeSha256 }, sink, file.codecs);
  const first = new DigestingSink(await openFileSink(out));
  const result = await write(first);
  if (!result.ok) {
    wrong.push(`${result.problem.kind} ${result.problem.message}`);
    return undefined;
  }
  const second = new DigestingSink();
  await write(second);
  if (first.digest !== second.digest) wrong.push('written twice, the bytes differ');
  return result.value;
}

interface Before {
  readonly content: readonly string[];
  readonly top: readonly string[];
}

/** What our own reader finds different in the written image. */
async function readAgain(out: string, file: OpenImageFile, analysed: AnalysedImage, { from, to }: LayerRange, result: SquashResult, before: Before): Promise<string[]> {
  const wrong: string[] = [];
  const expect = (what: string, holds: boolean): void => void (holds || wrong.push(what));
  const after = await openImageFile(out);
  if (!after.ok) return [after.problem.message];
  try {
    const again = await analyse(after.value, 0, { verify: true });
    if (!again.ok) return [again.problem.message];
    const { layers } = again.value.image;
    expect('number of layers', layers.length === result.layersAfter);
    expect('bytes of layers', layers.reduce((sum, layer) => sum + layer.tarBytes, 0) === result.bytesAfter);
    expect('digests', !again.value.diagnostics.some(({ kind }) => /mismatch/.test(kind) && kind !== 'history-mismatch' && kind !== 'platform-mismatch'));
    expect('a layer on top', same(rowsWithTop(again.value, analysed), before.top));
    // A link into a lower layer becomes a copy.
    const apart = copiedNames(analysed, from);
    const difference = firstDifference(ownRows(analysed, apart), ownRows(again.value, apart));
    expect(`attributes: ${difference ?? ''}`, difference === undefined);
    for (const layer of analysed.image.layers) {
      if (layer.index >= from && layer.index <= to) continue;
      const other = layers[layer.index < from ? layer.index : layer.index - (to - from)]!;
      expect(`blob of layer ${layer.index}`, (await blobDigest(file, layer.location!)) === (await blobDigest(after.value, other.location!)));
    }
  } finally {
    await after.value.close();
  }
  const difference = firstDifference(before.content, await contentRows(out, 0));
  expect(`own reader: ${difference ?? ''}`, difference === undefined);
  return wrong;
}

/** The ways of reading it by which skopeo, where there is one, cannot. */
async function refusals(out: string, layout: 'oci' | 'docker', analysed: AnalysedImage): Promise<string[]> {
  if ((await output('skopeo', '--version')) === undefined) return [];
  // Several tags are several descriptors, of which skopeo wants one named.
  const transports = ['docker-archive', ...(layout === 'oci' && analysed.image.tags.length < 2 ? ['oci-archive'] : [])];
  const refused: string[] = [];
  for (const transport of transports) if ((await output('skopeo', 'inspect', `${transport}:${out}`)) === undefined) refused.push(`skopeo inspect ${transport}`);
  return refused;
}

async function blobDigest(file: OpenImageFile, { offset, size }: { readonly offset: number; readonly size: number }): Promise<string> {
  const hash = createHash('sha256');
  const stream = contentOf(file).stream(offset, offset + size);
  for (let chunk = await stream.next(); chunk !== undefined; chunk = await stream.next()) hash.update(chunk);
  await stream.cancel();
  return hash.digest('hex');
}
