/** What leaves the page on request: the report as JSON, and a name for its file. */
import type { Report } from '../core/report/report';

/** The report exactly as the analysis answered it: one line, as the headless command prints it. */
export function reportJson(report: Report): string {
  return `${JSON.stringify(report)}\n`;
}

/** `image.tar` gives `image.plimsoll.json`; whatever a file system might not take becomes a dash. */
export function exportName(report: Report): string {
  const base = report.subject.name.replace(/\.(tar|tgz|tar\.\w+)$/i, '').replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 80);
  return `${base || report.kind}.plimsoll.json`;
}
