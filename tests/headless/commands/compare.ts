/** `compare BEFORE AFTER`: a report of kind `comparison`. Either side may be an image, a list of files, or mint's creport.json. */
import { readFile } from 'node:fs/promises';
import { compareImages, type Comparison } from '../../../src/core/compare/compare-images';
import { comparisonReport } from '../../../src/core/compare/comparison-report';
import { sideOfFile, sideOfImage, type Side } from '../../../src/core/compare/side';
import { failure, success, type Outcome } from '../../../src/core/problem';
import { readArguments, type Arguments } from '../arguments';
import { usageProblem, type CommandResult } from '../command';
import { sequentialScanner } from '../host';
import { analyse, chooseImage, contentOf, openImageFile, type OpenImageFile } from '../open-image';

const USAGE = 'compare BEFORE AFTER [--platform os/arch] [--times] [--no-evidence]';
/** No list of files is larger; an image that cannot be opened keeps its own problem. */
const MAX_LIST = 256 * 1024 * 1024;

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const args = readArguments(argv, { platform: 'string', times: 'boolean', 'no-evidence': 'boolean' }, 2, USAGE);
  if (!args.ok) return args.result;
  const { value } = args;
  const [before = '', after = ''] = value.positionals;
  if (value.text('platform') === '') return usageProblem('--platform takes os/arch.', USAGE);
  const compared = await compareFiles(before, after, value);
  return compared.ok ? { kind: 'json', value: comparisonReport(compared.value) } : { kind: 'problem', problem: compared.problem };
}

async function compareFiles(before: string, after: string, args: Arguments): Promise<Outcome<Comparison>> {
  const open: OpenImageFile[] = [];
  try {
    const sides: Side[] = [];
    for (const path of [before, after]) {
      const side = await openSide(path, args.text('platform'), open);
      if (!side.ok) return side;
      sides.push(side.value);
    }
    return await compareImages(sides[0]!, sides[1]!, { times: args.flag('times'), evidence: !args.flag('no-evidence') });
  } finally {
    for (const file of open) await file.close();
  }
}

async function openSide(path: string, platform: string | undefined, open: OpenImageFile[]): Promise<Outcome<Side>> {
  const file = await openImageFile(path);
  if (!file.ok) {
    const list = file.problem.kind === 'file-unreadable' ? undefined : await readList(path);
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
  const content = await readFile(path);
  if (content.length > MAX_LIST || content.subarray(0, 4096).some((byte) => byte < 9 || (byte > 13 && byte < 32))) return undefined;
  return sideOfFile(path, content);
}
