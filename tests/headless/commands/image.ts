/** `image FILE [--image N] [--platform os/arch]`: a report of kind `image`. */
import { buildImageReport } from '../../../src/core/report/image-report';
import { readArguments } from '../arguments';
import { usageProblem, type CommandResult } from '../command';
import { analyse, chooseImage, openImageFile } from '../open-image';

const USAGE = 'image FILE [--image N] [--platform os/arch] [--verify]';

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const args = readArguments(argv, { image: 'string', platform: 'string', verify: 'boolean' }, 1, USAGE);
  if (!args.ok) return args.result;
  const { value } = args;
  const wanted = value.number('image');
  if (Number.isNaN(wanted)) return usageProblem('--image takes a number from 0.', USAGE);
  const options = value.flag('verify') ? { verify: true } : {};
  const file = await openImageFile(value.positionals[0]!, options);
  if (!file.ok) return { kind: 'problem', problem: file.problem };
  try {
    const image = chooseImage(file.value, wanted, value.text('platform'));
    if (!image.ok) return { kind: 'problem', problem: image.problem };
    const analysed = await analyse(file.value, image.value, options);
    if (!analysed.ok) return { kind: 'problem', problem: analysed.problem };
    return { kind: 'json', value: buildImageReport(analysed.value) };
  } finally {
    await file.value.close();
  }
}
