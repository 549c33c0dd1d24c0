/** Findings as columns: rule, places and severity. Messages travel only where there is room; the reader's own rule table has them too. */
import type { Finding, FindingSource, Severity } from '../report/report';
import type { Omissions, Rung } from './rung';
import {
  entryOf, readColumn, readDigits, readList, readNumber, readOptionalWhole, readTable, readText, readWhole, trimmed, writeDigits, writeTable,
} from './tuple';

/** Tables of version 1: frozen, only ever appended to. */
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'style'];
const SOURCES: readonly FindingSource[] = ['hadolint', 'shellcheck', 'buildkit', 'plimsoll'];

/** Says what a rule checks, for findings whose message did not travel. */
export type RuleText = (rule: string) => string | undefined;

export function writeFindings(findings: readonly Finding[], rung: Rung, omissions: Omissions): readonly unknown[] {
  const kept = omissions.keep('findings', findings, rung.layers ? Math.max(30, rung.rows) : 0);
  if (kept.length === 0) return [];
  if (rung.extras === 0) for (const _finding of kept) omissions.add('messages');
  for (const finding of kept) if (finding.fix !== undefined) omissions.add('fixes');
  let line = 0;
  const lines = kept.map((finding) => finding.line - line + ((line = finding.line), 0));
  return trimmed([
    writeTable(kept.map(({ rule }) => rule)),
    writeDigits(kept, ({ severity }) => SEVERITIES.indexOf(severity)),
    writeDigits(kept, ({ source }) => SOURCES.indexOf(source)),
    lines,
    kept.map(({ column }) => column),
    kept.map((finding) => finding.endLine - finding.line),
    kept.map((finding) => (finding.endLine === finding.line ? finding.endColumn - finding.column : finding.endColumn)),
    kept.map((finding) => finding.line - finding.instructionLine),
    writeDigits(kept, ({ fixable }) => (fixable ? 1 : 0)),
    kept.some(({ bytes }) => bytes !== undefined) ? kept.map(({ bytes }) => bytes ?? null) : 0,
    rung.extras > 0 ? kept.map(({ message }) => message) : 0,
    kept.some(({ estimated }) => estimated) ? writeDigits(kept, ({ estimated }) => (estimated === true ? 1 : 0)) : 0,
  ]);
}

export function readFindings(value: unknown, ruleText: RuleText): readonly Finding[] {
  const tuple = readList(value ?? []);
  if (tuple.length === 0) return [];
  const severities = readText(tuple[1]);
  const rows = severities.length;
  const rules = readTable(tuple[0], rows);
  const severity = readDigits(severities, rows);
  const source = readDigits(tuple[2], rows);
  const lines = readColumn(tuple[3], rows, readWhole);
  const columns = readColumn(tuple[4], rows, readWhole);
  const endLines = readColumn(tuple[5], rows, readWhole);
  const endColumns = readColumn(tuple[6], rows, readWhole);
  const instructions = readColumn(tuple[7], rows, readNumber);
  const fixable = readDigits(tuple[8], rows);
  const bytes = Array.isArray(tuple[9]) ? readColumn(tuple[9], rows, readOptionalWhole) : [];
  const messages = Array.isArray(tuple[10]) ? readColumn(tuple[10], rows, readText) : [];
  const estimated = typeof tuple[11] === 'string' ? readDigits(tuple[11], rows) : [];
  let line = 0;
  return rules.map((rule, row): Finding => {
    line += lines[row]!;
    const cost = bytes[row];
    return {
      rule, severity: entryOf(SEVERITIES, severity[row]!), message: messages[row] ?? ruleText(rule) ?? '',
      line, column: columns[row]!, endLine: line + endLines[row]!,
      endColumn: endLines[row] === 0 ? columns[row]! + endColumns[row]! : endColumns[row]!,
      instructionLine: line - instructions[row]!, source: entryOf(SOURCES, source[row]!), fixable: fixable[row] === 1,
      ...(cost === undefined ? {} : { bytes: cost }), ...(estimated[row] === 1 && { estimated: true }),
    };
  });
}
