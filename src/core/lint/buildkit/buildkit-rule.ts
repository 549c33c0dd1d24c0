/** What the BuildKit checks share: severity, source, links, the `check` directive, and the lines that BuildKit reports. */
import type { Dockerfile, Instruction, Span } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import type { LintContext, RawFinding, Rule, RuleDescription } from '../rule';
import { checkOptionsOf, isSkippedAt } from './check-options';

type Given = Omit<RuleDescription, 'source' | 'severity' | 'bearsOnSize' | 'links'> & {
  /** Runs only where the `check` directive asks for it. */
  readonly experimental?: boolean;
  check(context: LintContext): Iterable<RawFinding>;
};

/** Completes a check to a rule that obeys `# check=…`. */
export function buildkitRule(given: Given): Rule {
  const { experimental = false, check, ...description } = given;
  const page = description.name;
  return {
    ...description, source: 'buildkit', severity: 'warning', bearsOnSize: false,
    links: [`https://docs.docker.com/reference/build-checks/${page}/`],
    *check(context) {
      const options = checkOptionsOf(context.dockerfile);
      if (!options || options.skipAll || options.skip.has(given.code)) return;
      if (experimental && !options.experimentalAll && !options.experimental.has(given.code)) return;
      for (const finding of check(context)) {
        if (!finding.instruction || !isSkippedAt(finding.instruction, given.code)) yield finding;
      }
    },
  };
}

/** A finding at an instruction. `exact` is shown where it stands on the line that BuildKit reports: the instruction's first. */
export function finding(dockerfile: Dockerfile, instruction: Instruction, message: string, exact?: Span, fix?: Fix): RawFinding {
  const spans = exact ? [exact, instruction.keywordSpan] : [instruction.keywordSpan];
  const lineStart = dockerfile.offsetOfLine(instruction.startLine);
  const span = spans.find(({ start }) => dockerfile.positionAt(start).line === instruction.startLine) ?? { start: lineStart, end: lineStart };
  return { span: { start: span.start, end: span.end }, instruction, message, ...(fix ? { fix } : {}) };
}

/** A fix of one edit. */
export function replace(title: string, safety: Fix['safety'], span: Span, text: string): Fix {
  return { title, safety, edits: [{ start: span.start, end: span.end, text }] };
}
