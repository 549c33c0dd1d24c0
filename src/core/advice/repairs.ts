/** Repairs that no single finding carries: they become clear only once the image has shown what a line leaves behind. */
import type { CommandInstruction } from '../dockerfile/model';
import { appendCommand } from '../lint/fixes/append-command';
import { cleanUpFix } from '../lint/fixes/clean-up';
import { fixOf } from '../lint/fixes/edits';
import type { LintContext } from '../lint/rule';
import type { AdviceStep, ContextReport, Fix } from '../report/report';
import { ignoreFix, lineThatNames, notCopiedFix } from './leave-out-files';
import { leaveOutDocs } from './leave-out-docs';
import type { ImageFacts } from './price/facts';
import type { Saving } from './price/saving';
import type { BuildStage } from './stage/build-stage';

/** Clean-up by the beginning of a step's id, for what no rule asks for. */
const CLEAN_UPS: readonly (readonly [id: RegExp, command: string, safety: Fix['safety']])[] = [
  [/^apt-cache-line-/, 'apt-get clean', 'safe'],
  [/^npm-cache-line-/, 'npm cache clean --force', 'safe'],
];
/** What a build stage mends better than any change of the line itself. */
export const BETTER_STAGED = /^(?:merge|build-tools|recommended|copied-and-deleted|archive)-line-/;
/** Ids of savings that many RUNs write a little of. */
const SCATTERED: ReadonlySet<string> = new Set(['logs', 'temporary']);
const COPIED = /^copied-and-deleted-line-/;
const DOCS: ReadonlySet<string> = new Set(['docs', 'man-pages']);
/** What the shell takes literally. */
const PLAIN = /^[\w./@%+:,=-]+$/;
/** More names than this are no clean-up that anybody would write. */
const MOST_NAMES = 6;

interface Site {
  readonly facts: ImageFacts;
  readonly context: LintContext;
  readonly runAt: ReadonlyMap<number, CommandInstruction>;
  readonly savings: ReadonlyMap<string, Saving>;
  readonly stage: BuildStage | undefined;
  readonly build: ContextReport | undefined;
}

/** The steps, with a repair where one can be made and none came with a finding. */
export function withRepairs(
  steps: readonly AdviceStep[], savings: readonly Saving[], facts: ImageFacts, context: LintContext, stage: BuildStage | undefined, build: ContextReport | undefined,
): readonly AdviceStep[] {
  const site: Site = {
    facts, context, runAt: new Map(context.instructions.flatMap((each) => (each.kind === 'RUN' ? [[each.startLine, each as CommandInstruction]] : []))),
    savings: new Map(savings.map((saving) => [saving.id, saving])), stage, build,
  };
  return steps.map((step) => {
    const own = withoutForeign(step, site);
    const fix = repairOf(own, site);
    return fix === undefined ? own : { ...own, fix };
  });
}

/** An ignore file that leaves a step's line out, for a COPY asks for such a file by name, is no repair of that step. */
function withoutForeign(step: AdviceStep, { context }: Site): AdviceStep {
  const { fix, ...bare } = step;
  const { ignore } = bare;
  if (ignore === undefined || fix?.files === undefined || fix.files.some(({ text }) => text.split('\n').includes(ignore))) return step;
  const line = lineThatNames(context.dockerfile, ignore);
  return line === undefined ? bare : { ...bare, byHand: `Line ${line} copies such a file by name and has to change with it.` };
}

function repairOf(step: AdviceStep, site: Site): Fix | undefined {
  const { facts, context, runAt, savings, stage } = site;
  const saving = savings.get(step.id);
  const staged = saving !== undefined && saving.enabled && stage !== undefined && saving.payloads.every((payload) => stage.payloads.has(payload)) ? stage.fix : undefined;
  if (staged !== undefined && BETTER_STAGED.test(step.id)) return staged;
  if (step.fix !== undefined) return step.fix;
  const run = step.line === undefined ? undefined : runAt.get(step.line);
  if (run !== undefined) for (const [id, command, safety] of CLEAN_UPS) if (id.test(step.id)) return cleanUpFix(context, run, command, safety);
  if (saving !== undefined && SCATTERED.has(step.id)) return cleanUpEach(saving, site) ?? staged;
  if (saving !== undefined && DOCS.has(step.id)) return leaveOutDocs(facts, context, saving);
  if (saving !== undefined && COPIED.test(step.id)) return notCopiedFix(facts, context, saving, site.build);
  if (saving?.ignore !== undefined && lineThatNames(context.dockerfile, saving.ignore) === undefined) return ignoreFix([saving.ignore], site.build);
  return staged;
}

/** Each RUN deletes what it wrote itself: the image tells the names. */
function cleanUpEach({ payloadsOfLine, line, payloads }: Saving, { facts, context, runAt }: Site): Fix | undefined {
  const byLine = [...(payloadsOfLine ?? (line === undefined ? [] : [[line, payloads] as const]))].sort(([a], [b]) => a - b);
  const edits = byLine.map(([at, part]) => {
    const names = [...new Set(part.map((payload) => `/${/^(?:tmp|var\/tmp|var\/log)\/[^/]+/.exec(facts.pathOf(payload))?.[0] ?? ''}`))].sort();
    const run = runAt.get(at);
    return run === undefined || names.length > MOST_NAMES || !names.every((name) => PLAIN.test(name) && name.length > 1) ? undefined : appendCommand(context, run, `rm -rf ${names.join(' ')}`);
  });
  return fixOf(edits.length === 1 ? 'Delete them in the RUN that writes them' : `Delete them in the ${edits.length} RUNs that write them`, 'safe', edits);
}
