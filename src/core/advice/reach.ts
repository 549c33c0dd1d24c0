/** Gives each saving of rewritten files the repair that reaches most of it, and sets apart what that repair leaves: no step promises what its patch does not do. */
import type { CommandInstruction, Instruction } from '../dockerfile/model';
import { payloadEnd } from '../image/root-fs';
import { parseDockerfile } from '../dockerfile/parse';
import { DEFAULT_LINT_CONFIG } from '../lint/config';
import { makeContext } from '../lint/engine';
import { applyEdits } from '../lint/fixes/apply';
import { fixOf } from '../lint/fixes/edits';
import { mergeChain } from '../lint/fixes/merge-runs';
import { installed, packageName, uninstalls } from '../lint/plimsoll/packages';
import { commandsOf } from '../lint/plimsoll/plimsoll-rule';
import type { LintContext } from '../lint/rule';
import type { Finding, Fix, TextEdit } from '../report/report';
import { concerns } from './plan';
import { lineageOf, type ImageFacts, type Maker } from './price/facts';
import { bytesOfAll, LEAST_BYTES, type Saving } from './price/saving';
import { BETTER_STAGED } from './repairs';
import type { BuildStage } from './stage/build-stage';

interface Reach {
  readonly fix: Fix;
  readonly payloads: readonly number[];
}

/** A flag of COPY is a smaller change than a build stage. */
const OWNERSHIP = /^chown-/;
/** What COPY brought is gone only where it is not copied: joined RUNs cannot do that. */
const COPIED = /^copied-/;
/** Rules whose repair leaves recommended packages out. */
const RECOMMENDS: ReadonlySet<string> = new Set(['DL3015', 'PL023', 'PL024', 'PL025']);
/** RUNs are not joined for less than this share of what a saving comes to. */
const LEAST_SHARE = 0.01;

/** The savings with `repair` where it is settled here; what `stage` keeps out is mended better by it. */
export function withReach(
  savings: readonly Saving[], facts: ImageFacts, context: LintContext, findings: readonly Finding[], stage: BuildStage | undefined,
): readonly Saving[] {
  const isStaged = ({ payloads }: Saving): boolean => stage !== undefined && payloads.every((payload) => stage.payloads.has(payload));
  const adopted = savings.some((saving) => saving.enabled && BETTER_STAGED.test(saving.id) && isStaged(saving));
  return savings.flatMap((saving): readonly Saving[] => {
    const { id, part, payloads, withoutNames, toName } = saving;
    if (toName !== undefined && saving.line !== undefined && stage?.leaner.has(saving.line) === true) return [{ ...saving, repair: { fix: stage.fix } }];
    if (toName !== undefined) return [{ ...saving, repair: naming(saving, toName, context, findings) }];
    if (part === undefined) return [saving];
    const fixes = new Set(findings.flatMap((finding) => (finding.fix !== undefined && concerns(saving, finding) ? [finding.fix] : [])));
    // With a build stage in the plan nothing else has to be changed for what it keeps out.
    if (adopted && isStaged(saving) && !(OWNERSHIP.test(id) && fixes.size > 0)) return [{ ...saving, repair: {} }];
    const reaches = [
      ...brokenUp(saving, context, findings, stage), ...partlyStaged(saving, stage), ...[...fixes].map((fix) => ({ fix, payloads: reachedBy(fix, saving, facts, context) })),
      ...(COPIED.test(id) || withoutNames !== undefined ? [] : joined(saving, facts, context)),
    ];
    const [best] = reaches.map((reach) => ({ ...reach, bytes: bytesOfAll(facts, reach.payloads) })).sort((a, b) => b.bytes - a.bytes);
    if (best === undefined) return [saving];
    if (best.bytes === 0) return [{ ...saving, repair: {} }];
    const reached = new Set(best.payloads);
    const rest = payloads.filter((payload) => !reached.has(payload));
    if (rest.length > 0 && isStaged(saving)) return [{ ...saving, repair: {} }];
    const mended: Saving = { ...(rest.length === 0 ? saving : part(best.payloads)), repair: { fix: best.fix } };
    if (bytesOfAll(facts, rest) < LEAST_BYTES) return [mended];
    const left = part(rest);
    return [mended, { ...left, id: `${left.id}-rest`, repair: {} }];
  });
}

/**
 * What RUNs wrote is gone where a repair changes both the line that wrote and the line that hid it; what COPY brought, and was stored again
 * for another owner, where it changes any line that the file came through.
 */
function reachedBy(fix: Fix, { id, payloads, withoutNames }: Saving, facts: ImageFacts, context: LintContext): readonly number[] {
  if (withoutNames !== undefined) {
    const after = namesAsked(makeContext(parseDockerfile(applyEdits(context.dockerfile.text, fix.edits)), DEFAULT_LINT_CONFIG, context.shell, undefined));
    const gone = new Set(withoutNames(new Set([...namesAsked(context)].filter((name) => !after.has(name)))));
    return payloads.filter((payload) => gone.has(payload));
  }
  const touched = new Set(context.instructions.filter(({ span }) => fix.edits.some(({ start, end }) => start <= span.end && end >= span.start)).map(({ startLine }) => startLine));
  const isTouched = (layer: number): boolean => facts.makers[layer]!.instructions.some(({ startLine }) => touched.has(startLine));
  const isBorn = (payload: number): boolean => isTouched(facts.fs.born[payload]!);
  if (OWNERSHIP.test(id) || COPIED.test(id)) return payloads.filter((payload) => lineageOf(facts, payload).some(isBorn));
  return payloads.filter((payload) => isBorn(payload) && isTouched(payloadEnd(facts.fs, payload)));
}

