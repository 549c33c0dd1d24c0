/** A report as plain headings, tables and sentences: what Markdown and HTML both render, so that they cannot drift apart. */
import { escapeUnseen } from '../bytes/unseen';
import type { BudgetReport, ComparisonReport, ContextReport, DockerfileReport, Finding, ImageReport, PlanReport, Report } from '../report/report';
import { commandText, countText, shareText, sizeText, visibleLine } from './figures';

/** `code` is for whatever came from the input: it is shown verbatim, never interpreted. */
export type Cell = { readonly kind: 'text' | 'number' | 'code'; readonly text: string; readonly title?: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string; readonly code?: string }
  | { readonly kind: 'paragraph'; readonly cells: readonly Cell[] }
  | { readonly kind: 'verdict'; readonly passed: boolean; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly Cell[])[]; readonly more: number }
  | { readonly kind: 'source'; readonly text: string };

/** Characters that a cell keeps on one line; what is longer wraps anywhere and is given room, however narrow the page. */
const SHORT_CELL = 32;

export function isLong(cell: Cell): boolean {
  return cell.text.length > SHORT_CELL;
}

export interface DocumentLimits {
  /** Rows of each table; the rest is counted below it. */
  readonly rows: number;
  /** Characters of each command. */
  readonly command: number;
}

const text = (value: string): Cell => ({ kind: 'text', text: visibleLine(value) });
const code = (value: string): Cell => ({ kind: 'code', text: visibleLine(value) });
const count = (value: number): Cell => ({ kind: 'number', text: countText(value) });
const size = (bytes: number, about = ''): Cell => ({ kind: 'number', text: about + sizeText(bytes), title: `${countText(bytes)} bytes` });

/** The blocks of a report of any kind. */
export function documentOf(report: Report, limits: DocumentLimits): readonly Block[] {
  const body = bodyOf(report, limits);
  return [
    { kind: 'heading', level: 1, text: TITLES[report.kind], code: visibleLine(report.subject.name) }, ...body, ...omissionsOf(report), ...diagnosticsOf(report, limits),
    { kind: 'paragraph', cells: [text(`Made by Plimsoll ${report.tool.version}. Sizes are decimal: 1 MB is 1,000,000 bytes.`)] },
  ];
}

const TITLES: Readonly<Record<Report['kind'], string>> = {
  image: 'Image', dockerfile: 'Dockerfile', comparison: 'Comparison', context: 'Build context', plan: 'Squash plan',
};

function bodyOf(report: Report, limits: DocumentLimits): readonly Block[] {
  switch (report.kind) {
    case 'image': return imageBlocks(report, limits);
    case 'dockerfile': return dockerfileBlocks(report, limits);
    case 'comparison': return comparisonBlocks(report, limits);
    case 'context': return contextBlocks(report, limits);
    case 'plan': return planBlocks(report, limits);
  }
}

function table<T>(head: readonly string[], rows: readonly T[], limits: DocumentLimits, cells: (row: T) => readonly Cell[]): Block {
  return { kind: 'table', head, rows: rows.slice(0, limits.rows).map(cells), more: Math.max(0, rows.length - limits.rows) };
}

function section(heading: string, rows: readonly unknown[], block: () => Block): readonly Block[] {
  return rows.length === 0 ? [] : [{ kind: 'heading', level: 2, text: heading }, block()];
}

