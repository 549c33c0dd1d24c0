/** Instructions of which only the last one of a stage counts. */
import type { Instruction } from '../dockerfile/model';
import { found } from './hadolint-rule';
import type { RawFinding } from './rule';

/** A finding for each one after the first, until the next FROM. */
export function* repeatedInStage(instructions: readonly Instruction[], kind: Instruction['kind']): Iterable<RawFinding> {
  let seen = false;
  for (const instruction of instructions) {
    if (instruction.kind === 'FROM') seen = false;
    else if (instruction.kind === kind) {
      if (seen) yield found(instruction, { at: instruction.keywordSpan, message: `Only the last ${instruction.keyword} of a stage counts.` });
      seen = true;
    }
  }
}
