/** Tables of the page as Markdown, for a ticket or a pull request. The writer comes when one is first copied. */
import type { PathEvent } from '../core/image/path-history';
import type { TreeRow } from '../core/image/tree-view';
import type { PictureItem } from '../core/picture/picture';
import type { BudgetReport, ComparisonReport, ContextReport, DuplicateReport, ImageReport, LayerReport, PackagesReport, WasteReport } from '../core/report/report';
import type { DockerfileChange } from '../core/squash/dockerfile-change';
import type { CompareRow } from '../../workers/protocol';
import { bytesText, countText, exactBytes, percentText } from './format';
import type { RangeRow } from './squash-ranges';
import { visiblePath } from './visible-text';

/** Nobody reads more rows in a comment. */
const MOST_ROWS = 200;
const LONGEST_COMMAND = 160;

const shown = (path: string): string => `/${visiblePath(path)}`;

async function table<T>(head: readonly string[], rows: readonly T[], cells: (row: T) => readonly string[], all = rows.length): Promise<string> {
  const { markdownTable } = await import('../core/export/markdown');
  const left = all - Math.min(MOST_ROWS, rows.length);
  const rest = left > 0 ? `\n\n… and ${countText(left)} more` : '';
  return `${markdownTable(head, rows.slice(0, MOST_ROWS).map(cells))}${rest}\n`;
}

export function layersTable(layers: readonly LayerReport[]): Promise<string> {
  return table(['Layer', 'Stored', 'Adds', 'Total', 'Waste', 'Command'], layers, (layer) => [
    String(layer.index), bytesText(layer.storedBytes), bytesText(layer.contributedBytes), bytesText(layer.runningBytes), bytesText(layer.hiddenBytes), layer.command.slice(0, LONGEST_COMMAND),
  ]);
}

export function wasteTable(waste: readonly WasteReport[]): Promise<string> {
  return table(['Bytes', 'Why', 'In layers', 'Hidden by', 'Path'], waste, (row) => [
    bytesText(row.bytes), row.reason, row.layers.join(', '), row.hiddenBy === undefined ? '' : String(row.hiddenBy), shown(row.path),
  ]);
}

export function duplicatesTable(duplicates: readonly DuplicateReport[]): Promise<string> {
  return table(['Could save', 'Each', 'Paths'], duplicates, (row) => [bytesText(row.bytes), bytesText(row.size), row.paths.slice(0, 20).map(shown).join('  ')]);
}

/** The figures of an image, dive's beside the exact ones. */
export function figuresTable({ totals, dive }: Pick<ImageReport, 'totals' | 'dive'>): Promise<string> {
  const share = (ratio: number | null): string => (ratio === null ? 'unknown' : percentText(ratio));
  return table(['Figure', 'Exact', 'As dive counts'], [
    ['Size of all layers', exactBytes(totals.bytes), exactBytes(dive.sizeBytes)], ['Reachable', exactBytes(totals.reachableBytes), ''], ['Waste', exactBytes(totals.hiddenBytes), exactBytes(dive.inefficientBytes)],
    ['Efficiency', share(totals.efficiency), share(dive.efficiencyScore)], ['User size, without the base layer', '', exactBytes(dive.userSizeBytes)], ['User wasted percent', '', share(dive.userWastedPercent)],
    ['Stored in this archive', exactBytes(totals.storedBytes), ''], ['Duplicates', exactBytes(totals.duplicateBytes), ''], ['Files', countText(totals.files), ''],
  ], (row) => row);
}

export function budgetTable({ checks }: BudgetReport): Promise<string> {
  return table(['Result', 'Rule', 'Limit', 'Figures', 'Reason', 'Such as'], checks, (check) => [
    check.advisory ? `${check.outcome} (shown only)` : check.outcome, check.rule, check.limit, check.figures, check.reason, (check.offenders ?? []).slice(0, 20).join('  '),
  ]);
}

