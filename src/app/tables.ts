/** Tables of the page as Markdown, for a ticket or a pull request. The writer comes when one is first copied. */
import type { DuplicateReport, LayerReport, WasteReport } from '../core/report/report';
import { bytesText } from './format';

/** Nobody reads more rows in a comment. */
const MOST_ROWS = 200;
const LONGEST_COMMAND = 160;

async function table<T>(head: readonly string[], rows: readonly T[], cells: (row: T) => readonly string[]): Promise<string> {
  const { markdownTable } = await import('../core/export/markdown');
  const rest = rows.length > MOST_ROWS ? `\n\n… and ${rows.length - MOST_ROWS} more` : '';
  return `${markdownTable(head, rows.slice(0, MOST_ROWS).map(cells))}${rest}\n`;
}

export function layersTable(layers: readonly LayerReport[]): Promise<string> {
  return table(['Layer', 'Stored', 'Adds', 'Total', 'Waste', 'Command'], layers, (layer) => [
    String(layer.index), bytesText(layer.storedBytes), bytesText(layer.contributedBytes), bytesText(layer.runningBytes), bytesText(layer.hiddenBytes), layer.command.slice(0, LONGEST_COMMAND),
  ]);
}

export function wasteTable(waste: readonly WasteReport[]): Promise<string> {
  return table(['Bytes', 'Why', 'In layers', 'Hidden by', 'Path'], waste, (row) => [
    bytesText(row.bytes), row.reason, row.layers.join(', '), row.hiddenBy === undefined ? '' : String(row.hiddenBy), `/${row.path}`,
  ]);
}

export function duplicatesTable(duplicates: readonly DuplicateReport[]): Promise<string> {
  return table(['Could save', 'Each', 'Paths'], duplicates, (row) => [bytesText(row.bytes), bytesText(row.size), row.paths.slice(0, 20).map((path) => `/${path}`).join('  ')]);
}
