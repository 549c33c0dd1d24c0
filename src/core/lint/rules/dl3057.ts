/** DL3057: no HEALTHCHECK. */
import type { FromInstruction } from '../../dockerfile/model';
import { found, hadolintRule } from '../hadolint-rule';
import { imageName, stageKey } from '../stages';

export const dl3057 = hadolintRule({
  code: 'DL3057', name: 'healthcheck-missing', severity: 'info', offByDefault: true,
  checks: 'Neither a stage nor one that it builds on has a HEALTHCHECK.',
  why: 'Docker can tell a hanging service from a healthy one only with a check. Orchestrators that bring their own checks do not need it: off unless the configuration gives it a severity.',
  bad: 'FROM debian:12\nCMD ["/app"]\n',
  good: 'FROM debian:12\nHEALTHCHECK CMD ["/check"]\nCMD ["/app"]\n',
  *check({ instructions }) {
    let current: FromInstruction | undefined;
    const good = new Set<string>();
    const bad = new Map<FromInstruction, string>();
    const bases = new Map<FromInstruction, FromInstruction>();
    const byName = new Map<string, FromInstruction>();
    for (const instruction of instructions) {
      if (instruction.kind === 'FROM') {
        current = instruction;
        if (good.has(imageName(instruction))) good.add(stageKey(instruction));
        else bad.set(instruction, stageKey(instruction));
        const base = byName.get(imageName(instruction));
        if (base !== undefined) bases.set(instruction, base);
        byName.set(stageKey(instruction), instruction);
      } else if (instruction.kind === 'HEALTHCHECK' && current !== undefined) {
        good.add(stageKey(current));
        // A stage that only serves as a base of one with a check needs none.
        for (let stage: FromInstruction | undefined = current; stage !== undefined; stage = bases.get(stage)) bad.delete(stage);
      }
    }
    for (const from of bad.keys()) yield found(from, { at: from.image, message: 'This stage has no HEALTHCHECK.' });
  },
});
