/** Every export there is: what the page's menu, the documentation and the tests go through. */
import type { AnalysedImage } from '../image/analyse';
import type { Report } from '../report/report';
import { writeFilesCsv, writeRulesCsv, writeWasteCsv, type FileRow } from './csv';
import { writeDiveJson } from './dive-json';
import { HADOLINT_FORMATS, writeHadolint, type HadolintFormat } from './hadolint';
import { writeHtml } from './html';
import { writeMarkdown } from './markdown';
import { writeSarif, type RuleLookup } from './sarif';

export type ReportKind = Report['kind'];

/** Whatever a format may ask for beside the report itself. */
export interface ExportInput {
  readonly report: Report;
  /** For SARIF's help texts. */
  readonly rules?: RuleLookup;
  /** The scanned image, for formats that need `image`. */
  readonly analysed?: Pick<AnalysedImage, 'image' | 'fs' | 'dive'>;
  /** Rows of the root file system, for formats that need `files`. */
  readonly files?: Iterable<FileRow>;
}

export interface ExportFormat {
  readonly id: string;
  readonly title: string;
  /** One sentence on what it is for. */
  readonly purpose: string;
  /** Without a dot. */
  readonly extension: string;
  readonly mediaType: string;
  readonly kinds: readonly ReportKind[];
  /** `report`: can be made from a report alone, one that came from a link or a file included. */
  readonly needs: 'report' | 'image' | 'files';
  /** The format is somebody else's, or a table of something else: results of rules have no room in it. */
  readonly withoutRules?: true;
  /** The text of the export. Throws for a kind that is not in `kinds`, or without what it `needs`: that is the caller's bug. */
  readonly write: (input: ExportInput) => string;
}

const ALL: readonly ReportKind[] = ['image', 'dockerfile', 'comparison', 'context', 'plan'];

const HADOLINT_DETAILS: Readonly<Record<HadolintFormat, readonly [title: string, extension: string, mediaType: string]>> = {
  tty: ['hadolint, plain text', 'txt', 'text/plain'],
  json: ['hadolint, JSON', 'json', 'application/json'],
  checkstyle: ['hadolint, Checkstyle', 'xml', 'application/xml'],
  codeclimate: ['hadolint, Code Climate', 'json', 'application/json'],
  gitlab_codeclimate: ['hadolint, GitLab Code Quality', 'json', 'application/json'],
  gnu: ['hadolint, GNU', 'txt', 'text/plain'],
  codacy: ['hadolint, Codacy', 'json', 'application/json'],
  sonarqube: ['hadolint, SonarQube', 'json', 'application/json'],
  sarif: ['hadolint, SARIF', 'sarif', 'application/sarif+json'],
  junit: ['hadolint, JUnit', 'xml', 'application/xml'],
};

export const EXPORT_FORMATS: readonly ExportFormat[] = [
  {
    id: 'json', title: 'JSON', purpose: 'The whole report; it opens here again, and two can be compared.', extension: 'json', mediaType: 'application/json',
    kinds: ALL, needs: 'report', write: ({ report }) => `${JSON.stringify(report, null, 2)}\n`,
  },
  {
    id: 'markdown', title: 'Markdown', purpose: 'A summary that fits into a pull request.', extension: 'md', mediaType: 'text/markdown',
    kinds: ALL, needs: 'report', write: ({ report }) => writeMarkdown(report),
  },
  {
    id: 'html', title: 'HTML', purpose: 'One file to keep, mail or print; nothing in it runs or loads.', extension: 'html', mediaType: 'text/html',
    kinds: ALL, needs: 'report', write: ({ report }) => writeHtml(report),
  },
  {
    id: 'sarif', title: 'SARIF', purpose: 'Findings for code scanning, with exact columns, help and fixes.', extension: 'sarif', mediaType: 'application/sarif+json',
    kinds: ['dockerfile', 'image'], needs: 'report', write: ({ report, rules }) => writeSarif(report, rules),
  },
  {
    id: 'waste-csv', title: 'CSV of waste', purpose: 'Every wasted path, for a spreadsheet.', extension: 'csv', mediaType: 'text/csv',
    kinds: ['image'], needs: 'report', withoutRules: true, write: ({ report }) => writeWasteCsv(of(report, 'image')),
  },
  {
    id: 'files-csv', title: 'CSV of files', purpose: 'Every path of the root file system, for a spreadsheet.', extension: 'csv', mediaType: 'text/csv',
    kinds: ['image'], needs: 'files', withoutRules: true, write: ({ files }) => writeFilesCsv(present(files)),
  },
  {
    id: 'rules-csv', title: 'CSV of rules', purpose: 'Every rule that the image is held against, pass or fail, with the reason.', extension: 'csv', mediaType: 'text/csv',
    kinds: ['image'], needs: 'report', write: ({ report }) => writeRulesCsv(of(report, 'image').budget ?? { outcome: 'pass', checks: [], problems: [] }),
  },
  {
    id: 'dive-json', title: 'dive, JSON', purpose: 'What dive --json writes, its known errors included.', extension: 'json', mediaType: 'application/json',
    kinds: ['image'], needs: 'image', withoutRules: true, write: ({ report, analysed }) => writeDiveJson(present(analysed), of(report, 'image')),
  },
  ...HADOLINT_FORMATS.map((format): ExportFormat => {
    const [title, extension, mediaType] = HADOLINT_DETAILS[format];
    return {
      id: `hadolint-${format}`, title, purpose: `Findings as hadolint --format ${format} writes them.`, extension, mediaType,
      kinds: ['dockerfile'], needs: 'report', write: ({ report }) => writeHadolint(of(report, 'dockerfile'), format),
    };
  }),
];

/** Formats that a report of this kind can be written in. */
export function formatsFor(kind: ReportKind): readonly ExportFormat[] {
  return EXPORT_FORMATS.filter(({ kinds }) => kinds.includes(kind));
}

/** `app.tar` as Markdown becomes `app.plimsoll.md`: safe on every file system. */
export function fileNameOf(report: Report, format: ExportFormat): string {
  const base = report.subject.name.replace(/^.*[/\\]/, '').replace(/\.(?:tar|tgz|tar\.\w+|json)$/i, '').replace(/[^\w.-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '').slice(0, 80);
  const suffix = format.id === 'json' || format.id === 'markdown' || format.id === 'html' || format.id === 'sarif' ? 'plimsoll' : format.id;
  return `${base === '' ? report.kind : base}.${suffix}.${format.extension}`;
}

function of<Kind extends ReportKind>(report: Report, kind: Kind): Extract<Report, { kind: Kind }> {
  if (report.kind !== kind) throw new Error(`This format writes reports of kind ${kind}, not ${report.kind}`);
  return report as Extract<Report, { kind: Kind }>;
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('This format needs the scanned image');
  return value;
}
