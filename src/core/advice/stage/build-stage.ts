/** The repair for what no single line can mend: a build stage, found and priced by what the image shows of each layer. */
import type { LintContext } from '../../lint/rule';
import type { Finding, Fix } from '../../report/report';
import type { ImageFacts } from '../price/facts';
import { bytesOfAll, LEAST_BYTES, type Saving } from '../price/saving';
import { movedTools, type Brought, type MovedTools } from './moved-tools';
import { outputsOf, type Outputs, type RangeLayers } from './outputs';
import { rangesOf, rolesOf, type Placed, type Range } from './roles';
import { stageFix } from './stage-fix';

export interface BuildStage {
  readonly fix: Fix;
  /** First lines of the instructions that it moves. */
  readonly lines: ReadonlySet<number>;
  /** Lines of install commands that its fix makes do without recommendations. */
  readonly leaner: ReadonlySet<number>;
  /** Payloads that it keeps out of the image. */
  readonly payloads: ReadonlySet<number>;
}

interface Found {
  readonly range: Range;
  readonly outputs: Outputs;
  readonly tools: MovedTools | undefined;
  readonly payloads: ReadonlySet<number>;
  readonly bytes: number;
}

/** Smaller savings do not make up for a stage more. */
const LEAST_SAVING = 1_000_000;
/** Of two stages that save about the same, the one that copies fewer paths is the better, then the shorter one. */
const ABOUT_THE_SAME = 0.995;

/** The build stage that saves most; undefined without a Dockerfile that belongs to the image, and where none does the same. */
export function findBuildStage(facts: ImageFacts, context: LintContext, savings: readonly Saving[], findings: readonly Finding[]): BuildStage | undefined {
  const { dockerfile, match } = facts;
  const stage = match?.target;
  const from = stage === undefined ? undefined : dockerfile?.stages[stage]?.from;
  if (dockerfile === undefined || stage === undefined || from === undefined || dockerfile.errors.length > 0) return undefined;
  const placed = rolesOf(context, facts, stage);
  const unwanted = new Set(savings.filter(({ id, enabled }) => enabled && id.startsWith('archive-')).flatMap(({ payloads }) => payloads));
  const moved = new Map<number, MovedTools | undefined>();
  const brought: Brought = new Map(savings.flatMap(({ line, toName, rules }) => {
    const lean = line === undefined || toName === undefined ? undefined : findings.find(({ rule, instructionLine, fix }) => fix !== undefined && instructionLine === line && rules.includes(rule))?.fix;
    return lean === undefined ? [] : [[line!, { names: toName!, edits: lean.edits }] as const];
  }));
  const found = rangesOf(placed).flatMap((range): Found[] => {
    const layers = layersOf(placed, range);
    const outputs = layers === undefined ? undefined : outputsOf(facts, layers, unwanted);
    if (outputs === undefined) return [];
    if (!moved.has(range.from)) moved.set(range.from, movedTools(facts, context, placed, range.from, brought));
    const tools = moved.get(range.from);
    const payloads = new Set([...outputs.payloads, ...(tools?.payloads ?? [])]);
    return [{ range, outputs, tools, payloads, bytes: bytesOfAll(facts, [...payloads]) }];
  });
  const most = Math.max(0, ...found.map(({ bytes }) => bytes));
  if (most < LEAST_SAVING) return undefined;
  const toolLines = (range: Range): number => placed.slice(range.from, range.to + 1).filter(({ role }) => role === 'tools').length;
  const good = found.filter(({ bytes }) => bytes >= most * ABOUT_THE_SAME);
  const [best] = good.toSorted((a, b) => toolLines(b.range) - toolLines(a.range) || a.outputs.paths.length - b.outputs.paths.length || (a.range.to - a.range.from) - (b.range.to - b.range.from));
  const fix = stageFix(dockerfile, from, placed, best!.range, best!.outputs, best!.tools);
  if (fix === undefined) return undefined;
  const lines = placed.slice(best!.range.from, best!.range.to + 1).map(({ instruction }) => instruction.startLine);
  return { fix, lines: new Set(lines), leaner: best!.tools?.leaner ?? new Set(), payloads: best!.payloads };
}

/** What the stage keeps out besides what other steps are about: the build's own files, and what was stored again in between. */
export function priceBuildStage(facts: ImageFacts, { payloads, lines }: BuildStage, others: readonly Saving[]): readonly Saving[] {
  const known = new Set(others.flatMap((saving) => (saving.enabled ? saving.payloads : [])));
  const besides = [...payloads].filter((payload) => !known.has(payload));
  if (bytesOfAll(facts, besides) < LEAST_BYTES) return [];
  const [first, last] = [Math.min(...lines), Math.max(...lines)];
  return [{
    id: `build-stage-line-${first}`, line: first, lines: [...lines], findingLines: [], rules: [], way: 'multi-stage', payloads: besides,
    basis: 'measured', enabled: true, rank: 90,
    title: `What else lines ${first} to ${last} leave that the program does not need`,
    detail: 'Sources, results on the way and copies of them stay in the build stage with the rest.',
  }];
}

/** The layers of a range, if they are all of it and nothing else's. */
function layersOf(placed: readonly Placed[], { from, to }: Range): RangeLayers | undefined {
  const roles = new Map(placed.slice(from, to + 1).flatMap(({ layer, role }) => (layer === undefined ? [] : [[layer, role] as const])));
  const layers = [...roles.keys()];
  const [first, last] = [Math.min(...layers), Math.max(...layers)];
  if (layers.length === 0 || last - first + 1 !== layers.length) return undefined;
  return {
    first, last,
    roleOf: (layer) => {
      const role = roles.get(layer);
      return role === 'tools' ? 'dropped' : role === 'account' ? 'repeated' : 'product';
    },
  };
}