function imageBlocks(report: ImageReport, limits: DocumentLimits): readonly Block[] {
  const { totals, dive } = report;
  const image = report.images[report.image];
  const shown = (command: string): Cell => code(shorten(commandText(command), limits.command));
  return [
    { kind: 'paragraph', cells: [
      text(`${image?.platform === undefined ? '' : `${image.platform}, `}${report.format}`), ...(image?.tags ?? []).map(code),
    ] },
    { kind: 'table', more: 0, head: ['Figure', 'Exact', 'As dive prints it'], rows: [
      [text('Payload of all layers'), size(totals.bytes), size(dive.sizeBytes)],
      [text('Reachable'), size(totals.reachableBytes), text('')],
      [text('Wasted'), size(totals.hiddenBytes), size(dive.inefficientBytes)],
      [text('Efficiency'), { kind: 'number', text: shareText(totals.efficiency) }, { kind: 'number', text: shareText(dive.efficiencyScore) }],
      [text('Stored (compressed as in the archive)'), size(totals.storedBytes), text('')],
      [text('Duplicates'), size(totals.duplicateBytes), text('')],
      [text('Files'), count(totals.files), text('')],
    ] },
    ...budgetBlocks(report.budget, limits),
    ...section('Layers', report.layers, () => table(['Layer', 'Payload', 'Stored', 'Adds', 'Wasted', 'Command'], report.layers, { ...limits, rows: Math.max(limits.rows, 130) }, (layer) => [
      count(layer.index), size(layer.bytes), size(layer.storedBytes), size(layer.contributedBytes), size(layer.hiddenBytes), shown(layer.command),
    ])),
    ...section('Waste', report.waste, () => table(['Bytes', 'Why', 'In layers', 'Path'], report.waste, limits, (row) => [
      size(row.bytes), text(`${row.reason.replaceAll('-', ' ')}${row.changed === undefined ? '' : ` (${row.changed.join(', ')})`}`),
      text(`${row.layers.join(', ')}${row.hiddenBy === undefined ? '' : ` by ${row.hiddenBy}`}`), code(row.path),
    ])),
    ...section('Duplicates', report.duplicates, () => table(['Could save', 'Each', 'Paths'], report.duplicates, limits, (row) => [
      size(row.bytes), size(row.size), code(row.paths.slice(0, 5).join('  ') + (row.paths.length > 5 ? `  and ${row.paths.length - 5} more` : '')),
    ])),
    ...section('Dead weight', report.packages?.kinds ?? [], () => table(['Kind', 'Files', 'Bytes'], report.packages?.kinds ?? [], limits, (row) => [
      code(row.kind), count(row.files), size(row.bytes),
    ])),
    ...section('Packages', report.packages?.packages ?? [], () => table(['Manager', 'Package', 'Version', 'Files', 'Bytes'], report.packages?.packages ?? [], limits, (row) => [
      code(row.manager), code(row.name), code(row.version), count(row.files), size(row.bytes),
    ])),
    ...findingBlocks(report.findings ?? [], limits),
  ];
}

function budgetBlocks(budget: BudgetReport | undefined, limits: DocumentLimits): readonly Block[] {
  if (budget === undefined) return [];
  const verdicts = { pass: 'Every rule is kept.', fail: 'At least one rule is broken.', invalid: 'At least one rule could not be understood.' };
  return [
    { kind: 'heading', level: 2, text: 'Budget' },
    { kind: 'verdict', passed: budget.outcome === 'pass', text: verdicts[budget.outcome] },
    ...budget.problems.map(({ message, advice }): Block => ({ kind: 'paragraph', cells: [text(`${message} ${advice}`)] })),
    table(['Result', 'Rule', 'Limit', 'Figures', 'Reason', 'Such as'], budget.checks, { ...limits, rows: 200 }, (check) => [
      text(check.outcome.toUpperCase() + (check.advisory === true ? ' (shown only)' : '')), code(check.rule), code(check.limit),
      text(check.figures), text(check.reason), code((check.offenders ?? []).slice(0, 3).map((offender) => shorten(offender, limits.command)).join('; ')),
    ]),
  ];
}

function findingBlocks(findings: readonly Finding[], limits: DocumentLimits): readonly Block[] {
  return section('Findings', findings, () => table(['Line', 'Severity', 'Rule', 'Message', 'Costs'], findings, limits, (finding) => [
    text(`${finding.line}:${finding.column}`), text(finding.severity), code(finding.rule), text(finding.message),
    finding.bytes === undefined ? text('') : size(finding.bytes, finding.estimated === true ? 'about ' : ''),
  ]));
}

