/** Texts that try to break out of whatever holds them, and reports that carry one in every text field. */
import type { Report } from '../../../src/core/report/report';
import { everyReport } from '../report/samples';

export const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'onmouseover='alert(1)", '</title></style><svg onload=alert(1)>', '`code` ``more``', '``` \n# heading\n```',
  'a|b|c', '[x](javascript:alert(1))', '![x](https://example.org/x.png)', '@someone #1 https://example.org www.example.org', '\u202egnp.exe', 'a\u0000b\u001b[31m', 'line\r\nend',
  '=HYPERLINK("https://example.org")', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '"quoted", text', ']]>', '&amp;', '\\', '{0} {{x}}', '\ud800',
];

/** Every string of the report (names of kinds and enumerations aside) replaced. */
export function withText(report: Report, text: string): Report {
  const keep = new Set(['schema', 'kind', 'severity', 'source', 'reason', 'safety', 'outcome', 'figures', 'format']);
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return keep.has(key) ? value : text;
    if (Array.isArray(value)) return value.map((item) => visit(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, visit(member, name)]));
  };
  return visit(report, '') as Report;
}

export function hostileReports(): readonly Report[] {
  return everyReport().flatMap((report) => HOSTILE.map((text) => withText(report, text)));
}
