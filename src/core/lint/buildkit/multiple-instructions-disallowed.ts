/** MultipleInstructionsDisallowed: a second CMD, ENTRYPOINT or HEALTHCHECK in one stage. */
import type { Instruction } from '../../dockerfile/model';
import { fixOf, removeInstruction } from '../fixes/edits';
import { buildkitRule, finding } from './buildkit-rule';
import { stepsThrough } from './steps';

const ONCE = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

export const multipleInstructionsDisallowed = buildkitRule({
  code: 'MultipleInstructionsDisallowed', name: 'multiple-instructions-disallowed', fixable: 'safe',
  checks: 'A stage has more than one CMD, ENTRYPOINT or HEALTHCHECK; reported at the earlier one.',
  why: 'Only the last of them counts, so that the earlier one misleads whoever reads it.',
  bad: 'FROM alpine:3.20\nENTRYPOINT ["echo", "one"]\nENTRYPOINT ["echo", "two"]\n',
  good: 'FROM alpine:3.20\nENTRYPOINT ["echo", "two"]\n',
  *check({ dockerfile }) {
    let earlier = new Map<string, Instruction>();
    let entered = -1;
    for (const { stage, instruction, reported } of stepsThrough(dockerfile)) {
      if (stage !== entered) earlier = new Map();
      entered = stage;
      if (!ONCE.has(instruction.kind)) continue;
      const previous = earlier.get(instruction.kind);
      if (previous) {
        const fix = previous.kind === instruction.kind ? fixOf('Remove it', 'safe', [removeInstruction(dockerfile, previous)]) : undefined;
        yield finding(dockerfile, previous, `A later ${instruction.kind} of this stage replaces this one.`, undefined, fix);
      }
      earlier.set(instruction.kind, reported);
    }
  },
});
