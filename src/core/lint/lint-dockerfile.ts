/** From the text of a Dockerfile to its report: parse, run all rules, join what the parser refused. */
import type { Dockerfile, ParseError, Span } from '../dockerfile/model';
import { parseDockerfile } from '../dockerfile/parse';
import type { ShellParser } from '../dockerfile/shell';
import type { Problem } from '../problem';
import { REPORT_VERSION, type DockerfileReport, type Finding } from '../report/report';
import { VERSION } from '../version';
import { buildFailureOf } from './buildkit/steps';
import { DEFAULT_LINT_CONFIG, type LintConfig } from './config';
import { byPlace, lint, type LintOptions } from './engine';
import { ALL_RULES } from './registry';
import type { Rule } from './rule';

export interface LintDockerfileOptions extends LintOptions {
  readonly shell: ShellParser;
  readonly config?: LintConfig;
  /** Name of the file, for the report. */
  readonly name?: string;
  /** Size of the file in bytes; of the text in UTF-16 units if it is not known. */
  readonly bytes?: number;
  /** Further oddities that belong to the report, such as how the text was decoded. */
  readonly diagnostics?: readonly Problem[];
  readonly rules?: readonly Rule[];
}

/** Never fails: what cannot be parsed is a finding, and the rest is linted all the same. ShellCheck's findings come from elsewhere. */
export function lintDockerfile(source: string, options: LintDockerfileOptions): DockerfileReport {
  const dockerfile = parseDockerfile(source);
  const unread = new Set<number>();
  const findings = lintParsed(dockerfile, { ...options, onUnread: (line) => unread.add(line) });
  return {
    schema: 'plimsoll.report', version: REPORT_VERSION, kind: 'dockerfile', tool: { name: 'plimsoll', version: VERSION },
    subject: { name: options.name ?? 'Dockerfile', bytes: options.bytes ?? source.length }, diagnostics: [...options.diagnostics ?? [], ...dockerfile.notes, ...unreadScripts(unread)],
    findings, dockerfile: source,
  };
}

/** One message for all of them: a file that has one such script often has thousands. */
function unreadScripts(lines: ReadonlySet<number>): readonly Problem[] {
  const [line] = [...lines].sort((a, b) => a - b);
  if (line === undefined) return [];
  return [{
    kind: 'script-unread',
    message: `The script in line ${line}${lines.size > 1 ? `, and ${lines.size - 1} more,` : ''} is too long or too deeply nested to be read here: rules on its commands were not applied.`,
    advice: 'Move it to a file, COPY that, and check it there.', where: { line },
  }];
}

/** The same for a Dockerfile that is parsed already. */
function lintParsed(dockerfile: Dockerfile, options: LintDockerfileOptions): readonly Finding[] {
  const config = options.config ?? DEFAULT_LINT_CONFIG;
  const findings = lint(dockerfile, config, options.shell, options.rules ?? ALL_RULES, options);
  const errors = config.ignored.includes('DL1000') ? [] : dockerfile.errors.flatMap((error) => parseFinding(dockerfile, error, findings) ?? []);
  const failure = errors.length === 0 ? failureFinding(dockerfile, findings) : [];
  return errors.length + failure.length === 0 ? findings : [...errors, ...failure, ...findings].sort(byPlace);
}

/** Keywords whose misuse hadolint takes for a matter of rules (DL3043), not of the grammar. */
const TRIGGERS: ReadonlySet<string> = new Set(['ONBUILD']);

/**
 * What BuildKit refuses. Errors of the grammar have the code that hadolint gives to parse errors; those that need the whole file, such
 * as a stage that copies from itself, hadolint does not look for.
 */
function parseFinding(dockerfile: Dockerfile, error: ParseError, findings: readonly Finding[]): Finding | undefined {
  // An instruction before FROM: the rule says it better.
  if (findings.some((finding) => finding.rule === 'DL3061' && finding.instructionLine === error.line)) return undefined;
  const keyword = dockerfile.instructions.find((instruction) => instruction.startLine === error.line)?.keyword;
  const grammar = error.kind !== 'dockerfile-stage' && !(keyword !== undefined && TRIGGERS.has(keyword));
  return errorFinding(dockerfile, grammar ? 'DL1000' : 'BuildError', error.span, error.line, error.message);
}

/** What stops a build of a file that is well formed: an unclosed quote in a value, a port that is none. */
function failureFinding(dockerfile: Dockerfile, findings: readonly Finding[]): readonly Finding[] {
  const failure = buildFailureOf(dockerfile);
  if (failure === undefined) return [];
  const line = failure.instruction.startLine;
  if (failure.grammar === true) return [errorFinding(dockerfile, 'DL1000', failure.span, line, failure.message)];
  // Rules say the same of a port beyond 65535 and of images.
  if (findings.some(({ rule, instructionLine }) => ['DL3011', 'InvalidDefaultArgInFrom'].includes(rule) && instructionLine === line)) return [];
  return [errorFinding(dockerfile, 'BuildError', failure.span, line, failure.message)];
}

function errorFinding(dockerfile: Dockerfile, rule: 'DL1000' | 'BuildError', span: Span, instructionLine: number, message: string): Finding {
  const start = dockerfile.positionAt(span.start);
  const end = dockerfile.positionAt(span.end);
  return {
    rule, severity: 'error', message, line: start.line, column: start.column, endLine: end.line, endColumn: end.column, instructionLine,
    source: rule === 'DL1000' ? 'hadolint' : 'plimsoll', fixable: false,
  };
}
