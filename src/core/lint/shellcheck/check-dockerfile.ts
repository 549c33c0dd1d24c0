/** Runs ShellCheck over the RUNs of a Dockerfile and brings its comments back to the Dockerfile's own lines and columns. */
import type { Dockerfile } from '../../dockerfile/model';
import type { Diagnostic } from '../../problem';
import type { Finding, Fix, TextEdit } from '../../report/report';
import type { LintConfig } from '../config';
import { severityOf } from '../engine';
import { isIgnored, readPragmas } from '../pragmas';
import type { ShellcheckComment, ShellcheckEngine } from './engine';
import { scriptIndex } from './place';
import { shellcheckScripts, type ShellcheckScript } from './scripts';

export interface ShellcheckResult {
  readonly findings: readonly Finding[];
  /** One for each script that ShellCheck could not check. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * One finding for each RUN that ShellCheck has anything to say about: the last of its comments, as hadolint keeps it; the comments
 * before it are that finding's `more`, so that figures can be compared with hadolint's and nothing is lost. `cancelled` is asked
 * between scripts.
 */
export async function checkDockerfile(
  dockerfile: Dockerfile, config: LintConfig, engine: ShellcheckEngine,
  options: { readonly cancelled?: () => boolean } = {},
): Promise<ShellcheckResult> {
  const pragmas = readPragmas(dockerfile);
  const findings: Finding[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const script of shellcheckScripts(dockerfile)) {
    if (options.cancelled?.() === true) break;
    let comments: readonly ShellcheckComment[];
    try {
      comments = await engine.check(script.script, script.exclude);
    } catch {
      diagnostics.push({
        kind: 'shellcheck-failed', message: `ShellCheck could not check the RUN in line ${script.line}.`,
        advice: 'The other findings are complete. Shorten or split this RUN if you want its shell checked too.', where: { line: script.line },
      });
      continue;
    }
    const kept = comments.flatMap((comment) => {
      const rule = `SC${comment.code}`;
      const severity = severityOf({ code: rule, severity: comment.severity }, config);
      if (severity === undefined || config.ignored.includes(rule)) return [];
      if (!config.disableIgnorePragma && isIgnored(pragmas, rule, script.line)) return [];
      return [toFinding(dockerfile, script, comment, { rule, severity })];
    });
    const last = kept.pop();
    if (last === undefined) continue;
    findings.push(kept.length === 0 ? last : { ...last, more: kept });
  }
  return { findings, diagnostics };
}

function toFinding(dockerfile: Dockerfile, script: ShellcheckScript, comment: ShellcheckComment, head: Pick<Finding, 'rule' | 'severity'>): Finding {
  const from = offsetOf(script, comment.line, comment.column);
  const to = offsetOf(script, comment.endLine, comment.endColumn);
  // What is said of the lines in front of the RUN's text (an odd shell, say) is said of the instruction.
  const span = from === undefined ? script.instruction.keywordSpan : { start: from, end: Math.max(from, to ?? from) };
  const start = dockerfile.positionAt(span.start);
  const end = dockerfile.positionAt(span.end);
  const fix = fixOf(script, comment);
  return {
    ...head, message: comment.message, line: start.line, column: start.column, endLine: end.line, endColumn: end.column,
    instructionLine: script.line, source: 'shellcheck', fixable: fix !== undefined, ...(fix === undefined ? {} : { fix }),
  };
}

/** ShellCheck's own repair as edits of the Dockerfile; none where it would reach outside the text or insert a new line. */
function fixOf(script: ShellcheckScript, comment: ShellcheckComment): Fix | undefined {
  const edits: TextEdit[] = [];
  for (const part of comment.fix?.replacements ?? []) {
    const start = offsetOf(script, part.startLine, part.startColumn);
    const end = offsetOf(script, part.endLine, part.endColumn);
    if (start === undefined || end === undefined || end < start || part.text.includes('\n')) return undefined;
    edits.push({ start, end, text: part.text });
  }
  return edits.length === 0 ? undefined : { title: `Apply ShellCheck’s repair for SC${comment.code}`, safety: 'review', edits: edits.sort((a, b) => a.start - b.start) };
}

function offsetOf(script: ShellcheckScript, line: number, column: number): number | undefined {
  const index = scriptIndex(script.script, line, column) - script.prefix;
  return index < 0 ? undefined : script.text.offsetAt(index);
}
