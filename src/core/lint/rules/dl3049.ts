/** DL3049: a label that the schema asks for is missing. */
import type { FromInstruction, PairsInstruction } from '../../dockerfile/model';
import { found, hadolintRule } from '../hadolint-rule';
import type { LintContext, RawFinding } from '../rule';
import { imageName, stageKey } from '../stages';

export const dl3049 = hadolintRule({
  code: 'DL3049', name: 'required-label', severity: 'info', options: ['label-schema'],
  checks: 'A stage lacks a label of the schema, and no stage that builds on it or copies from it has the label.',
  why: 'Only with `label-schema` in the configuration: for teams that agreed on labels.',
  bad: '# with label-schema: {maintainer: text}\nFROM debian:12\n',
  good: '# with label-schema: {maintainer: text}\nFROM debian:12\nLABEL maintainer="Example"\n',
  *check(context) {
    for (const label of Object.keys(context.config.labelSchema).sort()) yield* missing(context, label);
  },
});

function* missing({ instructions }: LintContext, label: string): Iterable<RawFinding> {
  let current: FromInstruction | undefined;
  const good = new Set<FromInstruction>();
  const bad = new Set<FromInstruction>();
  /** A stage whose files or whole content went into another one need not have the label. */
  const excuse = (name: string): void => {
    for (const from of bad) if (from.alias?.value === name) bad.delete(from);
  };
  for (const instruction of instructions) {
    if (instruction.kind === 'FROM') {
      current = instruction;
      const inherits = [...good].some((from) => from.alias !== undefined && from.alias.value === imageName(instruction));
      (inherits ? good : bad).add(instruction);
    } else if (instruction.kind === 'COPY' && instruction.from !== undefined) excuse(instruction.from);
    else if (instruction.kind === 'LABEL' && current !== undefined && (instruction as PairsInstruction).pairs.some(({ key }) => key.value === label)) {
      excuse(stageKey(current));
      good.add(current);
      bad.delete(current);
    }
  }
  for (const from of bad) yield found(from, { at: from.image, message: `This stage has no label ${label}.` });
}
