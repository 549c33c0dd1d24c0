/** Dockerfiles, comparisons and plans as payloads of `d`, `c` and `p` links, and back. Field order is version 1: frozen, only ever appended to. */
import type { ComparisonReport, DockerfileReport, PlanReport } from '../report/report';
import { readFindings, writeFindings, type RuleText } from './findings-tuple';
import { readHead, writeHead } from './head-tuple';
import { Omissions, type Rung } from './rung';
import {
  entryOf, MAX_PATH, readColumn, readDigits, readList, readOptionalWhole, readPaths, readTable, readText, readWhole, trimmed, writeDigits, writePaths, writeTable,
} from './tuple';

/** The source travels whole on every rung: with it the reader lints again, whatever happened to the findings. */
export function writeDockerfile(report: DockerfileReport, rulesOff: readonly string[], rung: Rung): readonly unknown[] {
  const omissions = new Omissions();
  const findings = writeFindings(report.findings, rung, omissions);
  return [writeHead(report, rung, omissions), ...trimmed([report.dockerfile ?? null, rulesOff, findings])];
}

export function readDockerfile(payload: readonly unknown[], ruleText: RuleText): { readonly report: DockerfileReport; readonly rulesOff: readonly string[] } {
  const [head, source, rulesOff, findings] = payload;
  return {
    report: {
      ...readHead(head), kind: 'dockerfile', findings: readFindings(findings, ruleText),
      ...(source === null || source === undefined ? {} : { dockerfile: readText(source) }),
    },
    rulesOff: readList(rulesOff ?? []).map(readText),
  };
}

const TYPES = ['file', 'dir', 'symlink', 'char', 'block', 'fifo', 'hardlink', 'other'];

type PathRow = ComparisonReport['removed'][number];

export function writeComparison(report: ComparisonReport, rung: Rung): readonly unknown[] {
  const omissions = new Omissions();
  const limit = rung.layers ? rung.rows : 0;
  const removed = omissions.keep('removed', largest(report.removed, ({ size }) => size), limit, ({ size }) => size);
  const added = omissions.keep('added', largest(report.added, ({ size }) => size), limit, ({ size }) => size);
  const changed = omissions.keep('changed', largest(report.changed, changeOf), limit, changeOf);
  for (const what of ['removed', 'added', 'changed'] as const) for (const { path } of report[what]) if (!fits(path)) omissions.add(what);
  for (const path of report.preserve) if (!fits(path)) omissions.add('preserve');
  // Concerns and what to preserve are the point of a comparison: they go last.
  const concerns = omissions.keep('concerns', report.concerns, rung.layers ? Math.max(limit, 20) : 0, ({ bytes }) => bytes ?? 0);
  const preserve = omissions.keep('preserve', report.preserve.filter(fits), rung.layers ? Math.max(limit, 20) : 0);
  const byPath = [...changed].sort((a, b) => (a.path < b.path ? -1 : 1));
  const body = trimmed([
    writePathRows(removed), writePathRows(added),
    byPath.length === 0 ? [] : [
      writePaths(byPath.map(({ path }) => path)), byPath.map(({ sizeBefore }) => sizeBefore),
      byPath.map(({ sizeBefore, sizeAfter }) => sizeAfter - sizeBefore), writeTable(byPath.map(({ changes }) => changes.join(','))),
    ],
    concerns.length === 0 ? [] : [
      writeTable(concerns.map(({ check }) => check)), concerns.map(({ path }) => path), concerns.map(({ evidence }) => omissions.shorten(evidence, rung.command)),
      writeTable(concerns.map(({ confidence }) => confidence)), concerns.map(({ tier }) => tier ?? null), concerns.map(({ bytes }) => bytes ?? null),
    ],
    writePaths([...preserve].sort()),
  ]);
  return [writeHead(report, rung, omissions), ...body];
}

export function readComparison(payload: readonly unknown[]): ComparisonReport {
  const [head, removed, added, changed, concerns, preserve] = payload;
  return {
    ...readHead(head), kind: 'comparison', removed: readPathRows(removed), added: readPathRows(added), changed: readChanged(changed),
    concerns: readConcerns(concerns), preserve: readPaths(preserve ?? []),
  };
}

function largest<T extends { readonly path: string }>(rows: readonly T[], sizeOf: (row: T) => number): readonly T[] {
  return rows.filter(({ path }) => fits(path)).sort((a, b) => sizeOf(b) - sizeOf(a) || (a.path < b.path ? -1 : 1));
}

function fits(path: string): boolean {
  return path.length <= MAX_PATH;
}

function changeOf(row: ComparisonReport['changed'][number]): number {
  return Math.abs(row.sizeAfter - row.sizeBefore);
}

