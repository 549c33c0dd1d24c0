/** The side lists of an image report as tuples: duplicates, packages, budget. Field order is version 1: frozen, only ever appended to. */
import type { BudgetCheck, BudgetReport, DuplicateReport, ImageReport } from '../report/report';
import type { Omissions, Rung } from './rung';
import { MAX_PATH, readList, readNumber, readPaths, readText, readWhole, trimmed, writePaths } from './tuple';

const MAX_DUPLICATES = 20;
const MAX_PACKAGES = 30;
/** Of each rule. */
const MAX_OFFENDERS = 10;

export function writeDuplicates(duplicates: readonly DuplicateReport[], rung: Rung, omissions: Omissions): readonly unknown[] {
  return omissions.keep('duplicates', duplicates, Math.min(rung.extras, MAX_DUPLICATES), ({ bytes }) => bytes)
    .map(({ bytes, size, paths }) => [bytes, size, writePaths(paths.filter((path) => path.length <= MAX_PATH))]);
}

export function readDuplicates(value: unknown): readonly DuplicateReport[] {
  return readList(value ?? []).map((item) => {
    const [bytes, size, paths] = readList(item);
    return { bytes: readWhole(bytes), size: readWhole(size), paths: readPaths(paths) };
  });
}

export function writePackages(report: ImageReport, rung: Rung, omissions: Omissions): readonly unknown[] {
  if (report.packages === undefined) return [];
  const limit = Math.min(rung.extras, MAX_PACKAGES);
  const largest = [...report.packages.packages].sort((a, b) => b.bytes - a.bytes);
  const packages = omissions.keep('packages', largest, limit, ({ bytes }) => bytes);
  const kinds = omissions.keep('kinds', report.packages.kinds, limit, ({ bytes }) => bytes);
  if (packages.length === 0 && kinds.length === 0) return [];
  return [
    packages.map(({ manager, name, version, files, bytes, buildTool }) => [manager, name, version, files, bytes, buildTool === true ? 1 : 0]),
    kinds.map(({ kind, files, bytes, paths }) => [kind, files, bytes, writePaths(omissions.keep('paths of kinds', paths, 3))]),
  ];
}

export function readPackages(value: unknown): Pick<ImageReport, 'packages'> {
  const tuple = readList(value ?? []);
  if (tuple.length === 0) return {};
  const packages = readList(tuple[0]).map((item) => {
    const [manager, name, version, files, bytes, buildTool] = readList(item);
    return {
      manager: readText(manager), name: readText(name), version: readText(version), files: readWhole(files), bytes: readWhole(bytes),
      ...(buildTool === 1 ? { buildTool: true } : {}),
    };
  });
  const kinds = readList(tuple[1]).map((item) => {
    const [kind, files, bytes, paths] = readList(item);
    return { kind: readText(kind), files: readWhole(files), bytes: readWhole(bytes), paths: readPaths(paths) };
  });
  return { packages: { packages, kinds } };
}

/** Reasons and offenders need room; without it the budget is left to whoever has the rules. */
export function writeBudget(report: ImageReport, rung: Rung, omissions: Omissions): readonly unknown[] {
  if (report.budget === undefined) return [];
  if (rung.extras === 0) {
    omissions.add('budget');
    return [];
  }
  const checks = report.budget.checks.map((check) => trimmed([
    check.rule, check.source, check.figures, check.outcome, check.advisory === true ? 1 : 0, check.limit, check.value === undefined ? false : check.value,
    check.reason, omissions.keep('offenders', check.offenders ?? [], MAX_OFFENDERS),
  ]));
  return trimmed([report.budget.outcome, checks, report.budget.problems.map(({ kind, message, advice }) => [kind, message, advice])]);
}

export function readBudget(value: unknown): Pick<ImageReport, 'budget'> {
  const [outcome, checks, problems] = readList(value ?? []);
  if (outcome === undefined) return {};
  return {
    budget: {
      outcome: readText(outcome) as BudgetReport['outcome'],
      checks: readList(checks ?? []).map((item): BudgetCheck => {
        const [rule, source, figures, result, advisory, limit, figure, reason, offenders] = readList(item);
        const found = readList(offenders ?? []).map(readText);
        return {
          rule: readText(rule), source: readText(source) as BudgetCheck['source'], figures: readText(figures) as BudgetCheck['figures'],
          outcome: readText(result) as BudgetCheck['outcome'], ...(advisory === 1 ? { advisory: true } : {}), limit: readText(limit),
          ...(figure === false ? {} : { value: figure === null ? null : readNumber(figure) }), reason: readText(reason),
          ...(found.length === 0 ? {} : { offenders: found }),
        };
      }),
      problems: readList(problems ?? []).map((item) => {
        const [kind, message, advice] = readList(item);
        return { kind: readText(kind), message: readText(message), advice: readText(advice) };
      }),
    },
  };
}
