/** DL3009: apt's package lists stay in the layer. */
import { calls, head } from '../commands';
import type { FromInstruction } from '../../dockerfile/model';
import { aptListsFix } from '../fixes/apt-lists';
import { withFix } from '../fixes/edits';
import { found, hadolintRule } from '../hadolint-rule';
import { keepsOutOfImage } from '../mounts';
import type { RawFinding } from '../rule';
import { inLastingStages, withFrom } from '../stages';

export const dl3009 = hadolintRule({
  code: 'DL3009', name: 'delete-apt-lists', severity: 'info', bearsOnSize: true, onbuild: true, fixable: 'safe',
  checks: '`apt-get update` runs and the same RUN neither deletes `/var/lib/apt/lists/*` nor keeps it in a cache mount.',
  why: 'The package lists serve only while packages are installed. What one RUN writes stays in its layer, even when a later one deletes it.',
  cost: '20 to 50 MB a layer on Debian and Ubuntu',
  links: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  bad: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.*\n',
  good: 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.* && rm -rf /var/lib/apt/lists/*\n',
  check(context) {
    const forgotten: { finding: RawFinding; from?: FromInstruction }[] = [];
    for (const { instruction, from } of withFrom(context.instructions)) {
      if (instruction.kind !== 'RUN') continue;
      const { commands } = context.hadolintScript(instruction);
      const update = commands.find((command) => calls(command, ['apt', 'apt-get', 'aptitude'], 'update'));
      // Either word is enough for hadolint, so that `rm -rf` of anything counts as cleaning up.
      if (update === undefined || commands.some((command) => calls(command, 'rm', '-rf', '/var/lib/apt/lists/*'))) continue;
      if (keepsOutOfImage(instruction, '/var/lib/apt/lists')) continue;
      if (keepsOutOfImage(instruction, '/var/lib/apt') && keepsOutOfImage(instruction, '/var/cache/apt')) continue;
      const finding = found(instruction, {
        at: head(update, 'update'), message: 'The package lists that this downloads stay in the layer: end the RUN with rm -rf /var/lib/apt/lists/*.',
        ...withFix(aptListsFix(context, instruction)),
      });
      forgotten.push(from === undefined ? { finding } : { finding, from });
    }
    return inLastingStages(context.instructions, forgotten).map(({ finding }) => finding);
  },
});
