/** The one entry of this folder: an image, a Dockerfile, a context, or any of them, to what should be done about them. */
import type { LayerScanner } from '../archive/scanner';
import type { Dockerfile, FromInstruction } from '../dockerfile/model';
import { globalScope } from '../dockerfile/scope';
import type { ShellParser } from '../dockerfile/shell';
import { DEFAULT_LINT_CONFIG } from '../lint/config';
import { makeContext } from '../lint/engine';
import type { AnalysedImage } from '../image/analyse';
import { findBase, type FoundBase } from '../image/base-image';
import { indexPackages, type PackageIndex } from '../packages/package-index';
import type { Diagnostic } from '../problem';
import type { AdviceBase, AdvicePlan, AdviceStep, ContextReport, Finding } from '../report/report';
import { baseSteps } from './base/base-steps';
import { distrolessLoss } from './base/distroless';
import { findGlibcFiles } from './base/glibc-files';
import { pinSteps } from './base/pin-step';
import { recogniseBase } from './base/recognise';
import { withReasons } from './by-hand';
import { contextSteps } from './context-steps';
import { priceFindings, unpriced } from './findings';
import { besideIgnoreFile } from './leave-out-files';
import { matchHistory } from './match/match-history';
import type { HistoryMatch } from './match/match-result';
import { enabledSteps, planSteps, sumOf } from './plan';
import { priceArchives } from './price/archives';
import { priceAsked } from './price/asked';
import { priceCaches } from './price/caches';
import { priceCopied } from './price/copied';
import { priceDevelopment } from './price/development/development';
import { gatherFacts, type ImageFacts } from './price/facts';
import { priceGemDocuments } from './price/gem-documents';
import { pricePackages } from './price/packages';
import { priceRewrites } from './price/rewrites';
import type { Saving } from './price/saving';
import { priceUpgrades } from './price/upgrades';
import { priceWeight } from './price/weight';
import { priceSlim, priceSquash } from './price/whole';
import { withReach } from './reach';
import { withRepairs } from './repairs';
import { stepsWithoutImage } from './steps-without-image';
import { findBuildStage, priceBuildStage } from './stage/build-stage';
import { startedPackages } from './start/started-packages';
import { skeletonSteps } from './stage/skeleton';

export interface AdviseInput {
  readonly analysed?: AnalysedImage;
  readonly dockerfile?: Dockerfile;
  /** Of the linted Dockerfile. */
  readonly findings?: readonly Finding[];
  readonly context?: ContextReport;
  /** Reads into files of the image: without it the musl caveat has no figures, and start-up scripts are not looked into. */
  readonly scanner?: LayerScanner;
  /** Reads install commands: without it packages are not priced. */
  readonly shell?: ShellParser;
  /** Worked out already, to spare the time. */
  readonly packages?: PackageIndex;
  /** Told how far it is and waited for: who has to answer others in between does so there, and may throw to give it up. */
  readonly onProgress?: (progress: AdviceProgress) => Promise<void> | void;
  /** Gets the whole advice but for what only the content of files tells, which takes a pass over the layers. */
  readonly onDraft?: (advice: Advice) => void;
}

/** `weighing`: what each cause costs; `looking`: into files, for what Alpine or an image without a shell would break. */
export interface AdviceProgress {
  readonly phase: 'weighing' | 'looking';
  /** Of the phase, 0 to 1. */
  readonly share: number;
}

export interface Advice {
  readonly plan: AdvicePlan;
  /** The findings that were given, with their bytes. */
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  /** Line to layer and back; absent without image and Dockerfile. */
  readonly match?: HistoryMatch;
}

