/** `packages FILE [--image N] [--platform os/arch]`: bytes per package and per kind of dead weight. Not in the contract; for checks. */
import { indexPackages } from '../../../src/core/packages/package-index';
import { packagesReport } from '../../../src/core/packages/packages-report';
import { readArguments } from '../arguments';
import { usageProblem, type CommandResult } from '../command';
import { withImage } from '../open-image';

const USAGE = 'packages FILE [--image N] [--platform os/arch]';

export async function run(argv: readonly string[]): Promise<CommandResult> {
  const args = readArguments(argv, { image: 'string', platform: 'string' }, 1, USAGE);
  if (!args.ok) return args.result;
  const { value } = args;
  const wanted = value.number('image');
  if (Number.isNaN(wanted)) return usageProblem('--image takes a number from 0.', USAGE);
  return withImage(value.positionals[0]!, { image: wanted, platform: value.text('platform') }, ({ image, fs }) => ({ kind: 'json', value: packagesReport(indexPackages(image, fs), fs) }));
}
