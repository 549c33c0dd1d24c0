/** StageNameCasing: a stage name in capitals. */
import type { Dockerfile, Span } from '../../dockerfile/model';
import { buildkitRule, finding } from './buildkit-rule';
import { progressOf } from './progress';

export const stageNameCasing = buildkitRule({
  code: 'StageNameCasing', name: 'stage-name-casing', fixable: 'safe',
  checks: 'The name of a stage holds capital letters.',
  why: 'Stage names match without regard to case. In lower case they stand out from the keywords around them.',
  bad: 'FROM alpine:3.20 AS Builder\nRUN make\n',
  good: 'FROM alpine:3.20 AS builder\nRUN make\n',
  *check({ dockerfile }) {
    let references: Map<string, Span[]> | undefined;
    for (const instruction of progressOf(dockerfile).instructions) {
      if (instruction.kind !== 'FROM') continue;
      const { alias } = instruction;
      if (!alias || alias.raw === alias.raw.toLowerCase()) continue;
      references ??= referencesOf(dockerfile);
      const text = alias.raw.toLowerCase();
      // References as written follow, so that tools that mind the case still find the stage: once, where a name is used twice.
      const spans = [alias, ...(references.get(alias.raw) ?? [])].sort((a, b) => a.start - b.start);
      references.delete(alias.raw);
      const edits = spans.map(({ start, end }) => ({ start, end, text }));
      const fix = { title: `Rename it to ${text}`, safety: 'safe' as const, edits };
      yield finding(dockerfile, instruction, `The stage name ${alias.raw} should be in lower case.`, alias, fix);
    }
  },
});

/** Where COPY --from and FROM name something, by what they name. */
function referencesOf({ instructions, text }: Dockerfile): Map<string, Span[]> {
  const references = new Map<string, Span[]>();
  for (const instruction of instructions) {
    const flag = instruction.kind === 'COPY' ? instruction.flags.find(({ name }) => name === 'from') : undefined;
    const span = instruction.kind === 'FROM' ? instruction.image : flag?.valueSpan;
    if (!span) continue;
    const name = text.slice(span.start, span.end);
    const known = references.get(name);
    if (known) known.push(span);
    else references.set(name, [span]);
  }
  return references;
}
