/** What the BuildKit checks share: severity, source, links, the `check` directive, and the lines that BuildKit reports. */
import type { Dockerfile, Instruction, Span } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import type { LintContext, RawFinding, Rule, RuleDescription } from '../rule';
import { type CheckOptions, checkOptionsAt, checkOptionsOf } from './check-options';

type Given = Omit<RuleDescription, 'source' | 'severity' | 'bearsOnSize' | 'links'> & {
  /** Runs only where the `check` directive asks for it. */
  readonly experimental?: boolean;
  /** BuildKit checks it over the file as a whole, so that a comment above one instruction does not turn it off. */
  readonly wholeFile?: boolean;
  check(context: LintContext): Iterable<RawFinding>;
};

/** Completes a check to a rule that obeys `# check=…`. */
export function buildkitRule(given: Given): Rule {
  const { experimental = false, wholeFile = false, check, ...description } = given;
  const page = description.name;
  return {
    ...description, source: 'buildkit', severity: 'warning', bearsOnSize: false,
    links: [`https://docs.docker.com/reference/build-checks/${page}/`],
    *check(context) {
      const options = checkOptionsOf(context.dockerfile);
      if (!options) return;
      const runs = ({ skipAll, skip, experimentalAll, experimental: asked }: CheckOptions): boolean => (
        experimental ? experimentalAll || asked.has(given.code) : !skipAll && !skip.has(given.code)
      );
      const everywhere = runs(options);
      // A comment turns checks off, and experimental ones on.
      if (!everywhere && (wholeFile || !experimental)) return;
      for (const finding of check(context)) {
        const here = wholeFile || !finding.instruction ? undefined : checkOptionsAt(finding.instruction);
        if (here === undefined ? everywhere : experimental ? everywhere || runs(here) : runs(here)) yield finding;
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
