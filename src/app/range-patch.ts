/** The patch of a Dockerfile that spares what squashing a range of layers would save. */
import { patchOfSteps, type PlanPatch } from '../core/advice/plan-patch';
import type { AdviceStep } from '../core/report/report';
import type { Range } from './squash-ranges';

/** Ways by which bytes are not stored in the first place that a later layer would hide. */
const SAME_AS_SQUASHING: ReadonlySet<AdviceStep['way']> = new Set(['consolidate', 'chown']);

/** Of the steps of a plan those that do within the range what squashing it does; undefined where none of them has a patch. */
export function rangePatch(steps: readonly AdviceStep[], dockerfile: { readonly name: string; readonly text: string }, { from, to }: Range): PlanPatch | undefined {
  const inRange = steps.filter(({ way, layers, fix }) =>
    fix !== undefined && SAME_AS_SQUASHING.has(way) && layers.length > 0 && layers.every((layer) => layer >= from && layer <= to));
  const made = patchOfSteps(dockerfile, inRange);
  return made.patch === '' ? undefined : made;
}
