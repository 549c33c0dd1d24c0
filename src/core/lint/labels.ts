/** Labels against the schema of the configuration. */
import { found, ofKind } from './hadolint-rule';
import type { LintContext, RawFinding } from './rule';

/** One finding for each label of the schema (of a type, if given) and each LABEL that sets it to a value that is not valid. */
export function* labelsOfType(context: LintContext, type: string | undefined, isValid: (value: string) => boolean, complaint: string): Iterable<RawFinding> {
  for (const [label, itsType] of Object.entries(context.config.labelSchema)) {
    if (type !== undefined && itsType !== type) continue;
    for (const instruction of ofKind(context.instructions, 'LABEL')) {
      const bad = instruction.pairs.find(({ key, value }) => key.value === label && !isValid(value?.value ?? ''));
      if (bad !== undefined) yield found(instruction, { at: bad.value ?? bad.key, message: `The label ${label} ${complaint}.` });
    }
  }
}
