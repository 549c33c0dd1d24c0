/** Repairs that nobody has to make: offered on demand, not as findings. */
import type { CommandInstruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import type { LintContext } from '../rule';
import { cacheMountFix } from './cache-mounts';
import { sortPackagesFix } from './sort-packages';

export interface FixAction {
  readonly kind: 'cache-mounts' | 'sort-packages';
  /** The RUN that it changes. */
  readonly line: number;
  readonly fix: Fix;
}

/** All actions of a file, in its order. Their edits may be in one another's way: apply one, then ask again. */
export function actionsOf(context: LintContext): readonly FixAction[] {
  return context.instructions.flatMap((instruction): FixAction[] => {
    if (instruction.kind !== 'RUN') return [];
    const run = instruction as CommandInstruction;
    const mounts = cacheMountFix(context, run);
    const sort = sortPackagesFix(context, run);
    return [
      ...(mounts === undefined ? [] : [{ kind: 'cache-mounts' as const, line: run.startLine, fix: mounts }]),
      ...(sort === undefined ? [] : [{ kind: 'sort-packages' as const, line: run.startLine, fix: sort }]),
    ];
  });
}
