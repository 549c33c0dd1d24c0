/** Holds an image report against rules: pass or fail, with the figure and the reason for each. */
import { sizeText, shareText } from '../export/figures';
import type { BudgetCheck, BudgetReport, ImageReport } from '../report/report';
import type { DiveRule, DiveRules } from './dive-rules';
import { matchesName, pathMatcher } from './glob';
import type { OwnRules, OwnRulesFile, SizeRule } from './own-rules';

/** What rules on files need to know of each path of the root file system; rows of the `tree` listing fit. */
export interface BudgetFile {
  readonly path: string;
  readonly type: string;
  readonly mode: number;
}

export interface BudgetInput {
  readonly report: ImageReport;
  readonly dive?: DiveRules;
  readonly own?: OwnRulesFile;
  /** Absent for a report without its image: rules on files are then skipped, and say so. */
  readonly files?: Iterable<BudgetFile>;
}

const MAX_OFFENDERS = 100;
const SETUID_OR_SETGID = 0o6000;

/** All rules of both files, dive's against dive's own figures (which decide) and against the exact ones (shown beside). */
export function evaluateBudget({ report, dive, own, files }: BudgetInput): BudgetReport {
  const problems = [...(dive?.problems ?? []), ...(own?.problems ?? [])];
  const checks = [...(dive?.rules ?? []).flatMap((rule) => diveChecks(rule, report)), ...(own === undefined ? [] : ownChecks(own.rules, report, files))];
  const failed = checks.some(({ outcome, advisory }) => outcome === 'fail' && advisory !== true);
  return { outcome: problems.length > 0 ? 'invalid' : failed ? 'fail' : 'pass', checks, problems };
}

/** dive compares strictly, whatever its README says: a figure that equals the limit passes, and so does NaN. */
function diveChecks(rule: DiveRule, report: ImageReport): readonly BudgetCheck[] {
  const { name, limit, threshold, refused } = rule;
  const figures = figuresOf(report);
  return (['dive', 'exact'] as const).map((kind): BudgetCheck => {
    const head = { rule: name, source: 'dive', figures: kind, limit, ...(kind === 'exact' ? { advisory: true } : {}) } as const;
    if (threshold === undefined) return { ...head, outcome: 'skip', reason: `The rule is switched off.${refused === true ? ` dive 0.13.1 takes only "disabled" for that and refuses ${JSON.stringify(limit)}.` : ''}` };
    const value = figures[name][kind];
    if (value === null) return { ...head, outcome: 'skip', value, reason: 'A layer could not be read, so the exact figure is unknown.' };
    const broken = name === 'lowestEfficiency' ? threshold > value : value > threshold;
    return { ...head, outcome: broken ? 'fail' : 'pass', value: Number.isFinite(value) ? value : null, reason: diveReason(rule, value, broken) };
  });
}

function figuresOf({ dive, totals, layers }: ImageReport): Readonly<Record<DiveRule['name'], { readonly dive: number; readonly exact: number | null }>> {
  const complete = totals.efficiency !== null;
  // As dive has it, everything above the first layer is the user's. 0 / 0 is NaN and x / 0 is infinite, there as here.
  const userBytes = totals.bytes - (layers[0]?.bytes ?? 0);
  return {
    lowestEfficiency: { dive: dive.efficiencyScore, exact: totals.efficiency },
    highestWastedBytes: { dive: dive.inefficientBytes, exact: complete ? totals.hiddenBytes : null },
    highestUserWastedPercent: { dive: dive.inefficientBytes / dive.userSizeBytes, exact: complete ? totals.hiddenBytes / userBytes : null },
  };
}

function diveReason({ name, limit }: DiveRule, value: number, broken: boolean): string {
  switch (name) {
    case 'lowestEfficiency': return `Efficiency is ${shareText(value)}, ${broken ? 'below' : 'not below'} ${limit}.`;
    case 'highestWastedBytes': return `${sizeText(value)} are wasted, ${broken ? 'more' : 'not more'} than ${limit}.`;
    case 'highestUserWastedPercent':
      return Number.isFinite(value)
        ? `${shareText(value)} of what was added to the first layer are wasted, ${broken ? 'more' : 'not more'} than ${limit}.`
        : `Nothing was added to the first layer${broken ? ', yet bytes are wasted: the ratio is infinite' : ' and nothing is wasted'}.`;
  }
}

