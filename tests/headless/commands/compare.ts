/** `compare BEFORE AFTER`: a report of kind `comparison`; with `--repair`, also the second image with the first tier (or both) restored. */
import { compareImages, type Comparison } from '../../../src/core/compare/compare-images';
import { comparisonReport } from '../../../src/core/compare/comparison-report';
import type { ConcernRow } from '../../../src/core/compare/concerns';
import { isTickedAtFirst, tickedPaths } from '../../../src/core/compare/default-ticks';
import { writeRepaired, type RepairResult, type RepairSide } from '../../../src/core/compare/repair';
import { sideOfFile, sideOfImage, type Side } from '../../../src/core/compare/side';
import { failure, success, type Outcome } from '../../../src/core/problem';
import { readArguments } from '../arguments';
import { usageProblem, type CommandResult } from '../command';
import { outputFile } from '../file-sink';
import { sequentialScanner } from '../host';
import { readInput } from '../input-file';
import { createNodeSha256 } from '../node-sha256';
import { analyse, chooseImage, contentOf, openImageFile, type OpenImageFile } from '../open-image';

const USAGE = 'compare BEFORE AFTER [--platform os/arch] [--times] [--no-evidence] [--repair OUT.tar [--tiers 1|2]]';
/** No list of files is larger; an image that cannot be opened keeps its own problem. */
const MAX_LIST = 256 * 1024 * 1024;
/** Of what cannot be opened as an image, these are no lists of files either. */
const NO_LISTS: ReadonlySet<string> = new Set(['file-unreadable', 'no-image', 'input-dockerfile', 'input-empty']);

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const args = readArguments(argv, { platform: 'string', times: 'boolean', 'no-evidence': 'boolean', repair: 'string', tiers: 'string' }, 2, USAGE);
  if (!args.ok) return args.result;
  const { value } = args;
  const tiers = value.number('tiers');
  if (tiers !== undefined && tiers !== 1 && tiers !== 2) return usageProblem('--tiers is 1 or 2.', USAGE);
  const open: OpenImageFile[] = [];
  try {
    const sides: Side[] = [];
    for (const path of value.positionals) {
      const side = await openSide(path, value.text('platform'), open);
      if (!side.ok) return { kind: 'problem', problem: side.problem };
      sides.push(side.value);
    }
    const compared = await compareImages(sides[0]!, sides[1]!, { times: value.flag('times'), evidence: !value.flag('no-evidence') });
    if (!compared.ok) return { kind: 'problem', problem: compared.problem };
    const ticked = (row: ConcernRow): boolean => (tiers === undefined ? isTickedAtFirst(row) : !row.drift && row.tier <= tiers);
    const report = comparisonReport(compared.value, ticked);
    const out = value.text('repair');
    if (out === undefined) return { kind: 'json', value: report };
    const repaired = await repair(compared.value, sides, open, out, ticked);
    return repaired.ok ? { kind: 'json', value: { ...report, repaired: repaired.value } } : { kind: 'problem', problem: repaired.problem };
  } finally {
    for (const file of open) await file.close();
  }
}

async function repair(comparison: Comparison, sides: readonly Side[], open: readonly OpenImageFile[], out: string, ticked: (row: ConcernRow) => boolean): Promise<Outcome<RepairResult>> {
  const images: RepairSide[] = [];
  for (const [index, side] of sides.entries()) {
    const file = open[index];
    if (side.kind !== 'image' || file === undefined || sides.some(({ kind }) => kind !== 'image')) {
      return failure({ kind: 'no-content', message: 'A list of files holds no content to restore from, or no image to restore into.', advice: 'Give two images.' });
    }
    images.push({ analysed: side.analysed, source: contentOf(file), codecs: await file.codecs.fork() });
  }
  const sink = await outputFile(out);
  if (!sink.ok) return sink;
  return writeRepaired(images[0]!, images[1]!, tickedPaths(comparison.concerns, ticked), { createDigester: createNodeSha256 }, sink.value);
}

async function openSide(path: string, platform: string | undefined, open: OpenImageFile[]): Promise<Outcome<Side>> {
  const file = await openImageFile(path);
  if (!file.ok) {
    const list = NO_LISTS.has(file.problem.kind) ? undefined : await readList(path);
    return list !== undefined && (list.ok || list.problem.kind !== 'no-file-list' || path.endsWith('.json')) ? list : failure(file.problem);
  }
  open.push(file.value);
  const image = chooseImage(file.value, undefined, platform);
  if (!image.ok) return image;
  const analysed = await analyse(file.value, image.value);
  if (!analysed.ok) return analysed;
  // A stream of its own: the content of a compressed file is read with the file's codecs.
  return success(sideOfImage(analysed.value, sequentialScanner(contentOf(file.value), await file.value.codecs.fork())));
}

/** Text without control characters may be a list; anything else is what opening it said. */
async function readList(path: string): Promise<Outcome<Side> | undefined> {
  const read = await readInput(path);
  if (!read.ok) return read;
  const content = read.value;
  if (content.length > MAX_LIST || content.subarray(0, 4096).some((byte) => byte < 9 || (byte > 13 && byte < 32))) return undefined;
  return sideOfFile(path, content);
}
