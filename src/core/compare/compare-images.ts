/** Compares two sides: what is gone, what may be missed, and what was won. The one entry of this folder. */
import { latin1Bytes } from '../bytes/latin1';
import type { RunConfig } from '../image/image';
import { indexPackagesInSteps } from '../packages/package-index';
import { CANCELLED } from '../archive/tar-run';
import { failure, success, type Diagnostic, type Outcome } from '../problem';
import { inTurns, type Breathe, type Steps } from '../steps';
import { findAppArea } from './app-area';
import { Case, type Ownership } from './case';
import { findConcernsInSteps, type ConcernRow } from './concerns';
import { configDifference, type ConfigChange } from './config-difference';
import { readerOfImage } from './content';
import { findDifference, type Difference } from './difference';
import type { FileTree } from './file-tree';
import { gainOf, type Gain } from './gain';
import { gatherFacts } from './gather-facts';
import type { Obfuscation } from './obfuscation';
import { packageDifference, type PackageDifference } from './package-difference';
import { routesIn } from './lists/routes';
import type { KeptBecause } from './mint-report';
import { bytesOfSide, nameOfSide, treeOfSide, type Side } from './side';
import { sideProblems } from './side-problems';
import { totalsInSteps, totalsOf, type RemovedTotals } from './totals';

export interface CompareOptions {
  /** List paths of which only the time differs as changed. */
  readonly times?: boolean;
  /** Look for what the second side may still need; on unless said otherwise. Reads content where a side has a scanner. */
  readonly evidence?: boolean;
  /** `share` is how much of the phase is done, 0 to 1, where that is known. */
  readonly onProgress?: (phase: ComparePhase, share?: number) => void;
  /** Gets the comparison as it is before packages were read and files looked into: that takes several times as long as all else. */
  readonly onDifference?: (comparison: Comparison) => void;
  /** Called between short steps of the search for evidence; what it answers is waited for, so that others get their turn. */
  readonly breathe?: Breathe;
  readonly cancelled?: () => boolean;
}

export type ComparePhase = 'comparing' | 'packages' | 'reading' | 'checking';

export interface ComparedSide {
  readonly name: string;
  readonly bytes: number;
  readonly tree: FileTree;
  readonly config?: RunConfig;
  readonly platform?: string;
  readonly tags: readonly string[];
}

export interface Comparison {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly difference: Difference;
  readonly removedTotals: RemovedTotals;
  readonly addedTotals: RemovedTotals;
  readonly config: readonly ConfigChange[];
  readonly packages?: PackageDifference;
  /** Rows to tick, by tier; empty when evidence was not asked for. */
  readonly concerns: readonly ConcernRow[];
  readonly gain: Gain;
  readonly obfuscated: readonly Obfuscation[];
  /** Paths of requests that the application's sources name. */
  readonly routes: readonly string[];
  /** How mint came to keep each path of the second side, where its report was given. */
  readonly kept?: ReadonlyMap<string, KeptBecause>;
  readonly diagnostics: readonly Diagnostic[];
}

const NO_PACKAGES: Ownership = { packages: [], ownerOf: () => -1 };

/** Stands in the comparison that `onDifference` gets, and is gone from the one that the checks have seen. */
const UNCHECKED: Diagnostic = {
  kind: 'not-checked', message: 'What the second side may still need has not been looked for.', advice: 'Compare the two again, and let the checks run to their end.',
};

/** Fails only when it is cancelled; everything odd about the sides is a diagnostic. */
export async function compareImages(before: Side, after: Side, options: CompareOptions = {}): Promise<Outcome<Comparison>> {
  options.onProgress?.('comparing');
  const paths = compareTrees(before, after, options.times === true);
  const { removed, changed } = paths.difference;
  const looking = options.evidence !== false && (removed.length > 0 || changed.length > 0);
  if (looking && options.onDifference !== undefined) {
    options.onDifference({ ...paths, diagnostics: [...paths.diagnostics, UNCHECKED] });
    await options.breathe?.();
    options.onProgress?.('packages');
    for (const { tree } of [paths.before, paths.after]) await inTurns(tree.index(), options);
    if (options.cancelled?.() === true) return failure(CANCELLED);
  }
  const known = await inTurns(addPackages(paths, before, after), options);
  if (known === undefined) return failure(CANCELLED);
  const { comparison, ownership } = known;
  return looking ? addEvidence(comparison, before, after, ownership, options) : success(comparison);
}

