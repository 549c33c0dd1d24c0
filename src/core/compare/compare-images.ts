/** Compares two sides: what is gone, what may be missed, and what was won. The one entry of this folder. */
import { latin1Bytes } from '../bytes/latin1';
import type { RunConfig } from '../image/image';
import { indexPackages } from '../packages/package-index';
import { success, type Diagnostic, type Outcome } from '../problem';
import { findAppArea } from './app-area';
import { Case, type Ownership } from './case';
import { findConcerns, type ConcernRow } from './concerns';
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
import { totalsOf, type RemovedTotals } from './totals';

export interface CompareOptions {
  /** List paths of which only the time differs as changed. */
  readonly times?: boolean;
  /** Look for what the second side may still need; on unless said otherwise. Reads content where a side has a scanner. */
  readonly evidence?: boolean;
  readonly onProgress?: (phase: ComparePhase) => void;
}

export type ComparePhase = 'comparing' | 'reading' | 'checking';

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

/** Fails only when a source cannot be read on; everything odd about the sides is a diagnostic. */
export async function compareImages(before: Side, after: Side, options: CompareOptions = {}): Promise<Outcome<Comparison>> {
  const progress = options.onProgress ?? (() => {});
  progress('comparing');
  const [left, right] = [treeOfSide(before), treeOfSide(after)];
  const difference = findDifference(left, right, { times: options.times === true });
  const ownership = ownershipOf(before);
  const afterOwnership = ownershipOf(after);
  const [leftConfig, rightConfig] = [configOf(before), configOf(after)];
  const diagnostics = sideProblems(before, after, left, right, difference);

  let concerns: readonly ConcernRow[] = [];
  let obfuscated: readonly Obfuscation[] = [];
  let routes: readonly string[] = [];
  if (options.evidence !== false && (difference.removed.length > 0 || difference.changed.length > 0)) {
    progress('reading');
    const config = mergedConfig(leftConfig, rightConfig);
    const area = findAppArea(left, config, ownership, before.kind === 'image' ? before.analysed : undefined);
    const readers = { before: readerOf(before), after: readerOf(after) };
    const gathered = await gatherFacts(left, right, difference, readers, area.isApp);
    diagnostics.push(...gathered.diagnostics);
    obfuscated = gathered.obfuscated;
    routes = routesIn(gathered.facts, left);
    if (readers.before === undefined) {
      diagnostics.push({
        kind: 'names-only', message: `${nameOfSide(before)} holds no content, so that only names speak: imports and needed libraries of removed files are not known.`,
        advice: 'Drop the original image for the full evidence.',
      });
    }
    progress('checking');
    concerns = findConcerns(new Case({
      before: left, after: right, removed: difference.removed, changed: difference.changed, facts: gathered.facts, config, ownership, isApp: area.isApp, originOf: area.originOf,
    }));
  }
  return success({
    before: comparedSide(before, left, leftConfig), after: comparedSide(after, right, rightConfig), difference,
    removedTotals: totalsOf(difference.removed, ownership), addedTotals: totalsOf(difference.added, afterOwnership),
    config: leftConfig === undefined || rightConfig === undefined ? [] : configDifference(leftConfig, rightConfig),
    ...(before.kind === 'image' && after.kind === 'image' ? { packages: packageDifference(ownership, afterOwnership, right) } : {}),
    concerns, gain: gainOf(left, right), obfuscated, routes,
    ...(after.kind === 'list' && after.kept !== undefined ? { kept: after.kept } : {}),
    diagnostics,
  });
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
export function ownershipOf(side: Side): Ownership {
  if (side.kind !== 'image') return NO_PACKAGES;
  const { image, fs } = side.analysed;
  const index = indexPackages(image, fs);
  return {
    packages: index.packages,
    ownerOf: (path) => {
      const node = fs.paths.findPath(latin1Bytes(path));
      return node < 0 ? -1 : (index.owner[node] ?? -1);
    },
  };
}
