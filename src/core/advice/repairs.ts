/** Repairs that no single finding carries: they become clear only once the image has shown what a line leaves behind. */
import type { Dockerfile, Instruction } from '../dockerfile/model';
import type { ShellParser } from '../dockerfile/shell';
import { DEFAULT_LINT_CONFIG } from '../lint/config';
import { makeContext } from '../lint/engine';
import { cleanUpFix } from '../lint/fixes/clean-up';
import { fixOf } from '../lint/fixes/edits';
import { mergeChain } from '../lint/fixes/merge-runs';
import type { LintContext } from '../lint/rule';
import type { AdviceStep, Fix } from '../report/report';

/** Clean-up by the beginning of a step's id, for what no rule asks for. */
const CLEAN_UPS: readonly (readonly [id: RegExp, command: string, safety: Fix['safety']])[] = [
  [/^apt-cache-line-/, 'apt-get clean', 'safe'],
  [/^npm-cache-line-/, 'npm cache clean --force', 'safe'],
];
const MERGE = /^merge-line-/;

/** The steps, with a repair where one can be made and none came with a finding. */
export function withRepairs(steps: readonly AdviceStep[], dockerfile: Dockerfile, shell: ShellParser): readonly AdviceStep[] {
  const context = makeContext(dockerfile, DEFAULT_LINT_CONFIG, shell, undefined);
  const runAt = new Map<number, Instruction>(dockerfile.instructions.flatMap((each) => (each.kind === 'RUN' ? [[each.startLine, each]] : [])));
  return steps.map((step) => {
    if (step.fix !== undefined && !MERGE.test(step.id)) return step;
    const fix = repairOf(step, context, runAt);
    return fix === undefined ? step : { ...step, fix };
  });
}

function repairOf(step: AdviceStep, context: LintContext, runAt: ReadonlyMap<number, Instruction>): Fix | undefined {
  const run = step.line === undefined ? undefined : runAt.get(step.line);
  if (run === undefined) return undefined;
  if (MERGE.test(step.id)) {
    const last = runAt.get(Math.max(...(step.lines ?? [])));
    const edits = last === undefined ? undefined : mergeChain(context, run, last);
    return edits === undefined ? undefined : fixOf(`Join the RUNs from line ${run.startLine} to ${last!.startLine}`, 'review', edits);
  }
  for (const [id, command, safety] of CLEAN_UPS) if (id.test(step.id)) return cleanUpFix(context, run, command, safety);
  return undefined;
}
