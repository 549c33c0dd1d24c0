/** Opens bytes the way the page does, builds every report, and checks what must hold whatever the input is. */
import { openArchive } from '../../src/core/archive/open';
import type { Codecs } from '../../src/core/bytes/codec';
import { memorySource } from '../../src/core/bytes/memory-source';
import { analyseImage, type AnalysedImage } from '../../src/core/image/analyse';
import { entriesAt, type RootFs } from '../../src/core/image/root-fs';
import { indexPackages } from '../../src/core/packages/package-index';
import { packagesReport } from '../../src/core/packages/packages-report';
import type { Outcome, Problem } from '../../src/core/problem';
import { buildImageReport } from '../../src/core/report/image-report';
import type { ImageReport } from '../../src/core/report/report';
import { sequentialScanner } from '../headless/host';

/** What came of it: the figures that damage may not change unseen, and how often something was said. */
export interface Examined {
  readonly outcome: 'report' | 'problem';
  readonly text: string;
  readonly figures: string;
  readonly said: number;
}

/** A rule that an input broke. */
export class Broken extends Error {}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Broken(what);
}

/** Images of one archive that are looked at: an index may list thousands. */
const MOST_IMAGES = 3;

/** `chunk` is how many bytes a read gives: nothing may depend on it. */
export async function examine(bytes: Uint8Array, codecs: Codecs, chunk: number): Promise<Examined> {
  const source = memorySource(bytes, 'fuzz.tar', chunk);
  const opened = await openArchive(source, codecs);
  if (!opened.ok) return refused(opened.problem);
  const { archive } = opened.value;
  archive.diagnostics.forEach(checkProblem);
  const texts: string[] = [];
  const figures: string[] = [];
  let said = archive.diagnostics.length;
  for (const [index] of archive.images.entries()) {
    if (index === MOST_IMAGES) break;
    const analysed: Outcome<AnalysedImage> = await analyseImage(opened.value, index, sequentialScanner(source, codecs));
    if (!analysed.ok) {
      checkProblem(analysed.problem);
      texts.push(textOf(analysed.problem));
      said += 1;
      continue;
    }
    const report = buildImageReport(analysed.value);
    checkReport(report);
    checkTree(analysed.value, report);
    const packages = packagesReport(indexPackages(analysed.value.image, analysed.value.fs), analysed.value.fs);
    texts.push(textOf({ report, packages }));
    figures.push(JSON.stringify([report.totals.bytes, report.totals.hiddenBytes, report.totals.files, report.layers.map((layer) => [layer.bytes, layer.entries, layer.hiddenBytes])]));
    said += report.diagnostics.length;
  }
  return { outcome: 'report', text: texts.join('\n'), figures: figures.join('\n'), said };
}

/** Positions in compressed data are interpolated inside a chunk, and how much of a damaged frame is still good hangs on them: these alone may differ. */
function textOf(value: unknown): string {
  const text = JSON.stringify(value, (key, part: unknown) => (/stored|compressedOffset|layerOffset/i.test(key) ? undefined : part));
  return text.replace(/at byte \d+ of the compressed data/g, 'in the compressed data');
}

function refused(problem: Problem): Examined {
  checkProblem(problem);
  return { outcome: 'problem', text: textOf(problem), figures: '', said: 1 };
}

