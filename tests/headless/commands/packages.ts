/** `packages FILE [--image N] [--platform os/arch]`: bytes per package and per kind of dead weight. Not in the contract; for checks. */
import { indexPackages } from '../../../src/core/packages/package-index';
import { packagesReport } from '../../../src/core/packages/packages-report';
import { readArguments } from '../arguments';
import { usageProblem, type CommandResult } from '../command';
import { analyse, chooseImage, openImageFile } from '../open-image';

const USAGE = 'packages FILE [--image N] [--platform os/arch]';

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const args = readArguments(argv, { image: 'string', platform: 'string' }, 1, USAGE);
  if (!args.ok) return args.result;
  const { value } = args;
  const wanted = value.number('image');
  if (Number.isNaN(wanted)) return usageProblem('--image takes a number from 0.', USAGE);
  const file = await openImageFile(value.positionals[0]!);
  if (!file.ok) return { kind: 'problem', problem: file.problem };
  try {
    const image = chooseImage(file.value, wanted, value.text('platform'));
    if (!image.ok) return { kind: 'problem', problem: image.problem };
    const analysed = await analyse(file.value, image.value);
    if (!analysed.ok) return { kind: 'problem', problem: analysed.problem };
    const { fs } = analysed.value;
    return { kind: 'json', value: packagesReport(indexPackages(analysed.value.image, fs), fs) };
  } finally {
    await file.value.close();
  }
}
