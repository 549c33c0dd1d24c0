/** One patch of all the steps that are taken: their edits joined, those that are in the way of a step before them left out. */
import { parseDockerfile } from '../dockerfile/parse';
import { applyEdits, whichFit } from '../lint/fixes/apply';
import type { AdviceStep, Fix } from '../report/report';
import { newFileDiff, unifiedDiff } from './patch';

export interface PlanPatch {
  /** What `git apply` takes; empty when no step changes anything. */
  readonly patch: string;
  /** Ids of the steps that it carries out. */
  readonly applied: readonly string[];
  /** Ids of steps whose edits touch those of one before them, or make what no builder takes. */
  readonly skipped: readonly string[];
  /** Ids of steps without a repair: they are for a person to do. */
  readonly without: readonly string[];
}

/** The patch of `steps`, in their order, against the Dockerfile that they were worked out from. */
export function patchOfSteps({ name, text }: { readonly name: string; readonly text: string }, steps: readonly AdviceStep[]): PlanPatch {
  // Steps that the same finding answers bring the same repair: it is made once, and carries all of them out.
  const fixes = new Map<string, Fix>();
  const keys = steps.map(({ fix }) => {
    if (fix === undefined) return undefined;
    const key = JSON.stringify([fix.edits, fix.files ?? []]);
    fixes.set(key, fixes.get(key) ?? fix);
    return key;
  });
  const once = [...fixes.values()];
  const fits = whichFit(text, once);
  const fitting = keptByBuilder(text, once.filter((_, index) => fits[index]));
  const files = new Map<string, string>();
  for (const file of fitting.flatMap((fix) => fix.files ?? [])) if (!files.has(file.path)) files.set(file.path, file.text);
  const made = new Set(fitting);
  const idsWhere = (holds: (key: string | undefined) => boolean): readonly string[] => steps.flatMap(({ id }, index) => (holds(keys[index]) ? [id] : []));
  return {
    patch: unifiedDiff(name, text, applyEdits(text, fitting.flatMap(({ edits }) => edits))) + [...files].map(([path, content]) => newFileDiff(path, content)).join(''),
    applied: idsWhere((key) => key !== undefined && made.has(fixes.get(key)!)),
    skipped: idsWhere((key) => key !== undefined && !made.has(fixes.get(key)!)),
    without: idsWhere((key) => key === undefined),
  };
}

/** Without those after which the builder would refuse more than it did. */
function keptByBuilder(text: string, fixes: readonly Fix[]): readonly Fix[] {
  let errors = parseDockerfile(text).errors.length;
  let kept: readonly Fix[] = [];
  for (const fix of fixes) {
    const next = [...kept, fix];
    const left = parseDockerfile(applyEdits(text, next.flatMap(({ edits }) => edits))).errors.length;
    if (left > errors) continue;
    errors = left;
    kept = next;
  }
  return kept;
}
