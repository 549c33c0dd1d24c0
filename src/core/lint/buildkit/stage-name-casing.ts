/** StageNameCasing: a stage name in capitals. */
import type { TextEdit } from '../../report/report';
import { buildkitRule, finding } from './buildkit-rule';
import { progressOf } from './progress';

export const stageNameCasing = buildkitRule({
  code: 'StageNameCasing', name: 'stage-name-casing', fixable: 'safe',
  checks: 'The name of a stage holds capital letters.',
  why: 'Stage names match without regard to case. In lower case they stand out from the keywords around them.',
  bad: 'FROM alpine:3.20 AS Builder\nRUN make\n',
  good: 'FROM alpine:3.20 AS builder\nRUN make\n',
  *check({ dockerfile }) {
    for (const instruction of progressOf(dockerfile).instructions) {
      if (instruction.kind !== 'FROM') continue;
      const { alias } = instruction;
      if (!alias || alias.raw === alias.raw.toLowerCase()) continue;
      // References as written follow, so that tools that mind the case still find the stage.
      const edits: TextEdit[] = [{ start: alias.start, end: alias.end, text: alias.raw.toLowerCase() }];
      for (const other of dockerfile.instructions) {
        const from = other.kind === 'COPY' ? other.flags.find(({ name, value }) => name === 'from' && value === alias.raw)?.valueSpan : undefined;
        if (from && dockerfile.text.slice(from.start, from.end) === alias.raw) edits.push({ start: from.start, end: from.end, text: alias.raw.toLowerCase() });
        if (other.kind === 'FROM' && other.image.raw === alias.raw) edits.push({ start: other.image.start, end: other.image.end, text: alias.raw.toLowerCase() });
      }
      edits.sort((a, b) => a.start - b.start);
      yield finding(dockerfile, instruction, `The stage name ${alias.raw} should be in lower case.`, alias, { title: `Rename it to ${alias.raw.toLowerCase()}`, safety: 'safe', edits });
    }
  },
});