export function filesTable(rows: readonly TreeRow[], all: number): Promise<string> {
  return table(['Path', 'Size', 'Hidden below', 'Files', 'Layer'], rows, (row) => [
    shown(row.path) + (row.type === 'dir' ? '/' : '') + (row.link === undefined ? '' : ` → ${visiblePath(row.link)}`), bytesText(row.size), row.hiddenBytes > 0 ? bytesText(row.hiddenBytes) : '', row.type === 'dir' ? countText(row.files) : '', String(row.layer),
  ], all);
}

/** What each layer did to one path. */
export function storyTable(events: readonly PathEvent[], words: (event: PathEvent) => string, layers: readonly LayerReport[]): Promise<string> {
  return table(['Layer', 'What it does', 'Size', 'Command'], events, (event) => [
    String(event.layer), words(event) + (event.reachable === false ? ', and nobody reaches these bytes' : ''), event.action !== 'removed' && event.size !== undefined ? bytesText(event.size) : '', (layers[event.layer]?.command ?? '').slice(0, LONGEST_COMMAND),
  ]);
}

/** What lies in one directory of the picture. */
export function partsTable(parts: readonly PictureItem[], all: number, whole: number): Promise<string> {
  return table(['Path', 'Reachable', 'Dead weight', 'Share'], parts, (part) => [
    shown(part.path) + (part.directory ? '/' : ''), bytesText(part.reachable), part.hidden > 0 ? bytesText(part.hidden) : '', percentText((part.reachable + part.hidden) / whole),
  ], all);
}

export function packagesTable(packages: PackagesReport['packages']): Promise<string> {
  return table(['Package', 'Version', 'From', 'Size', 'Files'], packages, (each) => [each.name, each.version, each.manager, bytesText(each.bytes), countText(each.files)]);
}

/** Changes of a Dockerfile with the effect of squashing. */
export function changesTable(changes: readonly DockerfileChange[]): Promise<string> {
  return table(['Saves', 'Files', 'Layers', 'Change'], changes, ({ bytes, files, layers, text }) => [bytesText(bytes), countText(files), layers.join(', '), text]);
}

export function rangesTable(ranges: readonly RangeRow[]): Promise<string> {
  return table(['Layers', 'Saves', 'Pulled again'], ranges, (range) => [`${range.from} to ${range.to}`, bytesText(range.savedBytes), range.pulledAgainBytes > 0 ? bytesText(range.pulledAgainBytes) : '']);
}

/** What the second image may still need, one row a reason; `titles` names the tiers. */
export function concernsTable(families: NonNullable<ComparisonReport['families']>, titles: ReadonlyMap<number, string>): Promise<string> {
  return table(['How bad', 'What', 'Files', 'Bytes', 'Confidence', 'Evidence', 'Such as'], families, (family) => [
    titles.get(family.tier) ?? String(family.tier), family.drift ? `${family.title} (kept, but changed)` : family.title, countText(family.files), bytesText(family.bytes), family.confidence, family.evidence,
    family.examples.slice(0, 5).map(shown).join('  '),
  ]);
}

/** One list of a comparison: removed, added, changed or moved paths. */
export function differenceTable(list: 'removed' | 'added' | 'changed' | 'moved', rows: readonly CompareRow[], all: number): Promise<string> {
  if (list === 'moved') return table(['From', 'To', 'Size'], rows, (row) => [shown(row.path), shown(row.to ?? ''), bytesText(row.size)], all);
  if (list === 'changed') return table(['Path', 'Changed', 'Before', 'After'], rows, (row) => [shown(row.path), (row.changes ?? []).join(', '), bytesText(row.size), bytesText(row.sizeAfter ?? 0)], all);
  return table(['Path', 'Type', 'Size'], rows, (row) => [shown(row.path), row.type ?? '', bytesText(row.size)], all);
}

/** What is not the same in the two sides: fields of the configuration, or packages. */
export function sidesTable(what: string, rows: readonly { readonly name: string; readonly before?: string; readonly after?: string }[]): Promise<string> {
  return table([what, 'Original', 'Second'], rows, (row) => [row.name, row.before ?? '', row.after ?? '']);
}

/** The largest parts of what a build sends. */
export function sentTable(parts: ContextReport['largest']): Promise<string> {
  return table(['Path', 'Size', 'Files'], parts, (part) => [visiblePath(part.path), bytesText(part.bytes), countText(part.files)]);
}
