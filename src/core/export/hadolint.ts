/**
 * Findings in the output formats of hadolint 2.15, byte for byte in its shapes, so that whatever reads hadolint reads us.
 *
 * Observed on the program itself: members in alphabetical order, no line end after JSON, a NUL between issues of `codeclimate`, nothing
 * between those of `codacy`. Places are hadolint's too: the instruction's first line and column 1.
 */
import type { DockerfileReport, Finding, Severity } from '../report/report';
import { sha1 } from './sha1';

export const HADOLINT_FORMATS = ['tty', 'json', 'checkstyle', 'codeclimate', 'gitlab_codeclimate', 'gnu', 'codacy', 'sonarqube', 'sarif', 'junit'] as const;
export type HadolintFormat = (typeof HADOLINT_FORMATS)[number];

/** hadolint's code for a file that it cannot parse: reported at the exact place, and in shapes of its own. */
const PARSE_ERROR = 'DL1000';

interface Row {
  readonly code: string;
  readonly level: Severity;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** All findings of a report in one of hadolint's formats. `tty` is without colour. */
export function writeHadolint(report: DockerfileReport, format: HadolintFormat): string {
  const file = report.subject.name;
  const rows = report.findings.map(rowOf).sort((a, b) => a.line - b.line);
  switch (format) {
    case 'tty': return rows.map((row) => `${ttyLine(file, row)}\n`).join('');
    case 'gnu': return rows.map((row) => `${gnuLine(file, row)}\n`).join('');
    case 'json': return json(rows.map(({ code, column, level, line, message }) => ({ code, column, file, level, line, message })));
    case 'checkstyle': return checkstyle(file, rows);
    case 'codeclimate': return rows.map((row) => `${json(issueOf(file, row))}\u0000`).join('');
    case 'gitlab_codeclimate': return json(rows.map((row) => withFingerprint(issueOf(file, row))));
    case 'codacy': return rows.map(({ code, line, message }) => json({ filename: file, line, message, patternId: code })).join('');
    case 'sonarqube': return json({ issues: rows.map((row) => sonarIssue(file, row)) });
    case 'sarif': return sarif(file, rows);
    case 'junit': return junit(file, report.tool.version, rows);
  }
}

function rowOf(finding: Finding): Row {
  const { rule: code, severity: level, message } = finding;
  return code === PARSE_ERROR ? { code, level, message, line: finding.line, column: finding.column } : { code, level, message, line: finding.instructionLine, column: 1 };
}

function ttyLine(file: string, { code, level, message, line, column }: Row): string {
  return code === PARSE_ERROR ? `${file}:${line}:${column} ${oneLine(message)}` : `${file}:${line} ${code} ${level}: ${oneLine(message)}`;
}

function gnuLine(file: string, { code, level, message, line, column }: Row): string {
  return code === PARSE_ERROR ? `hadolint:${file}:${line}:${column}: ${oneLine(message)}` : `hadolint:${file}:${line}: ${code} ${level}: ${oneLine(message)}`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}

function checkstyle(file: string, rows: readonly Row[]): string {
  const errors = rows.map(({ code, level, message, line, column }) => (
    `<error column="${column}" line="${line}" message="${attribute(message)}" severity="${level}"${code === PARSE_ERROR ? '' : ` source="${attribute(code)}"`}/>`));
  return `<?xml version="1.0" encoding="UTF-8"?><checkstyle version="4.3">${element('file', `name="${attribute(file)}"`, errors)}</checkstyle>`;
}

const CLIMATE: Readonly<Record<Severity, string>> = { error: 'blocker', warning: 'major', info: 'info', style: 'minor' };

interface Issue {
  readonly categories: readonly string[];
  readonly check_name: string;
  readonly description: string;
  readonly location: unknown;
  readonly severity: string;
  readonly type: 'issue';
}

function issueOf(path: string, { code, level, message, line, column }: Row): Issue {
  const point = { column, line };
  const location = code === PARSE_ERROR ? { path, positions: { begin: point, end: point } } : { lines: { begin: line, end: line }, path };
  return { categories: ['Bug Risk'], check_name: code, description: message, location, severity: CLIMATE[level], type: 'issue' };
}

/** The fingerprint is the SHA-1 of the issue as JSON; its member stands where the alphabet puts it. */
function withFingerprint(issue: Issue): unknown {
  const { categories, check_name, description, location, severity, type } = issue;
  return { categories, check_name, description, fingerprint: sha1(json(issue)), location, severity, type };
}

function sonarIssue(filePath: string, { code, level, message, line, column }: Row): unknown {
  const parse = code === PARSE_ERROR;
  const severities: Readonly<Record<Severity, string>> = { error: 'CRITICAL', warning: 'MAJOR', info: 'MINOR', style: 'INFO' };
  return {
    engineId: 'Hadolint',
    primaryLocation: { filePath, message, textRange: { endColumn: column, endLine: line, startColumn: parse ? column : 0, startLine: line } },
    ruleId: code, severity: parse ? 'BLOCKER' : severities[level], type: level === 'error' ? 'BUG' : 'CODE_SMELL',
  };
}

function sarif(uri: string, rows: readonly Row[]): string {
  const results = rows.map(({ code, level, message, line, column }) => ({
    level: level === 'error' || level === 'warning' ? level : 'note',
    locations: [{ physicalLocation: {
      artifactLocation: { uri },
      region: { endColumn: column, endLine: line, sourceLanguage: code.startsWith('SC') ? 'sh' : 'dockerfile', startColumn: column, startLine: line },
    } }],
    message: { text: message }, ruleId: code,
  }));
  return json({
    $schema: 'http://json.schemastore.org/sarif-2.1.0',
    runs: [{ defaultSourceLanguage: 'dockerfile', results, tool: { driver: {
      downloadUri: 'https://github.com/hadolint/hadolint', fullName: 'Haskell Dockerfile Linter', name: 'Hadolint',
      shortDescription: { text: 'Dockerfile linter, validate inline bash, written in Haskell' }, version: '2.15.1',
    } } }],
    version: '2.1.0',
  });
}

/** The run's times are hadolint's own least ones: a report knows no clock. */
function junit(file: string, version: string, rows: readonly Row[]): string {
  const cases = rows.map(({ code, level, message, line, column }) => (code === PARSE_ERROR
    ? `<testcase id="hadolint.error" name="${code}" time="0.001"><failure message="parse error at line ${line}, column ${column}" type="error">Parse Error in ${content(file)}\n`
      + `Line: ${line}\nColumn: ${column}\nParse Error: ${content(message)}\n</failure></testcase>`
    : `<testcase id="hadolint.rule.${attribute(code)}" time="0.001"><failure id="${attribute(code)}" message="${attribute(message)}" type="${level}">File: ${content(file)}\n`
      + `Line: ${line}\nCategory: Hadolint - Dockerfile Static Analysis\n${level}: ${content(message)}\n</failure></testcase>`));
  const errors = rows.filter(({ code }) => code === PARSE_ERROR).length;
  const suite = element('testsuite', `errors="${errors}" failures="${rows.length}" id="hadolint" name="Plimsoll ${attribute(version)}" time="0.001"`, cases);
  return `<?xml version="1.0" encoding="UTF-8"?><testsuites id="plimsoll" name="Plimsoll ${attribute(version)}" time="0.001">${suite}</testsuites>`;
}

function element(name: string, attributes: string, children: readonly string[]): string {
  return children.length === 0 ? `<${name} ${attributes}/>` : `<${name} ${attributes}>${children.join('')}</${name}>`;
}

/** As hadolint escapes attributes: `>` and `'` stay. What XML 1.0 cannot hold at all becomes U+FFFD, so that the file can be parsed. */
function attribute(text: string): string {
  return xmlText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function content(text: string): string {
  return xmlText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function xmlText(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\uFFFD');
}

/** As Haskell's aeson writes it: like `JSON.stringify`, but `\b` and `\f` by number. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(/\\(["\\/bfnrtu])/g, (escape, letter: string) => (letter === 'b' ? '\\u0008' : letter === 'f' ? '\\u000c' : escape));
}
