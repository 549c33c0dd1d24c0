/** Which RUNs of a sort come after a RUN: behind it in its stage, and in stages that build on that one. */
import type { Instruction } from '../../dockerfile/model';
import { once } from '../../once';
import { lastAtOrBefore } from '../../search';
import type { LintContext } from '../rule';

/** Answers for one file, gathered once: thousands of RUNs ask. */
export interface LaterRuns {
  /** The first of them. */
  first(run: Instruction): Instruction | undefined;
  /** All of them in the order of the file; undefined where they are more than `most`. */
  all(run: Instruction, most: number): readonly Instruction[] | undefined;
  /** Whether one stands in a stage that builds on the RUN's own. */
  inHeirs(run: Instruction): boolean;
}

interface InStage {
  readonly runs: Instruction[];
  readonly starts: number[];
  /** Stages that build on this one, directly. */
  readonly heirs: InStage[];
  /** Of all stages that build on it. */
  count: number;
  first?: Instruction;
}

/** The RUNs that `test` picks, by what they come after. */
export function laterRuns(test: (context: LintContext, run: Instruction) => boolean): (context: LintContext) => LaterRuns {
  return once((context) => gather(context, context.instructions.filter((one) => one.kind === 'RUN' && test(context, one))));
}

function gather({ dockerfile: { stages } }: LintContext, picked: readonly Instruction[]): LaterRuns {
  const inStages = new Map<number | undefined, InStage>();
  const inStage = (stage: number | undefined): InStage => {
    let found = inStages.get(stage);
    if (found === undefined) inStages.set(stage, (found = { runs: [], starts: [], heirs: [], count: 0 }));
    return found;
  };
  for (const run of picked) {
    inStage(run.stage).runs.push(run);
    inStage(run.stage).starts.push(run.span.start);
  }
  // A stage builds on one above it: going up, all that is below is known.
  for (const { index, base } of stages.toReversed()) {
    if (base === undefined) continue;
    const [heir, of] = [inStage(index), inStage(base)];
    of.heirs.push(heir);
    of.count += heir.runs.length + heir.count;
    const first = heir.runs[0] ?? heir.first;
    if (first !== undefined && (of.first === undefined || first.span.start < of.first.span.start)) of.first = first;
  }
  const behind = ({ starts }: InStage, run: Instruction): number => (starts.length === 0 || starts[0]! > run.span.start ? 0 : lastAtOrBefore(starts, run.span.start) + 1);
  return {
    first(run) {
      const own = inStage(run.stage);
      return own.runs[behind(own, run)] ?? own.first;
    },
    inHeirs: (run) => inStage(run.stage).count > 0,
    all(run, most) {
      const own = inStage(run.stage);
      const from = behind(own, run);
      if (own.runs.length - from + own.count > most) return undefined;
      const found = own.runs.slice(from);
      const open = [own];
      for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
        for (const heir of stage.heirs) {
          found.push(...heir.runs);
          if (heir.count > 0) open.push(heir);
        }
      }
      return found.sort((a, b) => a.span.start - b.span.start);
    },
  };
}
