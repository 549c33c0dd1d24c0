/** Instructions of which only the last one of a stage counts. */
import type { Dockerfile, Instruction } from '../dockerfile/model';
import { fixOf, removeInstruction, withFix } from './fixes/edits';
import { found } from './hadolint-rule';
import type { RawFinding } from './rule';

/** A finding for each one after the first, until the next FROM; its fix removes the one before. */
export function* repeatedInStage(dockerfile: Dockerfile, instructions: readonly Instruction[], kind: Instruction['kind']): Iterable<RawFinding> {
  let last: Instruction | undefined;
  for (const instruction of instructions) {
    if (instruction.kind === 'FROM') last = undefined;
    else if (instruction.kind === kind) {
      if (last !== undefined) {
        const fix = fixOf(`Remove the ${instruction.keyword} before it`, 'safe', [removeInstruction(dockerfile, last)]);
        yield found(instruction, { at: instruction.keywordSpan, message: `Only the last ${instruction.keyword} of a stage counts.`, ...withFix(fix) });
      }
      last = instruction;
    }
  }
}
