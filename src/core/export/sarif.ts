/** Findings as SARIF 2.1.0 (OASIS), with exact columns, help for every rule, and fixes: what code scanning services read. */
import type { BudgetReport, Finding, Report, Severity } from '../report/report';

/** What a rule says of itself; a rule's description fits. */
export interface RuleHelp {
  readonly name: string;
  readonly severity: Severity;
  readonly checks: string;
  readonly why: string;
  readonly bearsOnSize: boolean;
  readonly links: readonly string[];
  readonly bad?: string;
  readonly good?: string;
}

export type RuleLookup = (code: string) => RuleHelp | undefined;

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', info: 'note', style: 'note' };

/** What broke a rule, in a message; the properties have a hundred. */
const MOST_OFFENDERS = 10;

/** One run with all findings of a Dockerfile, or of the Dockerfile beside an image, and the rules of a budget that the image breaks. */
export function writeSarif(report: Report, lookup: RuleLookup = () => undefined): string {
  const findings = report.kind === 'dockerfile' || report.kind === 'image' ? (report.findings ?? []) : [];
  const source = report.kind === 'dockerfile' ? report.dockerfile : undefined;
  const uri = uriOf(report.kind === 'dockerfile' ? report.subject.name : 'Dockerfile');
  const codes = [...new Set(findings.map(({ rule }) => rule))];
  const budget = report.kind === 'image' ? report.budget : undefined;
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: {
        name: 'Plimsoll', semanticVersion: report.tool.version, version: report.tool.version,
        rules: codes.map((code) => ruleOf(code, lookup(code), findings)),
      } },
      columnKind: 'utf16CodeUnits',
      artifacts: [{ location: { uri }, sourceLanguage: 'dockerfile' }],
      invocations: [{
        executionSuccessful: true,
        toolExecutionNotifications: report.diagnostics.map(({ kind, message, advice }) => ({
          level: 'note', descriptor: { id: kind }, message: { text: escaped(`${message} ${advice}`) },
        })),
      }],
      results: [...findings.map((finding) => resultOf(finding, codes.indexOf(finding.rule), uri, source)), ...brokenRules(budget, uriOf(report.subject.name))],
      ...(budget === undefined ? {} : { properties: { budget } }),
    }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(code: string, help: RuleHelp | undefined, findings: readonly Finding[]): unknown {
  const first = findings.find(({ rule }) => rule === code)!;
  const tags = [first.source, ...(help?.bearsOnSize === true ? ['size'] : [])];
  if (help === undefined) return { id: code, defaultConfiguration: { level: LEVELS[first.severity] }, properties: { tags } };
  const example = help.bad === undefined || help.good === undefined ? '' : `\n\nInstead of\n\n${block(help.bad)}\n\nwrite\n\n${block(help.good)}`;
  return {
    id: code,
    name: help.name,
    shortDescription: { text: escaped(help.checks) },
    fullDescription: { text: escaped(`${help.checks} ${help.why}`) },
    help: { text: escaped(`${help.checks} ${help.why}`), markdown: `${help.checks}\n\n${help.why}${example}` },
    ...(help.links[0] === undefined ? {} : { helpUri: help.links[0] }),
    defaultConfiguration: { level: LEVELS[help.severity] },
    properties: { tags },
  };
}

function resultOf(finding: Finding, ruleIndex: number, uri: string, source: string | undefined): unknown {
  const { fix } = finding;
  return {
    ruleId: finding.rule, ruleIndex, level: LEVELS[finding.severity],
    message: { text: escaped(finding.message === '' ? finding.rule : finding.message) },
    locations: [{ physicalLocation: {
      artifactLocation: { uri, index: 0 },
      region: { startLine: finding.line, startColumn: finding.column, endLine: finding.endLine, endColumn: finding.endColumn },
    } }],
    ...(fix === undefined || fix.edits.length === 0 ? {} : { fixes: [{
      description: { text: escaped(fix.title) },
      artifactChanges: [{
        artifactLocation: { uri, index: 0 },
        replacements: fix.edits.map(({ start, end, text }) => ({ deletedRegion: regionOf(start, end, source), insertedContent: { text } })),
      }],
    }] }),
    properties: { severity: finding.severity, instructionLine: finding.instructionLine, ...(finding.bytes === undefined ? {} : { bytes: finding.bytes }), ...(finding.estimated === true && { estimated: true }) },
  };
}

/** Rules that the image breaks are results without a line; all of them, kept ones too, are among the run's properties. */
function brokenRules(budget: BudgetReport | undefined, uri: string): readonly unknown[] {
  return (budget?.checks ?? []).filter(({ outcome, advisory }) => outcome === 'fail' && advisory !== true).map(({ rule, reason, offenders = [] }) => ({
    ruleId: `budget/${rule}`, level: 'error', message: { text: escaped([reason, ...offenders.slice(0, MOST_OFFENDERS)].join('\n')) },
    locations: [{ physicalLocation: { artifactLocation: { uri } } }],
  }));
}

/** Lines and columns where the source is at hand, since few readers know character offsets. */
function regionOf(start: number, end: number, source: string | undefined): unknown {
  if (source === undefined) return { charOffset: start, charLength: end - start };
  const from = placeOf(start, source);
  const to = placeOf(end, source);
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

function placeOf(offset: number, source: string): { readonly line: number; readonly column: number } {
  const before = source.slice(0, offset);
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
}

/**
 * In SARIF's plain messages `[text](id)` is a link and `{0}` a placeholder. Only what would be taken for one is escaped: many readers
 * show messages as they are, and `${VAR}` or `[ -f x ]` must stay readable there.
 */
function escaped(text: string): string {
  return text.replace(/\[(?=[^\]]*\]\()/g, '\\[').replace(/\{(\d+)\}/g, '{{$1}}');
}

function block(dockerfile: string): string {
  return `\`\`\`dockerfile\n${dockerfile.trim()}\n\`\`\``;
}

/** A relative URI reference; a file's name may hold anything. */
function uriOf(name: string): string {
  const uri = encodeURIComponent(name.replace(/\p{Cs}/gu, '\uFFFD')).replaceAll('%2F', '/').replace(/^\/+/, '');
  return uri === '' ? 'Dockerfile' : uri;
}