/** The repair of a finding, with packages that the last install command of the line has to name besides. */
function naming(saving: Saving, names: readonly string[], context: LintContext, findings: readonly Finding[]): Pick<Reach, 'fix'> | Record<string, never> {
  const fix = findings.find((finding) => finding.fix !== undefined && concerns(saving, finding))?.fix;
  const run = context.instructions.find(({ kind, startLine }) => kind === 'RUN' && startLine === saving.line);
  const last = run === undefined ? undefined : commandsOf(context, run).flatMap(installed).at(-1);
  if (fix === undefined || last === undefined) return {};
  return { fix: { ...fix, title: `${fix.title}, and name ${names.join(', ')}`, safety: 'review', edits: [...fix.edits, { start: last.end, end: last.end, text: ` ${names.join(' ')}` }] } };
}

/**
 * Build tools that lines of the build stage ask for, but that came earlier as somebody's recommendation: they are gone only if the earlier
 * RUN does without recommendations too.
 */
function brokenUp({ withoutNames, line, lines = [] }: Saving, context: LintContext, findings: readonly Finding[], stage: BuildStage | undefined): readonly Reach[] {
  if (stage === undefined || withoutNames === undefined || line === undefined || stage.lines.has(line)) return [];
  const later = lines.filter((one) => one !== line);
  const lean = findings.find(({ rule, instructionLine, fix }) => fix !== undefined && instructionLine === line && RECOMMENDS.has(rule))?.fix;
  if (lean === undefined || later.length === 0 || !later.every((one) => stage.lines.has(one))) return [];
  const stays = namesAsked(context, ({ startLine }) => !stage.lines.has(startLine));
  const { title, edits, assumes = [] } = stage.fix;
  return [{
    fix: { title, safety: 'review', edits: [...edits, ...lean.edits], assumes },
    payloads: withoutNames(new Set([...namesAsked(context)].filter((name) => !stays.has(name)))),
  }];
}

/** Those of the build tools that a build stage takes over, where others stay. */
function partlyStaged({ withoutNames, payloads }: Saving, stage: BuildStage | undefined): readonly Reach[] {
  return stage === undefined || withoutNames === undefined ? [] : [{ fix: stage.fix, payloads: payloads.filter((payload) => stage.payloads.has(payload)) }];
}

/** Packages that RUNs install and do not remove themselves. */
function namesAsked(context: LintContext, where: (run: Instruction) => boolean = () => true): ReadonlySet<string> {
  const names = new Set<string>();
  for (const one of context.instructions) {
    if (one.kind !== 'RUN' || !where(one)) continue;
    const commands = commandsOf(context, one);
    const removed = new Set(commands.filter(uninstalls).flatMap(({ args }) => args));
    for (const name of commands.flatMap(installed).map(packageName)) if (!removed.has(name)) names.add(name);
  }
  return names;
}

/** RUNs joined with those that hide what they wrote. */
function joined({ payloads }: Saving, facts: ImageFacts, context: LintContext): readonly Reach[] {
  const runs = new Map(context.instructions.flatMap((one, index) => (one.kind === 'RUN' ? [[one.startLine, index] as const] : [])));
  const indexOf = ({ instructions }: Maker): number => (instructions.length === 1 ? runs.get(instructions[0]!.startLine) ?? -1 : -1);
  const ends = (payload: number): readonly [number, number] => [indexOf(facts.makers[facts.fs.born[payload]!]!), indexOf(facts.makers[payloadEnd(facts.fs, payload)]!)];
  const pairs = new Map<string, { readonly from: number; readonly to: number; bytes: number }>();
  for (const payload of payloads) {
    const [from, to] = ends(payload);
    if (from < 0 || to <= from) continue;
    const key = `${from} ${to}`;
    const pair = pairs.get(key) ?? { from, to, bytes: 0 };
    pair.bytes += facts.bytesOf(payload);
    pairs.set(key, pair);
  }
  const least = bytesOfAll(facts, payloads) * LEAST_SHARE;
  const edits: TextEdit[] = [];
  /** By index of an instruction, the index of the first one that it is joined to. */
  const heads = new Map<number, number>();
  for (const { from, to, bytes } of [...pairs.values()].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const chain = bytes < least ? undefined : mergeChain(context, context.instructions[from]!, context.instructions[to]!);
    if (chain === undefined) continue;
    edits.push(...chain);
    const head = heads.get(from) ?? from;
    for (let index = from; index <= to; index += 1) heads.set(index, head);
  }
  const once = [...new Map(edits.map((edit) => [edit.start, edit])).values()];
  const fix = fixOf(`Join the RUNs from line ${chainsOf(heads, context.instructions).join(', and ')}`, 'review', once);
  const isReached = (payload: number): boolean => {
    const [from, to] = ends(payload);
    return from >= 0 && to > from && heads.has(from) && heads.get(from) === heads.get(to);
  };
  return fix === undefined ? [] : [{ fix, payloads: payloads.filter(isReached) }];
}

/** Each series of joined instructions in words. */
function chainsOf(heads: ReadonlyMap<number, number>, instructions: readonly Instruction[]): readonly string[] {
  const lasts = new Map<number, number>();
  for (const [index, head] of heads) lasts.set(head, Math.max(index, lasts.get(head) ?? index));
  return [...lasts].map(([head, last]) => `${(instructions[head] as CommandInstruction).startLine} to ${instructions[last]!.startLine}`);
}