/** Works out the plan. Never fails: what is missing or does not fit is said in `limits` and diagnostics. */
export async function advise(input: AdviseInput): Promise<Advice> {
  const { analysed, dockerfile, findings = [] } = input;
  if (analysed === undefined) return withoutImage(input);
  const match = dockerfile === undefined ? undefined : matchHistory(analysed.image, dockerfile);
  const packages = input.packages ?? indexPackages(analysed.image, analysed.fs);
  const weighed = async (part: number): Promise<void> => input.onProgress?.({ phase: 'weighing', share: part / (PRICES.length + 2) });
  const started = await startedPackages(analysed.image, analysed.fs, packages, input.scanner);
  const facts = gatherFacts(analysed, packages, match, input.shell, dockerfile, started);
  const savings: Saving[] = [];
  for (const [part, price] of PRICES.entries()) {
    await weighed(part + 1);
    savings.push(...price(facts, input.context));
  }
  await weighed(PRICES.length + 1);
  const own = facts.match === undefined ? [] : findings;
  const { steps, shares } = repairedSteps(input, facts, savings, own);
  const from = rootFrom(dockerfile, facts.match);
  const priced = facts.match === undefined ? findings : priceFindings(facts, savings, findings);
  const skeletons = facts.match === undefined || dockerfile === undefined || input.shell === undefined ? [] : skeletonSteps(dockerfile, input.shell, analysed.image.platform);
  const withBase = ({ base, steps: proposals }: BaseAdvice, limits: readonly string[]): Advice => {
    const all = withReasons(besideIgnoreFile([...steps, ...skeletons, ...proposals, ...contextSteps(input.context, steps, dockerfile)], input.context), facts.match !== undefined);
    const now = { bytes: analysed.waste.bytes, storedBytes: analysed.image.layers.reduce((sum, { storedBytes }) => sum + storedBytes, 0) };
    const saved = sumOf({ steps: all, shares }, enabledSteps({ steps: all }));
    return {
      plan: {
        known: facts.match === undefined ? 'image' : 'image-and-dockerfile', now,
        after: { bytes: now.bytes - saved.bytes, storedBytes: now.storedBytes - saved.storedBytes },
        steps: all, shares,
        ...(facts.match === undefined ? {} : {
          builder: facts.match.builder,
          layers: facts.match.layers.map(({ instructions, ...match }) => ({ ...match, lines: instructions.map(({ startLine }) => startLine) })),
        }),
        base, limits,
      },
      findings: priced, diagnostics: match?.diagnostics ?? [], ...(match === undefined ? {} : { match }),
    };
  };
  await weighed(PRICES.length + 2);
  if (input.scanner === undefined) return withBase(await adviseBase(input, facts, from), limitsOf(input, facts));
  const { scanner: _scanner, ...unread } = input;
  input.onDraft?.(withBase(await adviseBase(unread, facts, from), limitsOf(unread, facts)));
  return withBase(await adviseBase(input, facts, from), limitsOf(input, facts));
}

/** The steps with the repairs that can be made of the Dockerfile. */
function repairedSteps({ dockerfile, shell, context: build }: AdviseInput, facts: ImageFacts, savings: readonly Saving[], findings: readonly Finding[]): ReturnType<typeof planSteps> {
  if (facts.match === undefined || dockerfile === undefined || shell === undefined) return planSteps(facts, savings, findings);
  const context = makeContext(dockerfile, DEFAULT_LINT_CONFIG, shell, undefined);
  const stage = findBuildStage(facts, context, savings, findings);
  const repaired = (all: readonly Saving[]): ReturnType<typeof planSteps> => {
    const { steps, shares } = planSteps(facts, all, findings);
    return { steps: withRepairs(steps, all, facts, context, stage, build), shares };
  };
  const settled = withReach(savings, facts, context, findings, stage);
  const plan = repaired(settled);
  const besides = stage === undefined || !plan.steps.some(({ enabled, fix }) => enabled && fix === stage.fix) ? [] : priceBuildStage(facts, stage, settled);
  return besides.length === 0 ? plan : repaired([...settled, ...besides]);
}

/** One cause each. */
const PRICES: readonly ((facts: ImageFacts, context: ContextReport | undefined) => readonly Saving[])[] = [
  priceCaches, priceRewrites, priceArchives, pricePackages, priceUpgrades, priceCopied, priceGemDocuments, priceDevelopment, priceWeight, priceAsked, priceSquash, priceSlim,
];

interface BaseAdvice {
  readonly base: AdviceBase;
  readonly steps: readonly AdviceStep[];
}

/** The FROM at the bottom of the stages that the image is of. */
function rootFrom(dockerfile: Dockerfile | undefined, match: HistoryMatch | undefined): FromInstruction | undefined {
  let stage = dockerfile?.stages[match?.target ?? dockerfile.stages.length - 1];
  for (let depth = dockerfile?.stages.length ?? 0; stage?.base !== undefined && depth > 0; depth -= 1) stage = dockerfile?.stages[stage.base];
  return stage?.from;
}

