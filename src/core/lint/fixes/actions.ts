/** Repairs that no rule asks for: made on demand, in every RUN of a file that allows them. */
import type { CommandInstruction } from '../../dockerfile/model';
import { parseDockerfile } from '../../dockerfile/parse';
import type { LintContext } from '../rule';
import { applyEdits } from './apply';
import { cacheMountFix } from './cache-mounts';
import { sortPackagesFix } from './sort-packages';

const ACTIONS = { 'cache-mounts': cacheMountFix, 'sort-packages': sortPackagesFix } as const;

export type ActionKind = keyof typeof ACTIONS;

/** The text with every RUN repaired that can be, and how many are; unchanged where the builder would refuse what came of it. */
export function applyAction(context: LintContext, kind: ActionKind): { readonly text: string; readonly count: number } {
  const { text, errors } = context.dockerfile;
  const fixes = context.instructions.flatMap((instruction) => (instruction.kind === 'RUN' ? (ACTIONS[kind](context, instruction as CommandInstruction) ?? []) : []));
  const repaired = applyEdits(text, fixes.flatMap(({ edits }) => edits));
  return parseDockerfile(repaired).errors.length > errors.length ? { text, count: 0 } : { text: repaired, count: fixes.length };
}
