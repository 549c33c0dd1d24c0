/** `image FILE [--image N] [--platform os/arch]`: a report of kind `image`. */
import { buildImageReport } from '../../../src/core/report/image-report';
import { readArguments } from '../arguments';
import { usageProblem, type CommandResult } from '../command';
import { withImage } from '../open-image';

const USAGE = 'image FILE [--image N] [--platform os/arch] [--verify]';

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const args = readArguments(argv, { image: 'string', platform: 'string', verify: 'boolean' }, 1, USAGE);
  if (!args.ok) return args.result;
  const { value } = args;
  const wanted = value.number('image');
  if (Number.isNaN(wanted)) return usageProblem('--image takes a number from 0.', USAGE);
  const options = value.flag('verify') ? { verify: true } : {};
  return withImage(value.positionals[0]!, { image: wanted, platform: value.text('platform') }, (analysed) => ({ kind: 'json', value: buildImageReport(analysed) }), options);
}
