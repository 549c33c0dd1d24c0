/** Opens reports that were made elsewhere: from a link, from an exported JSON. They can be read, and a Dockerfile edited on. */
import type { Outcome } from '../core/problem';
import type { Finding, ImageReport, Report } from '../core/report/report';
import { lint, reports } from './clients';
import { addDocument, nextKey, refuse, showDocument } from './document-list';
import { addDockerfile, type FromLink } from './dockerfiles';
import { announce, app, update, updateDocument } from './state.svelte';
import { holdAgainstBudgets } from './budgets';

/** Links that are being read, each once however often it is asked for; and those of them that are to be shown. */
const opening = new Map<string, Promise<void>>();
const wanted = new Set<string>();

/** Opens what a link holds, and shows it unless it is merely listed; a link that is cut, altered or too new becomes a card that says so. */
export function openLink(link: string, shown = true): Promise<void> {
  if (shown) wanted.add(link);
  const reading = opening.get(link) ?? readLink(link);
  opening.set(link, reading);
  return reading;
}

async function readLink(link: string): Promise<void> {
  update(() => ({ openingLink: true }));
  const outcome = await reports.openLink(link);
  opening.delete(link);
  update(() => ({ openingLink: opening.size > 0 }));
  if (outcome.ok) list(outcome.value.report, link.length, { link, rulesOff: outcome.value.rulesOff });
  else refuse('Shared link', link.length, outcome.problem, link);
  if (!wanted.delete(link)) return;
  showDocument(app.current.documents.length);
  announce(outcome.ok ? `The shared report on ${outcome.value.report.subject.name || 'an image without a name'} is open.` : outcome.problem.message);
}

/** What a pasted report is called until it is read. */
export const PASTED_REPORT = 'Pasted report';

/** Reads an exported report and lists it; `pasted` is its text where there is no file to open again. */
export async function openReportFile(name: string, file: Blob, pasted?: string): Promise<void> {
  const outcome: Outcome<Report> = await reports.read(file);
  if (outcome.ok) list(outcome.value, file.size, pasted === undefined ? undefined : { json: pasted });
  else refuse(name, file.size, outcome.problem);
}

/** Lists a report that came from a link, as a pasted text, or else from a file. */
function list(report: Report, bytes: number, from?: FromLink | { readonly json: string }): void {
  const shared = from && 'link' in from ? from : undefined;
  const json = from && 'json' in from ? from.json : undefined;
  const base = {
    key: nextKey(), name: report.subject.name || NAMELESS[report.kind], bytes, detached: shared ? 'link' : 'file', ...(shared && { link: shared.link }), ...(json !== undefined && { json }),
  } as const;
  if (report.kind === 'image') {
    addDocument({ ...base, kind: 'image', phase: 'ready', generation: 0, report });
    void explainFindings(base.key, report);
    void holdAgainstBudgets(base.key);
  } else if (report.kind === 'dockerfile' && report.dockerfile !== undefined) {
    addDockerfile(base.name, report.dockerfile, shared ?? (json === undefined ? undefined : { pasted: true }));
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