function checkProblem(problem: Problem): void {
  must(/^[a-z0-9]+(-[a-z0-9]+)*$/i.test(problem.kind), `a problem of kind ${JSON.stringify(problem.kind)}`);
  must(problem.message.length > 10 && problem.advice.length > 3, `a problem without words: ${problem.kind}`);
  must(problem.message.length < 5000, `a message of ${problem.message.length} characters: ${problem.kind}`);
  must(!/\bundefined\b|byte NaN|NaN (bytes|entries)|\[object/.test(problem.message), `a message of our innards: ${problem.message}`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function checkReport(report: ImageReport): void {
  const { totals, layers } = report;
  report.diagnostics.forEach(checkProblem);
  const exact = (value: number, what: string): void => must(Number.isSafeInteger(value) && value >= 0, `${what} is ${value}`);
  // Sparse files may claim sizes whose sum no number holds exactly; then only the order of magnitude can be right.
  const huge = layers.some(({ bytes }) => bytes > Number.MAX_SAFE_INTEGER / 64);
  if (!huge) {
    for (const key of ['bytes', 'reachableBytes', 'hiddenBytes', 'files'] as const) exact(totals[key], `totals.${key}`);
    must(totals.bytes === totals.reachableBytes + totals.hiddenBytes, `${totals.bytes} bytes are not ${totals.reachableBytes} reachable and ${totals.hiddenBytes} hidden`);
    must(totals.bytes === sum(layers.map(({ bytes }) => bytes)), 'the layers do not add up to the total');
    must(totals.hiddenBytes === sum(layers.map(({ hiddenBytes }) => hiddenBytes)), 'hidden bytes of the layers do not add up');
    must(totals.hiddenBytes === sum(report.waste.map(({ bytes }) => bytes)), 'the waste list does not add up to the hidden bytes');
    let running = 0;
    for (const { contributedBytes, runningBytes, bytes, hiddenBytes, index, entries } of layers) {
      running += contributedBytes;
      must(running === runningBytes, `the running size of layer ${index} is ${runningBytes}, not ${running}`);
      must(runningBytes >= 0 && hiddenBytes <= bytes, `layer ${index} hides ${hiddenBytes} of ${bytes} bytes and leaves ${runningBytes}`);
      exact(entries, `entries of layer ${index}`);
    }
    must(running === totals.reachableBytes, `the last running size is ${running}, reachable are ${totals.reachableBytes}`);
    for (const { bytes, size, paths } of report.duplicates) must(bytes === size * (paths.length - 1) && paths.length > 1, 'a group of duplicates does not add up');
    must(totals.duplicateBytes === undefined || totals.duplicateBytes <= totals.reachableBytes, 'more duplicates than reachable bytes');
  }
  must(totals.efficiency === null || (totals.efficiency >= 0 && totals.efficiency <= 1), `an efficiency of ${totals.efficiency}`);
  report.waste.forEach(({ bytes, layers: held }, at) => {
    must(bytes > 0 && held.length > 0 && held.every((layer) => layer >= 0 && layer < layers.length), 'waste without bytes or layers');
    must(at === 0 || report.waste[at - 1]!.bytes >= bytes, 'waste out of order');
  });
  const unreadable = layers.filter(({ unreadable: why }) => why !== undefined).length;
  must(unreadable === 0 || report.diagnostics.length > 0, 'layers are unreadable and nothing says so');
}

/** Directories inside one another beyond which the listing is left out. */
const DEEP = 1000;

function deepest({ paths }: RootFs): number {
  const depth = new Int32Array(paths.count);
  let most = 0;
  for (let node = 1; node < paths.count; node += 1) most = Math.max(most, (depth[node] = depth[paths.parentOf(node)]! + 1));
  return most;
}

/** The listing of the root file system: in order, each path once, its files counted. */
function checkTree(analysed: AnalysedImage, report: ImageReport): void {
  // A listing of whole paths grows with the square of the depth, and cannot help it.
  if (analysed.fs.paths.count > DEEP && deepest(analysed.fs) > DEEP) return;
  let files = 0;
  let before = '';
  for (const entry of entriesAt(analysed.fs)) {
    const path = Buffer.from(entry.path).toString('latin1');
    must(path > before, `the listing is out of order at ${JSON.stringify(path.slice(0, 100))}`);
    must(!path.split('/').some((segment) => segment === '' || segment === '.' || segment === '..'), `the listing holds ${JSON.stringify(path.slice(0, 100))}`);
    before = path;
    if (entry.type === 0) files += 1;
  }
  must(files === report.totals.files, `${report.totals.files} files are counted, ${files} listed`);
}