async function adviseBase(
  input: AdviseInput, facts: ImageFacts, from: FromInstruction | undefined,
): Promise<BaseAdvice> {
  const { analysed, dockerfile, scanner } = input;
  const { image, fs } = analysed!;
  // The FROM of a Dockerfile that does not belong to the image says nothing about the image.
  const named = facts.match === undefined || dockerfile === undefined || from === undefined ? undefined : globalScope(dockerfile).expand(from.image.raw).text;
  const recognised = recogniseBase(named, image, fs, facts.ownFrom);
  const musl = scanner === undefined || recognised.libc !== 'glibc' ? undefined : await findGlibcFiles(image, fs, facts.packages, scanner, facts.ownFrom, (share) => input.onProgress?.({ phase: 'looking', share }));
  const base: AdviceBase = {
    ...(recognised.os === undefined ? {} : { os: recognised.os }), libc: recognised.libc,
    ...(recognised.reference === undefined ? {} : { reference: recognised.reference }),
    layers: facts.ownFrom, ...(facts.ownEntriesFrom !== undefined && { entries: facts.ownEntriesFrom }), evidence: recognised.evidence, ...(musl === undefined ? {} : { musl }), distroless: await distrolessLoss(image, fs, scanner),
  };
  const [line, findings] = facts.match === undefined ? [undefined, []] : [from?.startLine, input.findings ?? []];
  return { base, steps: [...baseSteps(recognised, base, image.platform, line, findings), ...(facts.match === undefined ? [] : pinSteps(image, from))] };
}

function limitsOf({ dockerfile, shell, scanner, analysed, findings }: AdviseInput, facts: ImageFacts): readonly string[] {
  const limits: string[] = [];
  if (dockerfile === undefined) {
    limits.push('Without the Dockerfile, layers are known by their commands only, and there are no patches.', ...limitsOfBase(findBase(analysed!)));
  } else if (facts.match === undefined) limits.push('The Dockerfile does not belong to this image, so no line can be given a price.');
  if (shell === undefined) limits.push('Install commands were not read: packages that nobody asked for are not priced.');
  if (scanner === undefined) limits.push('Files were not looked into: what is linked against glibc is not counted.');
  if (analysed!.image.layers.some(({ table }) => table === undefined)) limits.push('A layer could not be read: what it holds and hides is in no figure.');
  if (facts.packages.unread.length > 0) limits.push(`The package database ${facts.packages.unread[0]!} could not be read, or not to its end: what was installed is not all told apart.`);
  if (facts.match !== undefined) limits.push(...unpriced(findings ?? []));
  return limits;
}

/** How sure it is where the base image ends, whose layers have no steps. */
function limitsOfBase(base: FoundBase | undefined): readonly string[] {
  if (base === undefined) return ['Nothing tells where a base image ends: every layer is taken for one of your own.'];
  return base.confidence === 'certain' ? [] : [`Where the base image ends is a guess. ${base.reason}`];
}

/** What a Dockerfile (and its context) tells by itself. */
function withoutImage({ dockerfile, findings = [], context, shell }: AdviseInput): Advice {
  const from = rootFrom(dockerfile, undefined);
  const limits = ['Without the image no byte can be measured: what usually saves most stands first, and sizes of base images are the registry’s.'];
  if (dockerfile === undefined || from === undefined) {
    const steps = [...stepsWithoutImage(findings, dockerfile), ...contextSteps(context, [], dockerfile)];
    return { plan: { known: 'dockerfile', steps, shares: [], limits }, findings, diagnostics: [] };
  }
  const recognised = recogniseBase(globalScope(dockerfile).expand(from.image.raw).text);
  const base: AdviceBase = {
    libc: recognised.libc, ...(recognised.reference === undefined ? {} : { reference: recognised.reference }), layers: 0, evidence: recognised.evidence,
  };
  const platform = from.platform !== undefined && /^linux\/\w+/.test(from.platform) ? from.platform : 'linux/amd64';
  const skeletons = shell === undefined ? [] : skeletonSteps(dockerfile, shell, platform);
  const steps = withReasons(besideIgnoreFile([...stepsWithoutImage(findings, dockerfile), ...skeletons, ...baseSteps(recognised, base, platform, from.startLine, findings), ...contextSteps(context, [], dockerfile)], context), true, false);
  return { plan: { known: 'dockerfile', steps, shares: [], base, limits }, findings, diagnostics: [] };
}