function dockerfileBlocks(report: DockerfileReport, limits: DocumentLimits): readonly Block[] {
  const found = report.findings.length;
  return [
    { kind: 'verdict', passed: found === 0, text: found === 0 ? 'No findings.' : `${countText(found)} ${found === 1 ? 'finding' : 'findings'}.` },
    ...findingBlocks(report.findings, limits),
    ...(report.dockerfile === undefined ? [] : [{ kind: 'heading', level: 2, text: 'Source' } as const, { kind: 'source', text: escapeUnseen(report.dockerfile.replaceAll('\r\n', '\n'), '\n\t') } as const]),
  ];
}

function comparisonBlocks(report: ComparisonReport, limits: DocumentLimits): readonly Block[] {
  const paths = (rows: ComparisonReport['removed']): Block => table(['Bytes', 'Type', 'Path'], rows, limits, (row) => [size(row.size), code(row.type), code(row.path)]);
  return [
    { kind: 'verdict', passed: report.concerns.length === 0, text: report.concerns.length === 0 ? 'Nothing speaks against the smaller image.' : `${countText(report.concerns.length)} concerns.` },
    ...section('Concerns', report.concerns, () => table(['Check', 'Confidence', 'Path', 'Evidence'], report.concerns, limits, (row) => [
      code(row.check), text(row.confidence), code(row.path), code(row.evidence),
    ])),
    ...section('Removed', report.removed, () => paths(report.removed)),
    ...section('Added', report.added, () => paths(report.added)),
    ...section('Changed', report.changed, () => table(['Before', 'After', 'What', 'Path'], report.changed, limits, (row) => [
      size(row.sizeBefore), size(row.sizeAfter), text(row.changes.join(', ')), code(row.path),
    ])),
    ...section('Preserve', report.preserve, () => table(['Path'], report.preserve, limits, (path) => [code(path)])),
  ];
}

function contextBlocks(report: ContextReport, limits: DocumentLimits): readonly Block[] {
  return [
    { kind: 'table', more: 0, head: ['', 'Files', 'Bytes'], rows: [
      [text('Sent to the builder'), count(report.sent.files), size(report.sent.bytes)], [text('Ignored'), count(report.ignored.files), size(report.ignored.bytes)],
    ] },
    ...section('Largest', report.largest, () => table(['Bytes', 'Files', 'Path'], report.largest, limits, (row) => [size(row.bytes), count(row.files), code(row.path)])),
    ...section('Suggestions', report.suggestions, () => table(['Saves', 'Pattern', 'Why'], report.suggestions, limits, (row) => [
      size(row.bytes), code(row.pattern), text(row.reason),
    ])),
  ];
}

function planBlocks(report: PlanReport, limits: DocumentLimits): readonly Block[] {
  const best = report.recommended;
  const ranges = [...report.ranges].sort((a, b) => b.savedBytes - a.savedBytes);
  return [
    ...(best === undefined ? [] : [{ kind: 'paragraph', cells: [
      text(`Recommended: squash layers ${best.from} to ${best.to}, which saves ${sizeText(best.savedBytes)}: ${best.reason}.`),
    ] } as const]),
    ...section('Ranges', ranges, () => table(['From', 'To', 'Saves'], ranges, limits, (row) => [count(row.from), count(row.to), size(row.savedBytes)])),
    ...section('Layers', report.layers, () => table(['Layer', 'Stored', 'Command'], report.layers, { ...limits, rows: Math.max(limits.rows, 130) }, (layer) => [
      count(layer.index), size(layer.storedBytes), code(shorten(commandText(layer.command), limits.command)),
    ])),
  ];
}

function omissionsOf(report: Report): readonly Block[] {
  return section('Left out', report.omitted ?? [], () => table(['What', 'How many', 'Bytes'], report.omitted ?? [], { rows: 100, command: 0 }, (row) => [
    text(row.what), count(row.count), row.bytes === undefined ? text('') : size(row.bytes),
  ]));
}

function diagnosticsOf(report: Report, limits: DocumentLimits): readonly Block[] {
  return section('What was odd', report.diagnostics, () => table(['What', 'What to do'], report.diagnostics, limits, (row) => [
    text(row.message), text(row.advice),
  ]));
}

function shorten(value: string, limit: number): string {
  return value.length <= limit ? value : `${value.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
