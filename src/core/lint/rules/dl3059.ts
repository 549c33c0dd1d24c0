/** DL3059: several short RUN instructions in a row. */
import type { Instruction } from '../../dockerfile/model';
import { fixOf, withFix } from '../fixes/edits';
import { mergeRuns } from '../fixes/merge-runs';
import { found, hadolintRule } from '../hadolint-rule';
import { mountKey } from '../mounts';

interface Previous {
  readonly flags: string;
  readonly commands: number;
}

export const dl3059 = hadolintRule({
  code: 'DL3059', name: 'consolidate-run', severity: 'info', bearsOnSize: true, fixable: 'review',
  checks: 'Two RUN instructions of one command each follow one another with equal flags.',
  why: 'Each RUN makes a layer; what one writes and the next deletes stays in the image. Joined with `&&` they make one layer.',
  cost: 'next to nothing by itself; what a later RUN deletes of an earlier one, in full',
  bad: 'FROM debian:12\nRUN /install\nRUN /clean\n',
  good: 'FROM debian:12\nRUN /install && /clean\n',
  *check(context) {
    let previous: Previous | undefined;
    let above: Instruction | undefined;
    for (const instruction of context.instructions) {
      const before = above;
      above = instruction;
      if (instruction.kind !== 'RUN') {
        previous = undefined;
        continue;
      }
      const current: Previous = {
        flags: [...new Set(instruction.flags.map((flag) => `${flag.name}=${flag.name === 'mount' ? mountKey(flag.value ?? '') : flag.value ?? ''}`))].sort().join('\n'),
        commands: context.hadolintScript(instruction).commands.length,
      };
      if (previous === undefined || previous.flags !== current.flags || current.commands > 1 || previous.commands > 1) previous = current;
      else {
        const edit = before === undefined ? undefined : mergeRuns(context, before, instruction);
        yield found(instruction, {
          at: instruction.keywordSpan,
          message: 'This RUN could be one with the RUN above.',
          ...withFix(fixOf('Join it to the RUN above', 'review', [edit])),
        });
      }
    }
  },
});
