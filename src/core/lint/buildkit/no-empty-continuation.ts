/** NoEmptyContinuation: blank lines inside a continued instruction. */
import { buildkitRule, finding } from './buildkit-rule';
import { progressOf } from './progress';

export const noEmptyContinuation = buildkitRule({
  code: 'NoEmptyContinuation', name: 'no-empty-continuation', wholeFile: true, fixable: 'safe',
  checks: 'A blank line stands between the lines of a continued instruction.',
  why: 'The builder skips it today and will take it for an error one day.',
  bad: 'FROM alpine:3.20\nRUN echo one && \\\n\n    echo two\n',
  good: 'FROM alpine:3.20\nRUN echo one && \\\n    echo two\n',
  *check({ dockerfile }) {
    const { errors, instructions } = dockerfile;
    // This comes from the grammar, so that an instruction refused later does not hide it.
    if (progressOf(dockerfile).instructions.length === 0 && errors.length > 0) return;
    for (const instruction of instructions) {
      const { blankLines, logicalEndLine } = instruction;
      if (blankLines.length === 0) continue;
      const start = dockerfile.offsetOfLine(logicalEndLine);
      const end = dockerfile.text.indexOf('\n', start);
      const edits = blankLines.map(({ start: from, end: to }) => ({ start: from, end: to, text: '' }));
      yield {
        ...finding(dockerfile, instruction, 'This instruction goes on across a blank line.', undefined, { title: 'Remove the blank lines', safety: 'safe', edits }),
        span: { start, end: end < 0 ? dockerfile.text.length : end },
      };
    }
  },
});
