/** Joins savings into one plan: steps sorted by what each adds, and sums over any choice of steps with nothing counted twice. */
import { escapePath } from '../bytes/text';
import type { AdvicePlan, AdviceShare, AdviceStep, Finding } from '../report/report';
import type { ImageFacts } from './price/facts';
import type { Saving } from './price/saving';

export interface Sum {
  readonly bytes: number;
  readonly storedBytes: number;
}

/** Files that a step names as its evidence. */
const EVIDENCE = 5;

/** Prices savings against the image. `findings` are those of the Dockerfile, whose indexes and fixes the steps carry. */
export function planSteps(
  facts: ImageFacts, savings: readonly Saving[], findings: readonly Finding[],
): { readonly steps: readonly AdviceStep[]; readonly shares: readonly AdviceShare[] } {
  const shares = sharesOf(facts, savings);
  const enabled = new Set(savings.flatMap(({ enabled: on }, index) => (on ? [index] : [])));
  const adds = addsOf(savings, shares, enabled);
  const steps = savings.map((saving, index): AdviceStep => stepOf(facts, saving, shares, index, adds[index]!, findings));
  const order = steps.map((_, index) => index).sort((a, b) => Number(steps[b]!.enabled) - Number(steps[a]!.enabled)
    || steps[b]!.adds.bytes - steps[a]!.adds.bytes || steps[a]!.rank - steps[b]!.rank || (steps[a]!.line ?? 0) - (steps[b]!.line ?? 0));
  const moved = new Map(order.map((old, index) => [old, index]));
  return {
    steps: order.map((index) => steps[index]!),
    shares: shares.map((share) => ({ ...share, steps: share.steps.map((step) => moved.get(step)!).sort((a, b) => a - b) })),
  };
}

/** What a choice of steps saves together. Steps whose bytes are not known add nothing. */
export function sumOf(plan: Pick<AdvicePlan, 'steps' | 'shares'>, enabled: ReadonlySet<string>): Sum {
  return total(plan.shares, (index) => enabled.has(plan.steps[index]!.id));
}

/** What the image weighs now and after each of the chosen steps, in the plan's order: the marks of the stepped gauge. */
export function staircase(plan: AdvicePlan, enabled: ReadonlySet<string>): readonly (Sum & { readonly id: string })[] {
  const { now } = plan;
  if (now === undefined) return [];
  const taken = new Set<string>();
  return plan.steps.filter(({ id }) => enabled.has(id)).map(({ id }) => {
    taken.add(id);
    const saved = sumOf(plan, taken);
    return { id, bytes: now.bytes - saved.bytes, storedBytes: now.storedBytes - saved.storedBytes };
  });
}

/** Ids of the steps that are in the plan by default. */
export function enabledSteps(plan: Pick<AdvicePlan, 'steps'>): ReadonlySet<string> {
  return new Set(plan.steps.filter((step) => step.enabled).map(({ id }) => id));
}

function total(shares: readonly AdviceShare[], includes: (step: number) => boolean): Sum {
  let bytes = 0;
  let storedBytes = 0;
  for (const share of shares) {
    if (!share.steps.some(includes)) continue;
    bytes += share.bytes;
    storedBytes += share.storedBytes;
  }
  return { bytes, storedBytes };
}

/** Sorts all claimed payloads by the set of savings that claim them. */
function sharesOf(facts: ImageFacts, savings: readonly Saving[]): AdviceShare[] {
  const sets: number[][] = [[]];
  const grown = new Map<number, number>();
  const setOf = new Uint32Array(facts.fs.versions);
  // The saving that claimed a payload last, counted from 1: one that claims it twice counts once.
  const claimed = new Uint32Array(facts.fs.versions);
  savings.forEach(({ payloads }, index) => {
    for (const payload of payloads) {
      if (claimed[payload] === index + 1) continue;
      claimed[payload] = index + 1;
      const key = setOf[payload]! * savings.length + index;
      let next = grown.get(key);
      if (next === undefined) {
        next = sets.length;
        sets.push([...sets[setOf[payload]!]!, index]);
        grown.set(key, next);
      }
      setOf[payload] = next;
    }
  });
  const sums = sets.map((steps) => ({ steps, bytes: 0, storedBytes: 0 }));
  setOf.forEach((set, payload) => {
    if (set === 0) return;
    sums[set]!.bytes += facts.bytesOf(payload);
    sums[set]!.storedBytes += facts.storedBytesOf(payload);
  });
  return sums.filter(({ steps, bytes }) => steps.length > 0 && bytes > 0);
}

/** Each share goes to the most specific enabled saving in it; one that is not enabled is asked what it would add to those that are. */
function addsOf(savings: readonly Saving[], shares: readonly AdviceShare[], enabled: ReadonlySet<number>): Sum[] {
  const adds = savings.map(() => ({ bytes: 0, storedBytes: 0 }));
  for (const share of shares) {
    const taking = share.steps.filter((step) => enabled.has(step)).sort((a, b) => savings[a]!.rank - savings[b]!.rank || a - b).slice(0, 1);
    for (const step of taking.length > 0 ? taking : share.steps) {
      adds[step]!.bytes += share.bytes;
      adds[step]!.storedBytes += share.storedBytes;
    }
  }
  return adds;
}

function stepOf(facts: ImageFacts, saving: Saving, shares: readonly AdviceShare[], index: number, adds: Sum, findings: readonly Finding[]): AdviceStep {
  const { id, way, title, detail, line, lines, ignore, basis, enabled, names, caveat, rank, payloads } = saving;
  const own = findings.flatMap((finding, at) => (concerns(saving, finding) ? [at] : []));
  const fix = saving.repair === undefined ? own.map((at) => findings[at]!.fix).find((each) => each !== undefined) : saving.repair.fix;
  const layers = new Set<number>();
  for (const payload of payloads) layers.add(facts.fs.born[payload]!);
  return {
    id, way, title, detail, ...(line === undefined ? {} : { line }), ...(lines === undefined ? {} : { lines }), ...(ignore === undefined ? {} : { ignore }),
    ...total(shares, (step) => step === index), adds, basis, enabled, rank,
    layers: [...layers].sort((a, b) => a - b),
    files: payloads.length,
    evidence: largestOf(facts, payloads).map((payload) => ({
      layer: facts.fs.born[payload]!, path: escapePath(facts.fs.paths.pathOf(facts.fs.node[payload]!)), bytes: facts.bytesOf(payload),
    })),
    ...(names === undefined ? {} : { packages: names }), ...(caveat === undefined ? {} : { caveat }), findings: own, ...(fix === undefined ? {} : { fix }),
  };
}

/** The few largest, of equals the first: most savings have too many to be sorted. */
function largestOf(facts: ImageFacts, payloads: readonly number[]): readonly number[] {
  const largest: number[] = [];
  for (const payload of payloads) {
    const bytes = facts.bytesOf(payload);
    let at = largest.length;
    while (at > 0 && facts.bytesOf(largest[at - 1]!) < bytes) at -= 1;
    if (at === EVIDENCE) continue;
    largest.splice(at, 0, payload);
    if (largest.length > EVIDENCE) largest.pop();
  }
  return largest;
}

/** Whether a saving tells what a finding costs. */
export function concerns(saving: Pick<Saving, 'rules' | 'findingLines'>, finding: Finding): boolean {
  return saving.rules.includes(finding.rule) && saving.findingLines.includes(finding.instructionLine);
}