function ownChecks(rules: OwnRules, report: ImageReport, files: Iterable<BudgetFile> | undefined): readonly BudgetCheck[] {
  const { totals, layers } = report;
  const largest = layers.reduce((most, { bytes }) => Math.max(most, bytes), 0);
  const wastedShare = totals.efficiency === null ? null : totals.bytes === 0 ? 0 : totals.hiddenBytes / totals.bytes;
  const checks = [
    sizeCheck('totalSize', rules.totalSize, totals.bytes, (value) => `All layers hold ${sizeText(value)}`),
    sizeCheck('storedSize', rules.storedSize, totals.storedBytes, (value) => `The stored layers have ${sizeText(value)}`),
    sizeCheck('layerSize', rules.layerSize, largest, (value) => `The largest layer holds ${sizeText(value)}`, (limit) => (
      layers.filter(({ bytes }) => bytes > limit).map(({ index, bytes, command }) => `layer ${index} (${sizeText(bytes)}): ${command}`))),
    sizeCheck('wastedBytes', rules.wastedBytes, totals.efficiency === null ? null : totals.hiddenBytes, (value) => `${sizeText(value)} are wasted`),
    sizeCheck('wastedPercent', rules.wastedPercent, wastedShare, (value) => `${shareText(value)} of all bytes are wasted`),
    packageCheck(rules.forbiddenPackages, report),
    ...fileChecks(rules, files),
  ];
  return checks.filter((check) => check !== undefined);
}

function sizeCheck(
  rule: string, given: SizeRule | undefined, value: number | null, says: (value: number) => string, offendersOf: (limit: number) => readonly string[] = () => [],
): BudgetCheck | undefined {
  if (given === undefined) return undefined;
  const head = { rule, source: 'plimsoll', figures: 'exact', limit: given.limit } as const;
  if (value === null) return { ...head, outcome: 'skip', value, reason: 'A layer could not be read, so the figure is unknown.' };
  const broken = value > given.threshold;
  return {
    ...head, outcome: broken ? 'fail' : 'pass', value, reason: `${says(value)}, ${broken ? 'more' : 'not more'} than ${given.limit}.`,
    ...offenders(broken ? offendersOf(given.threshold) : []),
  };
}

/** `gcc`, `python3-*`, or with its manager: `dpkg:gcc`. */
function packageCheck(forbidden: readonly string[] | undefined, { packages }: ImageReport): BudgetCheck | undefined {
  if (forbidden === undefined) return undefined;
  const head = { rule: 'forbiddenPackages', source: 'plimsoll', figures: 'exact', limit: forbidden.join(', ') } as const;
  if (packages === undefined) return { ...head, outcome: 'skip', reason: 'The report does not say which packages the image has.' };
  const found = packages.packages.filter(({ manager, name }) => forbidden.some((pattern) => (
    matchesName(pattern, pattern.includes(':') ? `${manager}:${name}` : name))));
  return listCheck(head, found.map(({ manager, name, version, bytes }) => `${manager}:${name} ${version} (${sizeText(bytes)})`), ['forbidden package is installed', 'forbidden packages are installed']);
}

function fileChecks(rules: OwnRules, files: Iterable<BudgetFile> | undefined): readonly BudgetCheck[] {
  const { forbiddenPaths, allowedSetuid } = rules;
  const forbidden = forbiddenPaths?.map(pathMatcher);
  const allowed = allowedSetuid?.map(pathMatcher);
  const paths: string[] = [];
  const setuid: string[] = [];
  for (const { path, type, mode } of files ?? []) {
    if (forbidden?.some((matches) => matches(path)) === true) paths.push(path);
    if (allowed !== undefined && type === 'file' && (mode & SETUID_OR_SETGID) !== 0 && !allowed.some((matches) => matches(path))) {
      setuid.push(`${path} (${mode.toString(8)})`);
    }
  }
  const check = (rule: string, patterns: readonly string[] | undefined, found: readonly string[], what: Counted): BudgetCheck[] => {
    if (patterns === undefined) return [];
    const head = { rule, source: 'plimsoll', figures: 'exact', limit: patterns.join(', ') } as const;
    return [files === undefined ? { ...head, outcome: 'skip', reason: 'This needs the image itself: a report does not list all files.' } : listCheck(head, found, what)];
  };
  return [
    ...check('forbiddenPaths', forbiddenPaths, paths, ['forbidden path is in the image', 'forbidden paths are in the image']),
    ...check('allowedSetuid', allowedSetuid, setuid, ['file is setuid or setgid without being allowed', 'files are setuid or setgid without being allowed']),
  ];
}

/** What was found, said of one and of several. */
type Counted = readonly [one: string, several: string];

function listCheck(head: Pick<BudgetCheck, 'rule' | 'source' | 'figures' | 'limit'>, found: readonly string[], [one, several]: Counted): BudgetCheck {
  const reason = found.length === 0 ? `No ${several}.` : found.length === 1 ? `1 ${one}.` : `${found.length} ${several}.`;
  return { ...head, outcome: found.length > 0 ? 'fail' : 'pass', value: found.length, reason, ...offenders(found) };
}

function offenders(found: readonly string[]): Pick<BudgetCheck, 'offenders'> {
  return found.length === 0 ? {} : { offenders: found.slice(0, MAX_OFFENDERS) };
}