/** All that paths, attributes and configurations tell. */
function compareTrees(before: Side, after: Side, times: boolean): Comparison {
  const [left, right] = [treeOfSide(before), treeOfSide(after)];
  const difference = findDifference(left, right, { times });
  const [leftConfig, rightConfig] = [configOf(before), configOf(after)];
  return {
    before: comparedSide(before, left, leftConfig), after: comparedSide(after, right, rightConfig), difference,
    removedTotals: totalsOf(difference.removed, undefined), addedTotals: totalsOf(difference.added, undefined),
    config: leftConfig === undefined || rightConfig === undefined ? [] : configDifference(leftConfig, rightConfig),
    concerns: [], gain: gainOf(left, right), obfuscated: [], routes: [],
    ...(after.kind === 'list' && after.kept !== undefined ? { kept: after.kept } : {}),
    diagnostics: sideProblems(before, after, left, right, difference),
  };
}

interface WithPackages {
  readonly comparison: Comparison;
  /** That of the first side. */
  readonly ownership: Ownership;
}

/** To read the packages' databases takes as long as all that comes before it. */
function* addPackages(comparison: Comparison, before: Side, after: Side): Steps<WithPackages> {
  const { difference, after: { tree } } = comparison;
  const ownership = yield* ownershipOf(before);
  const afterOwnership = yield* ownershipOf(after);
  const removedTotals = yield* totalsInSteps(difference.removed, ownership);
  const addedTotals = yield* totalsInSteps(difference.added, afterOwnership);
  const packages = before.kind === 'image' && after.kind === 'image' ? yield* packageDifference(ownership, afterOwnership, tree) : undefined;
  return { ownership, comparison: { ...comparison, removedTotals, addedTotals, ...(packages === undefined ? {} : { packages }) } };
}

/** What the second side may still need, by the content of files. */
async function addEvidence(
  comparison: Comparison, before: Side, after: Side, ownership: Ownership, options: CompareOptions,
): Promise<Outcome<Comparison>> {
  const { onProgress, breathe, cancelled } = options;
  const { before: { tree: left, config: leftConfig }, after: { tree: right, config: rightConfig }, difference } = comparison;
  onProgress?.('reading', 0);
  const config = mergedConfig(leftConfig, rightConfig);
  const area = findAppArea(left, config, ownership, before.kind === 'image' ? before.analysed : undefined);
  const readers = { before: readerOf(before), after: readerOf(after) };
  const gathered = await gatherFacts(left, right, difference, readers, area.isApp, { onProgress: (share) => onProgress?.('reading', share), breathe, cancelled });
  if (cancelled?.() === true) return failure(CANCELLED);
  onProgress?.('checking');
  const concerns = await inTurns(findConcernsInSteps(new Case({
    before: left, after: right, removed: difference.removed, changed: difference.changed, facts: gathered.facts, config, ownership, isApp: area.isApp, originOf: area.originOf,
  })), options);
  if (concerns === undefined) return failure(CANCELLED);
  const diagnostics = [...comparison.diagnostics, ...gathered.diagnostics];
  if (readers.before === undefined) {
    diagnostics.push({
      kind: 'names-only', message: `${nameOfSide(before)} holds no content, so that only names speak: imports and needed libraries of removed files are not known.`,
      advice: 'Drop the original image for the full evidence.',
    });
  }
  return success({ ...comparison, concerns, obfuscated: gathered.obfuscated, routes: routesIn(gathered.facts, left), diagnostics });
}

function comparedSide(side: Side, tree: FileTree, config: RunConfig | undefined): ComparedSide {
  return {
    name: nameOfSide(side), bytes: bytesOfSide(side), tree, tags: side.kind === 'image' ? side.analysed.image.tags : [],
    ...(config === undefined ? {} : { config }), ...(side.kind === 'image' ? { platform: side.analysed.image.platform } : {}),
  };
}

/** A flat root file system has a configuration that says nothing. */
function configOf(side: Side): RunConfig | undefined {
  return side.kind === 'image' && side.analysed.archive.format !== 'rootfs' ? side.analysed.image.config : undefined;
}

/** What the smaller image starts decides; where it says nothing, the original's word counts. */
function mergedConfig(before: RunConfig | undefined, after: RunConfig | undefined): RunConfig {
  if (after === undefined) return before ?? {};
  return { ...before, ...Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined)) };
}

function readerOf(side: Side) {
  return side.kind === 'image' && side.scanner !== undefined ? readerOfImage(side.analysed, side.scanner) : undefined;
}

/** Packages of the last layer and whose each path is. */
export function* ownershipOf(side: Side): Steps<Ownership> {
  if (side.kind !== 'image') return NO_PACKAGES;
  const { image, fs } = side.analysed;
  const index = yield* side.packages?.() ?? indexPackagesInSteps(image, fs);
  return {
    packages: index.packages,
    ownerOf: (path) => {
      const node = fs.paths.findPath(latin1Bytes(path));
      return node < 0 ? -1 : (index.owner[node] ?? -1);
    },
  };
}
