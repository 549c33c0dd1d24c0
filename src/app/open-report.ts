/** Opens reports that were made elsewhere: from a link, from an exported JSON. They can be read, and a Dockerfile edited on. */
import type { Outcome } from '../core/problem';
import type { Finding, ImageReport, Report } from '../core/report/report';
import { lint, reports } from './clients';
import { addDocument, nextKey, refuse, showDocument } from './document-list';
import { addDockerfile } from './dockerfiles';
import { announce, app, update, updateDocument } from './state.svelte';
import { holdAgainstBudgets } from './budgets';

/** Opens what a link holds and shows it; a link that is cut, altered or too new becomes a card that says so. */
export async function openLink(link: string): Promise<void> {
  if (opening.has(link)) return;
  opening.add(link);
  update(() => ({ openingLink: true }));
  const outcome = await reports.openLink(link);
  opening.delete(link);
  update(() => ({ openingLink: opening.size > 0 }));
  if (outcome.ok) show(outcome.value.report, link.length, { link, rulesOff: outcome.value.rulesOff });
  else refuse('Shared link', link.length, outcome.problem, link);
  showDocument(app.current.documents.length);
  announce(outcome.ok ? `The shared report on ${outcome.value.report.subject.name || 'an image without a name'} is open.` : outcome.problem.message);
}

const opening = new Set<string>();

/** Reads an exported report and lists it. */
export async function openReportFile(name: string, file: Blob): Promise<void> {
  const outcome: Outcome<Report> = await reports.read(file);
  if (outcome.ok) show(outcome.value, file.size);
  else refuse(name, file.size, outcome.problem);
}

function show(report: Report, bytes: number, from?: { readonly link: string; readonly rulesOff: readonly string[] }): void {
  const base = { key: nextKey(), name: report.subject.name || NAMELESS[report.kind], bytes, detached: from ? 'link' : 'file', ...(from && { link: from.link }) } as const;
  if (report.kind === 'image') {
    addDocument({ ...base, kind: 'image', phase: 'ready', generation: 0, report });
    void explainFindings(base.key, report);
    void holdAgainstBudgets(base.key);
  } else if (report.kind === 'dockerfile' && report.dockerfile !== undefined) {
    addDockerfile(base.name, report.dockerfile, from);
  } else {
    addDocument({ ...base, kind: 'report', report });
  }
}

const NAMELESS: Readonly<Record<Report['kind'], string>> = {
  image: 'Shared image', dockerfile: 'Dockerfile', comparison: 'Shared comparison', context: 'Build context', plan: 'Shared plan',
};

/** Messages of findings do not travel in a short link: the rules themselves say what they check. */
async function explainFindings(key: string, report: ImageReport): Promise<void> {
  const silent = report.findings?.filter(({ message }) => message === '') ?? [];
  if (silent.length === 0) return;
  const texts = new Map<string, string>();
  for (const code of new Set(silent.map(({ rule }) => rule))) texts.set(code, (await lint.describe(code))?.checks ?? code);
  const explain = (finding: Finding): Finding => (finding.message === '' ? { ...finding, message: texts.get(finding.rule) ?? finding.rule } : finding);
  updateDocument(key, 'image', (now) => (now.report?.findings ? { report: { ...now.report, findings: now.report.findings.map(explain) } } : {}));
}
