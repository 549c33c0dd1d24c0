/** What leaves the page on request: a report in one of the formats, made when it is asked for. */
import { fileNameOf, formatsFor, type ExportFormat } from '../core/export/formats';
import type { RuleHelp } from '../core/export/sarif';
import { success, type Outcome } from '../core/problem';
import type { Report } from '../core/report/report';
import { lint, session } from './clients';

export { fileNameOf, type ExportFormat };

/** Formats that this report can be written in; those that need the image itself only while it is open. */
export function formatsOf(report: Report, imageKey: string | undefined): readonly ExportFormat[] {
  const unruled = report.kind === 'image' && !report.budget;
  const empty: Readonly<Record<string, boolean>> = { sarif: unruled && !report.findings?.length, 'rules-csv': unruled };
  return formatsFor(report.kind).filter(({ id, needs }) => (needs === 'report' || imageKey !== undefined) && empty[id] !== true);
}

/** The file of an export. `imageKey` names the open image, for formats that need more than its report. */
export async function makeExport(format: ExportFormat, report: Report, imageKey: string | undefined): Promise<Outcome<Blob>> {
  if (format.id === 'dive-json' || format.id === 'files-csv') return session.exportImage(imageKey ?? '', format.id);
  const rules = format.id === 'sarif' ? await describeRules(report) : undefined;
  return success(new Blob([format.write({ report, ...(rules && { rules: (code) => rules.get(code) }) })], { type: format.mediaType }));
}

async function describeRules(report: Report): Promise<ReadonlyMap<string, RuleHelp>> {
  const findings = 'findings' in report ? (report.findings ?? []) : [];
  const described = new Map<string, RuleHelp>();
  for (const code of new Set(findings.map(({ rule }) => rule))) {
    const rule = await lint.describe(code);
    if (rule) described.set(code, rule);
  }
  return described;
}
