/** The plan of a Dockerfile without its image: the findings on size, without figures, what usually saves most first. */
import type { Dockerfile } from '../dockerfile/model';
import { whichFit } from '../lint/fixes/apply';
import { ALL_RULES } from '../lint/registry';
import type { AdviceStep, AdviceWay, Finding, Fix } from '../report/report';

/** Rules on size, with the way to a smaller image that they belong to; the others lead to leaner installs. */
const WAYS: Readonly<Record<string, AdviceWay>> = {
  DL3010: 'consolidate', DL3059: 'consolidate', PL002: 'consolidate', PL003: 'consolidate', PL021: 'consolidate', PL030: 'consolidate', PL033: 'consolidate',
  PL043: 'multi-stage', PL001: 'chown', PL042: 'chown', DL3067: 'multi-stage', PL009: 'multi-stage', PL010: 'multi-stage', PL011: 'multi-stage',
  PL012: 'multi-stage', PL013: 'multi-stage', PL027: 'multi-stage', PL032: 'multi-stage', PL029: 'dockerignore',
  CopyIgnoredFile: 'dockerignore', PL034: 'base-image',
};
const ON_SIZE: ReadonlySet<string> = new Set(ALL_RULES.filter(({ bearsOnSize }) => bearsOnSize).map(({ code }) => code));
/** What usually saves most stands first. */
const ORDER: readonly AdviceWay[] = ['base-image', 'multi-stage', 'lean-install', 'dockerignore', 'chown', 'consolidate'];
const WHY: ReadonlyMap<string, string> = new Map(ALL_RULES.map(({ code, why }) => [code, why]));
/** RUNs one after the other are one step, however many findings there are. */
const IN_SERIES = 'DL3059';

/**
 * Steps that a Dockerfile alone gives: its findings on size, without figures. What stages leave that the image is not built on is in no
 * layer of it, and no step; what is sent to them travels all the same.
 */
export function stepsWithoutImage(findings: readonly Finding[], dockerfile: Dockerfile | undefined): readonly AdviceStep[] {
  const isBuilt = stagesOfImage(dockerfile);
  const wayOf = ({ rule }: Finding): AdviceWay => WAYS[rule] ?? 'lean-install';
  const own = findings.flatMap((finding, index) => (ON_SIZE.has(finding.rule) && (wayOf(finding) === 'dockerignore' || isBuilt(finding)) ? [{ finding, index }] : []));
  return seriesOf(own, dockerfile).map((series): AdviceStep => {
    const [{ finding }] = series;
    const { rule, line, column, instructionLine } = finding;
    const fix = series.length === 1 ? finding.fix : joinedFix(series.map((one) => one.finding), dockerfile);
    const lines = series.length === 1 ? [] : [...new Set(series.map((one) => one.finding.instructionLine))];
    const where = series.length === 1 ? `line ${line}` : `lines ${lines.join(', ')}`;
    return {
      id: `${rule}-line-${line}-${column}`, way: wayOf(finding), title: series.length === 1 ? finding.message : `${series.length + 1} RUNs one after the other could be one.`,
      detail: `${rule} in ${where}. ${WHY.get(rule) ?? ''}`.trim(),
      line: instructionLine, ...(lines.length === 0 ? {} : { lines }), layers: [], bytes: null, storedBytes: null, adds: { bytes: 0, storedBytes: 0 }, files: 0,
      basis: 'estimated', enabled: true, rank: 100, evidence: [], findings: series.map(({ index }) => index),
      ...(fix === undefined ? {} : { fix }),
    };
  }).sort((a, b) => ORDER.indexOf(a.way) - ORDER.indexOf(b.way) || a.line! - b.line!);
}

interface Placed {
  readonly finding: Finding;
  readonly index: number;
}

/** Whether a finding stands in the last stage, or one that it is built on. */
function stagesOfImage(dockerfile: Dockerfile | undefined): (finding: Finding) => boolean {
  if (dockerfile === undefined || dockerfile.stages.length < 2) return () => true;
  const stages = new Set<number>();
  for (let at: number | undefined = dockerfile.stages.length - 1; at !== undefined && !stages.has(at); at = dockerfile.stages[at]?.base) stages.add(at);
  const stageOf = new Map(dockerfile.instructions.map(({ startLine, stage }) => [startLine, stage]));
  return ({ instructionLine }) => {
    const stage = stageOf.get(instructionLine);
    return stage === undefined || stages.has(stage);
  };
}

/** Each finding by itself, but those of instructions that stand one after the other together. */
function seriesOf(placed: readonly Placed[], dockerfile: Dockerfile | undefined): readonly (readonly [Placed, ...Placed[]])[] {
  const indexOf = new Map(dockerfile?.instructions.map(({ startLine }, index) => [startLine, index]));
  const series: [Placed, ...Placed[]][] = [];
  const open = new Map<number, [Placed, ...Placed[]]>();
  for (const one of placed) {
    const at = one.finding.rule === IN_SERIES ? indexOf.get(one.finding.instructionLine) : undefined;
    const above = at === undefined ? undefined : open.get(at - 1);
    const own: [Placed, ...Placed[]] = above ?? [one];
    if (above === undefined) series.push(own);
    else above.push(one);
    if (at !== undefined) open.set(at, own);
  }
  return series;
}

/** One repair of all that can be made together. */
function joinedFix(findings: readonly Finding[], dockerfile: Dockerfile | undefined): Fix | undefined {
  const fixes = findings.flatMap(({ fix }) => fix ?? []);
  const fits = whichFit(dockerfile?.text ?? '', fixes);
  const made = fixes.filter((_, index) => fits[index]);
  if (made.length < 2) return made[0];
  const assumes = [...new Set(made.flatMap((fix) => fix.assumes ?? []))];
  return {
    title: `Join ${made.length} of them with the RUN above`, safety: made.every(({ safety }) => safety === 'safe') ? 'safe' : 'review',
    edits: made.flatMap(({ edits }) => edits), ...(assumes.length === 0 ? {} : { assumes }),
  };
}