function writePathRows(rows: readonly PathRow[]): readonly unknown[] {
  if (rows.length === 0) return [];
  const byPath = [...rows].sort((a, b) => (a.path < b.path ? -1 : 1));
  const typeOf = ({ type }: PathRow): number => (TYPES.includes(type) ? TYPES.indexOf(type) : TYPES.length - 1);
  return [writePaths(byPath.map(({ path }) => path)), byPath.map(({ size }) => size), writeDigits(byPath, typeOf)];
}

function readPathRows(value: unknown): readonly PathRow[] {
  const tuple = readList(value ?? []);
  if (tuple.length === 0) return [];
  const paths = readPaths(tuple[0]);
  const sizes = readColumn(tuple[1], paths.length, readWhole);
  const types = readDigits(tuple[2], paths.length);
  return paths.map((path, row) => ({ path, size: sizes[row]!, type: entryOf(TYPES, types[row]!) }));
}

function readChanged(value: unknown): ComparisonReport['changed'] {
  const tuple = readList(value ?? []);
  if (tuple.length === 0) return [];
  const paths = readPaths(tuple[0]);
  const before = readColumn(tuple[1], paths.length, readWhole);
  const grown = readColumn(tuple[2], paths.length, readWhole);
  const changes = readTable(tuple[3], paths.length);
  return paths.map((path, row) => ({
    path, sizeBefore: before[row]!, sizeAfter: before[row]! + grown[row]!, changes: changes[row]!.split(',').filter((change) => change !== ''),
  }));
}

function readConcerns(value: unknown): ComparisonReport['concerns'] {
  const tuple = readList(value ?? []);
  if (tuple.length === 0) return [];
  const paths = readList(tuple[1]).map(readText);
  const rows = paths.length;
  const checks = readTable(tuple[0], rows);
  const evidence = readColumn(tuple[2], rows, readText);
  const confidence = readTable(tuple[3], rows);
  const tiers = readColumn(tuple[4], rows, readOptionalWhole);
  const sizes = readColumn(tuple[5], rows, readOptionalWhole);
  return paths.map((path, row) => {
    const [tier, bytes] = [tiers[row], sizes[row]];
    return {
      check: checks[row]!, path, evidence: evidence[row]!, confidence: confidence[row]!,
      ...(tier === undefined ? {} : { tier }), ...(bytes === undefined ? {} : { bytes }),
    };
  });
}

export function writePlan(report: PlanReport, rung: Rung): readonly unknown[] {
  const omissions = new Omissions();
  const layers = omissions.keep('layers', report.layers, rung.layers ? Infinity : 0, ({ storedBytes }) => storedBytes);
  const ranges = omissions.keep('ranges', [...report.ranges].sort((a, b) => b.savedBytes - a.savedBytes), rung.layers ? rung.rows : 0, ({ savedBytes }) => Math.max(0, savedBytes));
  const best = report.recommended;
  const body = trimmed([
    layers.length === 0 ? [] : [layers.map(({ command }) => omissions.shorten(command, rung.command)), layers.map(({ storedBytes }) => storedBytes)],
    ranges.length === 0 ? [] : [ranges.map(({ from }) => from), ranges.map(({ from, to }) => to - from), ranges.map(({ savedBytes }) => savedBytes)],
    best === undefined ? [] : [best.from, best.to, best.savedBytes, best.reason],
  ]);
  return [writeHead(report, rung, omissions), ...body];
}

export function readPlan(payload: readonly unknown[]): PlanReport {
  const [head, layersTuple, rangesTuple, best] = payload;
  const [commandColumn, storedColumn] = readList(layersTuple ?? []);
  const commands = readList(commandColumn ?? []).map(readText);
  const stored = readColumn(storedColumn ?? [], commands.length, readWhole);
  const [fromColumn, lengthColumn, savedColumn] = readList(rangesTuple ?? []);
  const from = readList(fromColumn ?? []).map(readWhole);
  const lengths = readColumn(lengthColumn ?? [], from.length, readWhole);
  const saved = readColumn(savedColumn ?? [], from.length, readWhole);
  const [bestFrom, bestTo, bestSaved, reason] = readList(best ?? []);
  return {
    ...readHead(head), kind: 'plan',
    layers: commands.map((command, index) => ({ index, command, storedBytes: stored[index]! })),
    ranges: from.map((first, row) => ({ from: first, to: first + lengths[row]!, savedBytes: saved[row]! })),
    ...(bestFrom === undefined ? {} : {
      recommended: { from: readWhole(bestFrom), to: readWhole(bestTo), savedBytes: readWhole(bestSaved), reason: readText(reason) },
    }),
  };
}
