/** `squash FILE --from I --to J [--out OUT.tar]` and `squash FILE --plan`. */
import { predictSquash, writeSquashed, type SquashOptions } from '../../../src/core/squash/write';
import { planReport } from '../../../src/core/squash/plan-report';
import type { AnalysedImage } from '../../../src/core/image/analyse';
import type { Outcome } from '../../../src/core/problem';
import { readArguments, type Arguments } from '../arguments';
import { usageProblem, type CommandResult } from '../command';
import { outputFile } from '../file-sink';
import { createNodeSha256 } from '../node-sha256';
import { contentOf, withImage, type OpenImageFile } from '../open-image';

const USAGE = 'squash FILE (--from I --to J [--out OUT.tar] [--format docker|oci] [--gzip] [--tag NAME:TAG] | --plan) [--image N] [--platform os/arch]';
const OPTIONS = {
  from: 'string', to: 'string', out: 'string', format: 'string', gzip: 'boolean', tag: 'string', plan: 'boolean', image: 'string', platform: 'string',
} as const;

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const args = readArguments(argv, OPTIONS, 1, USAGE);
  if (!args.ok) return args.result;
  const { value } = args;
  const [wanted, from, to, format] = [value.number('image'), value.number('from'), value.number('to'), value.text('format')];
  const plan = value.flag('plan');
  if (Number.isNaN(wanted)) return usageProblem('--image takes a number from 0.', USAGE);
  if (!plan && (from === undefined || to === undefined || Number.isNaN(from + to))) return usageProblem('--from and --to take numbers of layers, from 0.', USAGE);
  if (format !== undefined && format !== 'docker' && format !== 'oci') return usageProblem('--format is docker or oci.', USAGE);
  return withImage(value.positionals[0]!, { image: wanted, platform: value.text('platform') }, async (analysed, file) => {
    if (plan) return { kind: 'json', value: planReport(analysed) };
    const result = await squash(file, analysed, { from: from!, to: to! }, value);
    return result.ok ? { kind: 'json', value: result.value } : { kind: 'problem', problem: result.problem };
  });
}

async function squash(file: OpenImageFile, analysed: AnalysedImage, range: { from: number; to: number }, args: Arguments): Promise<Outcome<unknown>> {
  const out = args.text('out');
  if (out === undefined) return predictSquash(analysed, range);
  const tag = args.text('tag');
  const options: SquashOptions = {
    layout: args.text('format') === 'docker' ? 'docker' : 'oci', gzip: args.flag('gzip'), createDigester: createNodeSha256, ...(tag === undefined ? {} : { tags: [tag] }),
  };
  const sink = await outputFile(out);
  if (!sink.ok) return sink;
  return writeSquashed(analysed, contentOf(file), range, options, sink.value, file.codecs);
}
