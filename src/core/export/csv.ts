/** Comma-separated values as in RFC 4180, safe to open in a spreadsheet. */
import type { BudgetReport, ImageReport } from '../report/report';

/** One path of the root file system, as the `tree` listing has it. */
export interface FileRow {
  readonly path: string;
  readonly type: string;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly link?: string;
}

/** Every wasted path, largest first. */
export function writeWasteCsv(report: ImageReport): string {
  const rows = report.waste.map((row) => [
    row.path, row.bytes, row.reason, row.layers.join(' '), row.hiddenBy ?? '', (row.changed ?? []).join(' '), row.storedBytes ?? '',
  ]);
  return csv(['path', 'bytes', 'reason', 'layers', 'hidden by', 'changed', 'stored bytes'], rows);
}

/** Every path of the root file system, in the order given. `mode` is octal, as `chmod` takes it. */
export function writeFilesCsv(files: Iterable<FileRow>): string {
  const rows: (readonly (string | number)[])[] = [];
  for (const file of files) rows.push([file.path, file.type, file.size, file.mode.toString(8).padStart(4, '0'), file.uid, file.gid, file.link ?? '']);
  return csv(['path', 'type', 'size', 'mode', 'uid', 'gid', 'link'], rows);
}

/** How the image stands against its rules, a row each; what could not be understood comes last. `decides` is `no` for figures shown beside. */
export function writeRulesCsv({ checks, problems }: BudgetReport): string {
  return csv(['result', 'decides', 'rule', 'source', 'figures', 'limit', 'value', 'reason', 'offenders'], [
    ...checks.map(({ outcome, advisory, rule, source, figures, limit, value, reason, offenders }) => (
      [outcome, advisory === true ? 'no' : 'yes', rule, source, figures, limit, value ?? '', reason, (offenders ?? []).join('\n')])),
    ...problems.map(({ kind, message, advice }) => ['invalid', 'yes', kind, '', '', '', '', `${message} ${advice}`, '']),
  ]);
}

function csv(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe in front (as OWASP advises); numbers of ours stay numbers.
 * The characters that begin a formula also do so after blanks, and in their full-width forms.
 */
function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const guarded = /^[\s]*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  // Spreadsheets of many countries split at semicolons or tabs.
  return /[",;\t\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
